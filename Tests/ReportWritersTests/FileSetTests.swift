import Foundation
import Groundwork
import Testing

@testable import ReportWriters

@Suite("Publishing single files")
struct FileSetTests {
  private func scratch(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "unmet-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private func write(_ text: String, _ path: String) throws {
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  private func text(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }

  /// Two files, `a` and `b`, written aside.
  private func fileSet(_ path: String, replaceable: Set<String> = []) throws -> FileSet {
    var files = try FileSet(
      directory: path, names: ["a", "b"], replaceable: replaceable, leftovers: Leftovers())
    try files.write(Paper(name: "a") { Array("new a".utf8) })
    try files.write(Paper(name: "b") { Array("new b".utf8) })
    return files
  }

  @Test("Files that may be replaced are, the others are refused")
  func replacing() throws {
    try scratch { path in
      try write("old b", path + "/b")
      #expect(throws: PublicationFailure.exists(path: path + "/b")) { try fileSet(path) }
      #expect(FileSystem.names(in: path) == ["b"])
      let paths = try fileSet(path, replaceable: ["b"]).publish()
      #expect(paths == [path + "/a", path + "/b"])
      #expect(text(path + "/b") == "new b")
      #expect(FileSystem.names(in: path) == ["a", "b"])
    }
  }

  @Test("A name that is taken meanwhile keeps its file, and the other files do not appear")
  func takenMeanwhile() throws {
    try scratch { path in
      try write("old a", path + "/a")
      let files = try fileSet(path, replaceable: ["a"])
      try write("somebody's", path + "/b")
      #expect(throws: PublicationFailure.exists(path: path + "/b")) { try files.publish() }
      #expect(text(path + "/a") == "old a")
      #expect(text(path + "/b") == "somebody's")
    }
  }

  @Test("Directories, links and pipes are never replaced")
  func notFiles() throws {
    try scratch { path in
      #expect(FileSystem.makeLink(path + "/a", to: "elsewhere") == 0)
      #expect(throws: PublicationFailure.notAFile(path: path + "/a")) {
        try fileSet(path, replaceable: ["a", "b"])
      }
      #expect(FileSystem.move(path + "/a", to: path + "/link") == 0)
      #expect(mkfifo(path + "/b", 0o600) == 0)
      #expect(FileSystem.kind(of: path + "/b") == .special)
      #expect(throws: PublicationFailure.notAFile(path: path + "/b")) {
        try fileSet(path, replaceable: ["a", "b"])
      }
      #expect(FileSystem.names(in: path) == ["b", "link"])
    }
  }
}
