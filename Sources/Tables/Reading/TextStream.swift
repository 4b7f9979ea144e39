internal import Groundwork

/// The UTF-8 text of an input: the byte order mark taken off, other encodings transcoded.
///
/// The first bytes are kept for the detection of the head and then handed out again.
struct TextStream {
  let encoding: TextEncoding
  private let source: ByteSource
  private var transcoder: Transcoder?
  /// Text that was read and not yet handed out: from `stashOffset` on.
  private var stash: [UInt8] = []
  private var stashOffset = 0
  /// Raw bytes that were read before it was known whether a digest is wanted.
  private var unhashed: [UInt8] = []
  private var hasher: SHA256?
  private var isAtEnd = false

  /// Opens the text: reads the first bytes and looks for a byte order mark.
  init(_ source: ByteSource, declared: TextEncoding?) throws(TableError) {
    self.source = source
    let (first, isWhole) = try TextStream.firstBytes(4096, of: source)
    if let format = ForeignFormat(first) {
      throw .foreignFormat(input: source.name, format)
    }
    (unhashed, isAtEnd) = (first, isWhole)
    let mark = ByteOrderMark(first)
    encoding = declared ?? mark?.encoding ?? .utf8
    if let mark, mark.encoding != encoding {
      throw .encodingConflict(
        input: source.name, declared: encoding, byteOrderMark: mark.encoding)
    }
    if encoding != .utf8 {
      let isBigEndian = mark?.isBigEndian ?? ByteOrderMark.looksBigEndian(first)
      transcoder = Transcoder(encoding, isBigEndian: isBigEndian)
    }
    first.withUnsafeBytes { bytes in
      stashText(of: UnsafeRawBufferPointer(rebasing: bytes[(mark?.byteCount ?? 0)...]))
    }
  }

  /// The number of raw bytes read so far.
  var byteCount: Int { source.byteCount }

  /// The number of raw bytes of the whole input, where that is known.
  var expectedByteCount: Int? { source.expectedByteCount }

  /// The first `count` bytes of the text, or all of it when it is not longer.
  mutating func peek(_ count: Int) throws(TableError) -> (bytes: [UInt8], isWhole: Bool) {
    while stash.count <= count, !isAtEnd {
      let (next, isWhole) = try TextStream.firstBytes(1 << 16, of: source)
      isAtEnd = isWhole
      unhashed += next
      next.withUnsafeBytes { stashText(of: $0) }
    }
    return (Array(stash.prefix(count)), stash.count <= count)
  }

  /// Leaves out the first bytes of what was peeked.
  mutating func skip(_ count: Int) {
    stashOffset += count
  }

  /// Decides whether a digest is computed. Call it once, between peeking and reading.
  mutating func beginReading(digest: Bool) {
    if digest {
      hasher = SHA256()
      hasher?.update(unhashed)
    }
    unhashed = []
  }

  /// Whether the first bytes can be passed over, the places of the others staying true.
  var obstacle: TableContinuation.Obstacle? {
    source.canGoBack ? encoding == .utf8 ? nil : .encoding : .input
  }

  /// Hashes the first bytes of the input, and goes back to where it was.
  func hasher(ofFirst count: Int) throws(TableError) -> SHA256 {
    let place = source.byteCount
    try source.go(to: 0)
    var hasher = SHA256()
    let block = ByteBlock(capacity: 1 << 20)
    var left = count
    while left > 0 {
      block.clear()
      try block.appendFromSource(source, room: min(left, 1 << 20))
      guard block.count > 0 else { break }
      withExtendedLifetime(block) { hasher.update(block.bytes) }
      left -= block.count
    }
    try source.go(to: place)
    return hasher
  }

  /// Decides, in place of `beginReading`, to pass over the first bytes of the input, which have
  /// been hashed. What was peeked is forgotten.
  mutating func beginReading(behind count: Int, hasher: SHA256?) throws(TableError) {
    try source.go(to: count)
    (stash, stashOffset, unhashed, isAtEnd) = ([], 0, [], false)
    self.hasher = hasher
  }

  /// The digest of the bytes read so far, "" when it was not asked for.
  var hexDigest: String { hasher?.hexDigest ?? "" }

  /// Appends about `count` bytes of text to the block, fewer only where the stash or the input
  /// ends.
  ///
  /// - Returns: whether bytes were added; when not, the text has ended.
  mutating func read(_ count: Int, into block: ByteBlock) throws(TableError) -> Bool {
    if stashOffset < stash.count {
      let end = min(stash.count, stashOffset + count)
      stash.withUnsafeBytes { bytes in
        block.append(UnsafeRawBufferPointer(rebasing: bytes[stashOffset..<end]))
      }
      stashOffset = end
      if end == stash.count { (stash, stashOffset) = ([], 0) }
      return true
    }
    let before = block.count
    while !isAtEnd, block.count == before { try readRaw(count, into: block) }
    return block.count > before
  }

  // MARK: - Steps

  private static func firstBytes(
    _ count: Int, of source: ByteSource
  ) throws(TableError) -> (bytes: [UInt8], isWhole: Bool) {
    let block = ByteBlock(capacity: count)
    try block.appendFromSource(source, room: count)
    return (Array(block.bytes), block.count < count)
  }

  private mutating func stashText(of bytes: UnsafeRawBufferPointer) {
    guard transcoder != nil else {
      stash.append(contentsOf: bytes)
      return
    }
    transcoder?.append(bytes, to: &stash)
    if isAtEnd { transcoder?.finish(&stash) }
  }

  private mutating func readRaw(_ count: Int, into block: ByteBlock) throws(TableError) {
    let isTranscoded = transcoder != nil
    let target = isTranscoded ? ByteBlock(capacity: count) : block
    let before = target.count
    try target.appendFromSource(source, room: count)
    // The bytes belong to the block, which must not go before they are used.
    withExtendedLifetime(target) {
      let added = UnsafeRawBufferPointer(rebasing: target.bytes[before...])
      isAtEnd = added.count < count
      hasher?.update(added)
      if isTranscoded { appendTranscoded(added, to: block) }
    }
  }

  private mutating func appendTranscoded(_ added: UnsafeRawBufferPointer, to block: ByteBlock) {
    var text: [UInt8] = []
    text.reserveCapacity(added.count)
    transcoder?.append(added, to: &text)
    if isAtEnd { transcoder?.finish(&text) }
    text.withUnsafeBytes { block.append($0) }
  }
}

extension ByteBlock {
  /// Appends the next bytes of the source: as many as `room`, unless the input ends.
  fileprivate func appendFromSource(_ source: ByteSource, room: Int) throws(TableError) {
    var failure: TableError?
    append(room: room) { free in
      do throws(TableError) {
        return try source.read(into: free)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
  }
}

/// The mark with which a text may begin.
private struct ByteOrderMark {
  let encoding: TextEncoding
  let isBigEndian: Bool
  let byteCount: Int

  init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      (encoding, isBigEndian, byteCount) = (.utf8, false, 3)
    } else if bytes.starts(with: [0xFF, 0xFE]) {
      (encoding, isBigEndian, byteCount) = (.utf16, false, 2)
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      (encoding, isBigEndian, byteCount) = (.utf16, true, 2)
    } else {
      return nil
    }
  }

  /// Whether UTF-16 without a mark is big-endian: a table's first character is below 256.
  static func looksBigEndian(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 2 && bytes[0] == 0 && bytes[1] != 0
  }
}
