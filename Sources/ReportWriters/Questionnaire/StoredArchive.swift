/// Writes a ZIP archive whose files are stored as they are (PKWARE's APPNOTE, sections 4.3 and
/// 4.4), for the small workbooks of questionnaires.
///
/// All files are dated 1980-01-01: the same files make the same bytes.
struct StoredArchive {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var fileCount: UInt32 = 0

  /// Version 2.0, names in UTF-8, stored, 00:00 on 1980-01-01: the fields that a local header and
  /// the directory share.
  private static let shared: [UInt8] = [20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0]

  /// Adds a file.
  ///
  /// - Precondition: less than 4 GiB in all and less than 65,536 files.
  mutating func add(_ name: String, _ content: [UInt8]) {
    let path = Array(name.utf8)
    let size = Self.little(UInt32(content.count), 4)
    var fields = Self.shared
    fields += Self.little(StoredArchive.checksum(content), 4)
    fields += size
    fields += size
    fields += Self.little(UInt32(path.count), 2)
    // No further fields.
    fields += [0, 0]
    directory += Array("PK\u{1}\u{2}".utf8)
    directory += [20, 0]
    directory += fields
    directory += [UInt8](repeating: 0, count: 10)
    directory += Self.little(UInt32(bytes.count), 4)
    directory += path
    bytes += Array("PK\u{3}\u{4}".utf8)
    bytes += fields
    bytes += path
    bytes += content
    fileCount += 1
  }

  /// The whole archive.
  func finished() -> [UInt8] {
    let count = Self.little(fileCount, 2)
    var end: [UInt8] = Array("PK\u{5}\u{6}".utf8)
    end += [0, 0, 0, 0]
    end += count
    end += count
    end += Self.little(UInt32(directory.count), 4)
    end += Self.little(UInt32(bytes.count), 4)
    end += [0, 0]
    return bytes + directory + end
  }

  /// CRC-32 as ZIP has it: polynomial 0xEDB88320, reflected, all bits inverted before and after.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }

  /// The lowest bytes of a number, the lowest first.
  private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }
}
