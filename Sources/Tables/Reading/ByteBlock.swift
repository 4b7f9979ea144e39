/// A growing run of bytes with readable zeros behind its end, so that kernels may load whole
/// words there.
///
/// One owner fills it; once it is handed to the workers nobody writes to it again. That is why it
/// may cross threads unchecked.
final class ByteBlock: @unchecked Sendable {
  /// How many bytes behind the end may be loaded.
  static let padding = 64

  private(set) var count = 0
  private var capacity: Int
  private var start: UnsafeMutablePointer<UInt8>

  init(capacity: Int) {
    self.capacity = capacity
    start = .allocate(capacity: capacity + ByteBlock.padding)
  }

  deinit { start.deallocate() }

  /// The bytes, without the padding.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  /// The address of a byte; at least `padding` bytes from there on may be loaded once the block
  /// is sealed and the offset is inside.
  @inline(__always)
  func address(_ offset: Int) -> UnsafeRawPointer { UnsafeRawPointer(start + offset) }

  /// Makes room for more bytes and lets `fill` write some of them; it returns how many.
  func append(room: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int) {
    reserve(count + room)
    count += fill(UnsafeMutableRawBufferPointer(start: start + count, count: room))
  }

  /// Adds bytes.
  func append(_ bytes: UnsafeRawBufferPointer) {
    append(room: bytes.count) { free in
      free.copyMemory(from: bytes)
      return bytes.count
    }
  }

  /// Cuts the end off and appends it to another block.
  func moveEnd(from cut: Int, to other: ByteBlock) {
    other.append(UnsafeRawBufferPointer(rebasing: bytes[cut...]))
    count = cut
  }

  /// Forgets the bytes and keeps the memory.
  func clear() { count = 0 }

  /// Writes the padding. Call it once, when the block is complete.
  func seal() {
    (start + count).initialize(repeating: 0, count: ByteBlock.padding)
  }

  private func reserve(_ wanted: Int) {
    guard wanted > capacity else { return }
    capacity = max(wanted, 2 * capacity)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + ByteBlock.padding)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
  }
}
