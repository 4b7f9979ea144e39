import Foundation
import Groundwork
import Testing

@testable import Tables

/// Reads tables as they grow, and compares with reading them in one go.
struct GrowingTable {
  var format = TableFormat(delimiter: Byte.comma, headerRowCount: 1)
  var recordDigests = true
  var threadCount = 1
  /// What stands for code 2; another text is another plan.
  var second = "a"

  func plans(_ columnCount: Int) -> [ColumnPlan] {
    let book = CodeBook(
      entries: [("", 0), ("1", 1), (second, 2), ("11", 3), ("é", 6)], invalidCode: 99)
    let kinds: [ColumnPlan.Kind?] = [.text, .codes(book), .identity, .decimal, nil]
    return (0..<columnCount).compactMap { position in
      kinds[position % 5].map { ColumnPlan(position: position, kind: $0) }
    }
  }

  func read(
    _ bytes: [UInt8], from earlier: TableSnapshot? = nil
  ) throws(TableError) -> DecodedTable {
    let reader = try TableReader(.bytes(bytes, name: "t.csv"), format: format)
    var earlier = earlier
    return try reader.decode(
      plans(reader.head.columns.count), recordDigests: recordDigests,
      workers: Workers(threadCount: threadCount), continuing: &earlier)
  }

  /// Everything that a table holds, but how it came about.
  static func text(_ table: DecodedTable) -> String {
    var plain = table
    plain.continuation = .none
    return "\(plain)"
  }

  func outcome(_ bytes: [UInt8], from earlier: TableSnapshot? = nil) -> String {
    do throws(TableError) {
      return GrowingTable.text(try read(bytes, from: earlier))
    } catch {
      return "\(error)"
    }
  }
}

@Suite("Going on from an earlier reading")
struct ContinuationTests {
  private let table = GrowingTable()

  private func continuation(
    _ old: String, _ new: String, before: GrowingTable = GrowingTable()
  ) throws -> TableContinuation {
    let earlier = try before.read(Array(old.utf8)).snapshot
    let bytes = Array(new.utf8)
    #expect(table.outcome(bytes, from: earlier) == table.outcome(bytes))
    return try table.read(bytes, from: earlier).continuation
  }

  @Test("Rows that were appended are decoded, the others are not")
  func appended() throws {
    let old = "a,b,c,d,e\nx,1,id1,2.5,\ny,7,id2,,\n"
    let bytes = Array((old + "x,a,id3,1,\n").utf8)
    var earlier: TableSnapshot? = try table.read(Array(old.utf8)).snapshot
    let reader = try TableReader(.bytes(bytes, name: "t.csv"), format: table.format)
    let grown = try reader.decode(table.plans(5), recordDigests: true, continuing: &earlier)
    #expect(earlier == nil)
    #expect(grown.continuedRowCount == 2)
    #expect(grown.decodedRecordCount == 1)
    #expect(grown.decodedByteCount == 11)
    #expect(grown.rowCount == 3)
    #expect(GrowingTable.text(grown) == table.outcome(bytes))
    var hasher = SHA256()
    hasher.update(bytes)
    #expect(grown.sha256 == hasher.hexDigest)
  }

  @Test("What was taken over is not decoded again")
  func takenOver() throws {
    let old = try table.read(Array("a,b\nx,1\ny,a\n".utf8)).snapshot
    // Codes that no decoding would give: only the snapshot can be where they come from.
    let marked = TableSnapshot(
      byteCount: old.byteCount, sha256: old.sha256,
      columns: [old.columns[0], .codes(CodeColumn(codes: [77, 78]))],
      recordDigests: old.recordDigests, absentIdentities: [], counts: old.counts, key: old.key,
      endsInLineFeed: old.endsInLineFeed)
    let grown = try table.read(Array("a,b\nx,1\ny,a\nz,11\n".utf8), from: marked)
    guard case .codes(let codes) = grown.columns[1] else { return }
    #expect(codes.codes == [77, 78, 3])
  }

