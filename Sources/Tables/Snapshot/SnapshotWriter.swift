internal import Groundwork

/// Writes the parts of a snapshot in large blocks, and their seal behind them.
///
/// The file is: blocks of `blockByteCount` bytes, the last one shorter, then 64 bytes, the SHA-256
/// digest of the blocks' stable hashes. So a damaged byte is noticed at the speed of memory: a
/// SHA-256 of hundreds of megabytes would take longer than decoding the table anew.
///
/// Numbers stand in the order of bytes that the machine has, which is little-endian wherever this
/// program runs; a mark in the file's head refuses any other.
struct SnapshotWriter: ~Copyable {
  /// How many bytes are hashed and written at a time.
  static let blockByteCount = 4 << 20

  private let descriptor: Int32
  private var block: [UInt8] = []
  private var seal = SnapshotSeal()
  /// The system's error number of the first write that failed.
  private(set) var failure: Int32?

  init(descriptor: Int32) {
    self.descriptor = descriptor
    block.reserveCapacity(SnapshotWriter.blockByteCount)
  }

  mutating func put(_ bytes: UnsafeRawBufferPointer) {
    var offset = 0
    while offset < bytes.count {
      let count = min(SnapshotWriter.blockByteCount - block.count, bytes.count - offset)
      block.append(contentsOf: bytes[offset..<offset + count])
      offset += count
      if block.count == SnapshotWriter.blockByteCount { flush() }
    }
  }

  mutating func put(_ number: Int) {
    withUnsafeBytes(of: Int64(number)) { put($0) }
  }

  /// Writes how many elements there are, then the elements.
  mutating func put<Element: BitwiseCopyable>(_ elements: [Element]) {
    put(elements.count)
    elements.withUnsafeBytes { put($0) }
  }

  mutating func put(_ text: String) { put(Array(text.utf8)) }

  /// Writes what is left and the seal; the error number of the first failure, if there was one.
  mutating func finish() -> Int32? {
    if !block.isEmpty { flush() }
    block = Array(seal.text.utf8)
    write()
    return failure
  }

  // MARK: - Steps

  private mutating func flush() {
    block.withUnsafeBytes { seal.add($0) }
    write()
  }

  private mutating func write() {
    if failure == nil {
      let code = FileSystem.writeAll(block, to: descriptor)
      failure = code == 0 ? nil : code
    }
    block.removeAll(keepingCapacity: true)
  }
}

/// The digest of a file's blocks.
struct SnapshotSeal: Sendable {
  /// The bytes that the seal takes at the end of the file.
  static let byteCount = 64

  private var digest = SHA256()
  private var blockCount: UInt64 = 0

  /// Adds the next block.
  mutating func add(_ block: UnsafeRawBufferPointer) {
    let hash = StableHash.hash(block, seed: blockCount)
    blockCount += 1
    withUnsafeBytes(of: hash.littleEndian) { digest.update($0) }
  }

  /// The digest as hexadecimal digits.
  var text: String { digest.hexDigest }
}
