#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Reads the parts of a snapshot, block by block; `nil` from any call says that the file is none.
///
/// Nothing that is read is to be trusted before `isSealed` has said so. Until then lengths are
/// held against the bytes that are left, so that a damaged one asks for no more memory than the
/// file is large.
final class SnapshotReader {
  private let descriptor: Int32
  private var block: [UInt8]
  /// The part of the block that was not handed out yet.
  private var rest = 0..<0
  /// The bytes in front of the seal that were not loaded yet.
  private var unloaded: Int
  private var seal = SnapshotSeal()

  /// Opens a file; `nil` when it cannot be read, is too short to have a seal, or may have been
  /// written by somebody else: it holds answers, and whoever writes them writes the report.
  init?(path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    block = []
    unloaded = 0
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(), status.st_mode & (S_IWGRP | S_IWOTH) == 0,
      Int(status.st_size) >= SnapshotSeal.byteCount
    else { return nil }
    unloaded = Int(status.st_size) - SnapshotSeal.byteCount
    block = [UInt8](repeating: 0, count: min(unloaded, SnapshotWriter.blockByteCount))
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Fills the room with the next bytes; whether there were as many.
  func take(into room: UnsafeMutableRawBufferPointer) -> Bool {
    var filled = 0
    while filled < room.count {
      if rest.isEmpty, !load() { return false }
      let count = min(rest.count, room.count - filled)
      block.withUnsafeBytes { bytes in
        let part = UnsafeRawBufferPointer(rebasing: bytes[rest.prefix(count)])
        UnsafeMutableRawBufferPointer(rebasing: room[filled...]).copyMemory(from: part)
      }
      rest = rest.lowerBound + count..<rest.upperBound
      filled += count
    }
    return true
  }

  func number() -> Int? {
    var number: Int64 = 0
    return withUnsafeMutableBytes(of: &number) { take(into: $0) } ? Int(number) : nil
  }

  /// The number of things that follow, each of at least so many bytes.
  func count(of byteCount: Int) -> Int? {
    guard let count = number(), count >= 0, count <= (rest.count + unloaded) / byteCount else {
      return nil
    }
    return count
  }

  /// An array, with room for some elements more: what a file grew by is to be added to it.
  func array<Element: BitwiseCopyable>(of: Element.Type) -> [Element]? {
    guard let count = count(of: MemoryLayout<Element>.stride) else { return nil }
    var isWhole = false
    let array = [Element](unsafeUninitializedCapacity: count + count / 32) { room, taken in
      isWhole = take(
        into: UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: room[..<count])))
      taken = isWhole ? count : 0
    }
    return isWhole ? array : nil
  }

  func text() -> String? {
    array(of: UInt8.self).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether everything was handed out and the seal fits it.
  func isSealed() -> Bool {
    guard rest.isEmpty, unloaded == 0 else { return false }
    let expected = Array(seal.text.utf8)
    var found = [UInt8](repeating: 0, count: SnapshotSeal.byteCount)
    let isRead = found.withUnsafeMutableBytes { fill($0) }
    return isRead && found == expected
  }

  // MARK: - Steps

  /// Loads and hashes the next block.
  private func load() -> Bool {
    let count = min(unloaded, block.count)
    guard count > 0 else { return false }
    let isRead = block.withUnsafeMutableBytes { bytes in
      let room = UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
      guard fill(room) else { return false }
      seal.add(UnsafeRawBufferPointer(room))
      return true
    }
    unloaded -= count
    rest = 0..<count
    return isRead
  }

  private func fill(_ room: UnsafeMutableRawBufferPointer) -> Bool {
    guard let start = room.baseAddress else { return true }
    var filled = 0
    while filled < room.count {
      let count = read(descriptor, start + filled, room.count - filled)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      filled += count
    }
    return true
  }
}