  @Test("A file of many blocks is gone on from and, where it was changed, read from its beginning")
  func manyBlocks() throws {
    let directory = NSTemporaryDirectory() + "unmet-blocks-\(UUID().uuidString)"
    #expect(FileSystem.makeDirectory(directory) == 0)
    defer { FileSystem.removeTree(directory) }
    let rows = (0..<150_000).map { "text \($0 % 900),1,respondent-\($0),0.5,\n" }
    let head = "a,b,c,d,e\n"
    // More than what detection looks at, so that most of it is in no memory yet.
    let old = Array((head + rows.prefix(149_000).joined()).utf8)
    #expect(old.count > HeadDetector.sampleByteCount(for: TableFormat()))
    let earlier = try GrowingTable().read(old).snapshot
    var changed = Array((head + rows.joined()).utf8)
    for (name, isChanged) in [("same", false), ("changed", true)] {
      if isChanged { changed[old.count - 3] = UInt8(ascii: "9") }
      let path = "\(directory)/\(name)"
      try Data(changed).write(to: URL(fileURLWithPath: path))
      var format = table.format
      format.blockByteCount = 1 << 16
      func read(_ earlier: TableSnapshot?) throws -> DecodedTable {
        let reader = try TableReader(.file(path: path), format: format)
        var earlier = earlier
        return try reader.decode(
          table.plans(reader.head.columns.count), recordDigests: true,
          workers: Workers(threadCount: 2), continuing: &earlier)
      }
      let (grown, whole) = (try read(earlier), try read(nil))
      #expect(grown.decodedRecordCount == (isChanged ? 150_000 : 1000))
      // Not compared inside the macro, which would print them.
      let isSame = GrowingTable.text(grown) == GrowingTable.text(whole)
      #expect(isSame)
    }
  }

  @Test("What stands in the way is told, and everything is decoded")
  func obstacles() throws {
    let old = "a,b\nx,1\ny,a\n"
    #expect(try continuation(old, "a,b\nx,1\ny,1\nz,1\n") == .refused(.bytes))
    #expect(try continuation(old, "a,b\nx,1\n") == .refused(.shorter))
    #expect(try continuation(old, "a,c\nx,1\ny,a\nz,1\n") == .refused(.head))
    #expect(try continuation("a,b\nx,1\ny,a", "a,b\nx,1\ny,aa\nz,1\n") == .refused(.openEnd))
    #expect(try continuation("a,b\nx,1\r", "a,b\nx,1\r\nz,1\n") == .refused(.openEnd))
    #expect(
      try continuation(old, old + "z,1\n", before: GrowingTable(second: "b")) == .refused(.plans))
    #expect(
      try continuation(old, old + "z,1\n", before: GrowingTable(recordDigests: false))
        == .refused(.plans))
    // A phantom column that stays blank no longer: the head is another.
    #expect(try continuation("a,b,\nx,1,\n", "a,b,\nx,1,\ny,1,z\n") == .refused(.head))
    let same = TableContinuation.Earlier(byteCount: 12, recordCount: 2, rowCount: 2)
    #expect(try continuation(old, old) == .continued(same))
  }

  @Test("A pipe, another encoding and summaries are no ground to go on from")
  func grounds() throws {
    let old = "a\nx\n"
    let wide = Array("\u{FEFF}\(old)".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    #expect(
      try table.read(wide, from: table.read(wide).snapshot).continuation == .refused(.encoding))
    var earlier: TableSnapshot?
    for expected in [TableContinuation.none, .refused(.summaries)] {
      let reader = try TableReader(.bytes(Array(old.utf8), name: "t"), format: table.format)
      let plan = ColumnPlan(position: 0, kind: .summary(levelLimit: 2))
      let read = try reader.decode([plan], continuing: &earlier)
      #expect(read.continuation == expected)
      earlier = read.snapshot
    }
  }

  @Test("Places of findings go on where they were, to their limit")
  func places() throws {
    let records = (0..<30).map { "x,bad\($0),i\($0),none,\n" }
    let text = "a,b,c,d,e\n" + records.joined()
    for count in [1, 19, 20, 21] {
      let old = "a,b,c,d,e\n" + records.prefix(count).joined()
      let earlier = try table.read(Array(old.utf8)).snapshot
      let grown = try table.read(Array(text.utf8), from: earlier)
      guard case .codes(let codes) = grown.columns[1] else { return }
      #expect(codes.invalidCount == 30)
      #expect(codes.firstInvalid.map(\.line) == Array(2...21))
      #expect(GrowingTable.text(grown) == table.outcome(Array(text.utf8)))
    }
  }

  // 10,000 tables, each cut at a random byte and at a random line feed.
  @Test("A table that grew is what one reading gives, wherever it is cut", arguments: 0..<10)
  func agreement(batch: Int) throws {
    var continued = 0
    for number in 0..<1000 {
      let seed = UInt64(batch * 1000 + number)
      var source = RandomTable(seed: seed)
      var table = GrowingTable(format: source.format(), threadCount: 1 + number % 2)
      table.recordDigests = number % 3 == 0
      let bytes = source.bytes
      let whole = table.outcome(bytes)
      var random = RandomNumbers(seed: seed)
      let lineFeeds = bytes.indices.filter { bytes[$0] == Byte.lineFeed }
      let cuts = [
        random.below(bytes.count + 1), lineFeeds.isEmpty ? 0 : random.element(lineFeeds) + 1,
      ]
      for cut in cuts {
        guard let earlier = try? table.read(Array(bytes[..<cut])) else { continue }
        let grown = table.outcome(bytes, from: earlier.snapshot)
        guard grown == whole else {
          Issue.record("seed \(seed), cut at \(cut) of \(bytes): \(grown), in one go \(whole)")
          return
        }
        if let read = try? table.read(bytes, from: earlier.snapshot),
          read.continuation != .none, case .continued = read.continuation
        {
          continued += 1
        }
      }
    }
    // The test would be empty if everything were refused.
    #expect(continued > 100, "\(continued)")
  }
}

