import Foundation
import Groundwork
import Testing

@testable import Tables

@Suite("Inputs")
struct InputTests {
  /// A folder that goes away with the last reference to it.
  private final class ScratchFolder {
    let path: String

    init() throws {
      let url = FileManager.default.temporaryDirectory.appending(path: "tables-\(UUID())")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      path = url.path()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
      try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
      return "\(path)/\(name)"
    }
  }

  private func rows(_ count: Int) -> [UInt8] {
    Array("id,a\n".utf8) + (0..<count).flatMap { Array("r\($0),\($0 % 5)\n".utf8) }
  }

  @Test("a file, its size and its SHA-256")
  func file() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("r.csv", Array("a,b\n1,2\n".utf8))
    let reader = try TableReader(.file(path: path))
    #expect(reader.head.inputName == path)
    let table = try reader.decodeTexts()
    #expect(table.byteCount == 8)
    // sha256sum of the same bytes.
    #expect(
      table.sha256 == "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470")
  }

  @Test("a missing file, a directory, a file without rights")
  func unreadable() throws {
    let folder = try ScratchFolder()
    let missing = "\(folder.path)/none.csv"
    #expect(throws: TableError.cannotOpen(input: missing, code: 2)) {
      try TableReader(.file(path: missing))
    }
    #expect(throws: TableError.isDirectory(input: folder.path)) {
      try TableReader(.file(path: folder.path))
    }
    let closed = try folder.file("closed.csv", rows(3))
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed)
    // The superuser may read everything.
    guard getuid() != 0 else { return }
    #expect(throws: TableError.cannotOpen(input: closed, code: 13)) {
      try TableReader(.file(path: closed))
    }
  }

  @Test("a file that grows or shrinks while it is read", arguments: [true, false])
  func changing(grows: Bool) throws {
    let folder = try ScratchFolder()
    let bytes = rows(100_000)
    let path = try folder.file("r.csv", bytes)
    let format = TableFormat(blockByteCount: 1 << 16, recordByteLimit: 100)
    let reader = try TableReader(.file(path: path), format: format)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    if grows {
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("x,1\n".utf8))
    } else {
      // In the middle of a quoted field: the change is told, not the unclosed quote.
      try handle.truncate(atOffset: UInt64(bytes.count / 2))
    }
    try handle.close()
    #expect(throws: TableError.inputChanged(input: path)) { try reader.decodeTexts() }
  }

  @Test("a pipe, which gives its bytes in small pieces, reads like the file")
  func pipe() throws {
    let bytes = rows(60_000)
    let pipe = Pipe()
    let writer = Thread {
      try? pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    let table = try TableReader(.file(path: path)).decodeTexts()
    let same = try TableReader(.bytes(bytes, name: "memory")).decodeTexts()
    #expect(table.rowCount == 60_000)
    #expect(table.textRows == same.textRows)
    #expect(table.sha256 == same.sha256)
  }

  @Test("the standard input")
  func standardInput() throws {
    #expect(TableInput.standardInput.name == "standard input")
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("a,b\n1,2\n".utf8))
    try pipe.fileHandleForWriting.close()
    // No other test reads the standard input.
    let saved = dup(STDIN_FILENO)
    dup2(pipe.fileHandleForReading.fileDescriptor, STDIN_FILENO)
    defer {
      dup2(saved, STDIN_FILENO)
      close(saved)
    }
    #expect(try TableReader(.standardInput).decodeTexts().textRows == [["1", "2"]])
  }

  @Test("a read that fails")
  func failingRead() throws {
    let folder = try ScratchFolder()
    let source = try ByteSource(.file(path: folder.file("r.csv", rows(3))))
    // Address 1 is nobody's: read(2) answers EFAULT, 14.
    let room = UnsafeMutableRawBufferPointer(
      start: UnsafeMutableRawPointer(bitPattern: 1), count: 9)
    #expect(throws: TableError.cannotRead(input: source.name, code: 14)) {
      try source.read(into: room)
    }
    let nothing = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    #expect(try source.read(into: nothing) == 0)
  }

  @Test("the result depends on neither block size, nor threads, nor input")
  func sameForAnyCutting() throws {
    var bytes = rows(20_000)
    bytes += Array("\"two\nlines\",3\r\nx,9\n,\r\"é\"\"\",0\n".utf8)
    let book = CodeBook(entries: (0..<5).map { (text: "\($0)", code: $0) }, invalidCode: 9)
    var seen: Set<String> = []
    for (blockByteCount, threadCount) in [(4 << 20, 1), (4 << 20, 2), (4096, 2), (997, 3), (64, 2)]
    {
      let reader = try TableReader(
        .bytes(bytes, name: "t"), format: TableFormat(blockByteCount: blockByteCount))
      let table = try reader.decode(
        [
          ColumnPlan(position: 1, kind: .codes(book)), ColumnPlan(position: 0, kind: .identity),
          ColumnPlan(position: 0, kind: .text), ColumnPlan(position: 1, kind: .decimal),
          ColumnPlan(position: 0, kind: .summary(levelLimit: 7)),
        ], recordDigests: true, workers: Workers(threadCount: threadCount))
      seen.insert("\(table)")
      #expect(table.recordDigests?.count == 20_004)
      #expect(Set(table.recordDigests ?? []).count == 20_004)
    }
    #expect(seen.count == 1)
  }
}