@Suite("Snapshots on the disk")
struct SnapshotFileTests {
  private let text =
    "a,b,c,d,e\r\nred,1,id1,2.5,\r\nblue,7,id2,,\r\n\r\nred,a,é,x,\r\n1,2\r\nred,é,,1.23456789,ü\n"

  private func written(_ body: (String, TableSnapshot) throws -> Void) throws {
    let snapshot = try GrowingTable().read(Array(text.utf8))
      .snapshot(absentIdentities: [7, 1 << 60])
    try inScratch { path in
      try snapshot.write(to: path, program: "1.0")
      try body(path, snapshot)
    }
  }

  private func inScratch(_ body: (String) throws -> Void) throws {
    let directory = NSTemporaryDirectory() + "unmet-snapshot-\(UUID().uuidString)"
    #expect(FileSystem.makeDirectory(directory) == 0)
    defer { FileSystem.removeTree(directory) }
    try body(directory + "/a.snapshot")
  }

  @Test("A snapshot is read back as it was, by the same version of the program only")
  func roundTrip() throws {
    try written { path, snapshot in
      let read = try #require(TableSnapshot.read(path, program: "1.0"))
      #expect("\(read)" == "\(snapshot)")
      #expect(TableSnapshot.inputSHA256(of: path, program: "1.0") == snapshot.sha256)
      #expect(TableSnapshot.read(path, program: "1.1") == nil)
      #expect(TableSnapshot.inputSHA256(of: path, program: "1.1") == nil)
      #expect(TableSnapshot.read(path + "x", program: "1.0") == nil)
      #expect(throws: TableError.self) { try snapshot.write(to: path, program: "1.0") }
      let more = Array((text + "green,1,id9,1,\n").utf8)
      let table = GrowingTable()
      #expect(try table.read(more, from: read).continuedRowCount == 4)
      #expect(table.outcome(more, from: read) == table.outcome(more))
    }
  }

  @Test("Only its owner may read it")
  func permissions() throws {
    try written { path, _ in
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test("A file with any byte changed, cut anywhere or lengthened is no snapshot")
  func damage() throws {
    try written { path, _ in
      let bytes = try #require(FileSystem.contents(of: path, limit: 1 << 20))
      let damaged = path + ".damaged"
      func isRead(_ bytes: [UInt8]) throws -> Bool {
        try Data(bytes).write(to: URL(fileURLWithPath: damaged))
        return TableSnapshot.read(damaged, program: "1.0") != nil
      }
      #expect(try isRead(bytes))
      var random = RandomNumbers(seed: 5)
      for index in bytes.indices {
        var other = bytes
        other[index] ^= UInt8(1 + random.below(255))
        #expect(try !isRead(other), "byte \(index)")
        #expect(try !isRead(Array(bytes[..<index])), "cut at \(index)")
      }
      #expect(try !isRead(bytes + [0]))
      #expect(try !isRead([]))
    }
  }

  @Test("Columns of several blocks are read back")
  func blocks() throws {
    try inScratch { path in
      let rows = (0..<250_000).map { "t\($0 % 7),1,respondent-\($0),0.5,\n" }.joined()
      let snapshot = try GrowingTable().read(Array(("a,b,c,d,e\n" + rows).utf8)).snapshot
      try snapshot.write(to: path, program: "1")
      let bytes = try #require(FileSystem.contents(of: path, limit: 1 << 30))
      #expect(bytes.count > 2 * SnapshotWriter.blockByteCount)
      let read = try #require(TableSnapshot.read(path, program: "1"))
      guard case .identity(let ids) = read.columns[2], case .identity(let own) = snapshot.columns[2]
      else { return }
      #expect(ids == own)
      #expect(read.recordDigests == snapshot.recordDigests)
    }
  }
}
