import Foundation
import Testing

@testable import Groundwork

@Suite("The file system")
struct FileSystemTests {
  private func scratch(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "unmet-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test(
    "A path is split into directory and name",
    arguments: [
      ("a/b/c", "a/b", "c"), ("c", ".", "c"), ("/c", "/", "c"), ("a/b/", "a", "b"), ("/", "/", ""),
      ("a/\u{301}b", "a", "\u{301}b"),
    ])
  func splitting(path: String, parent: String, name: String) {
    let parts = FileSystem.split(path)
    #expect(parts.parent == parent)
    #expect(parts.name == name)
  }

  @Test("Names are joined to directories without superfluous parts")
  func joining() {
    #expect(FileSystem.join(".", "a") == "a")
    #expect(FileSystem.join("", "a") == "a")
    #expect(FileSystem.join("/", "a") == "/a")
    #expect(FileSystem.join("b", "a") == "b/a")
  }

  @Test("A tree is removed, but not what a link in it points to")
  func removingTrees() throws {
    try scratch { path in
      #expect(FileSystem.makeDirectory(path + "/tree") == 0)
      #expect(FileSystem.makeDirectory(path + "/kept") == 0)
      #expect(FileSystem.makeDirectory(path + "/kept/below") == 0)
      #expect(FileSystem.makeLink(path + "/tree/link", to: path + "/kept") == 0)
      #expect(FileSystem.kind(of: path + "/tree/link") == .link)
      FileSystem.removeTree(path + "/tree")
      #expect(FileSystem.names(in: path) == ["kept"])
      #expect(FileSystem.names(in: path + "/kept") == ["below"])
    }
  }

  @Test("All bytes are handed over, however few are taken at a time and whatever interrupts")
  func writingAll() {
    var (taken, calls) = ([UInt8](), 0)
    let code = FileSystem.takeAll(Array(0..<10)) { rest in
      calls += 1
      if calls % 2 == 0 {
        errno = EINTR
        return -1
      }
      taken += rest.prefix(3)
      return min(3, rest.count)
    }
    #expect(code == 0 && taken == Array(0..<10) && calls == 7)
    #expect(FileSystem.takeAll([1]) { _ in 0 } == EIO)
    #expect(FileSystem.takeAll([]) { _ in -1 } == 0)
  }

  @Test("A file that takes nothing is noticed")
  func fullDisk() {
    // A descriptor that was opened for reading refuses to be written.
    let descriptor = open("/dev/null", O_RDONLY)
    defer { close(descriptor) }
    #expect(FileSystem.writeAll([1, 2, 3], to: descriptor) == EBADF)
    // The device that is always full.
    let full = open("/dev/full", O_WRONLY)
    guard full >= 0 else { return }
    defer { close(full) }
    #expect(FileSystem.writeAll([1, 2, 3], to: full) == ENOSPC)
  }

  @Test("Two directories change places in one step")
  func exchanging() throws {
    try scratch { path in
      _ = FileSystem.makeDirectory(path + "/a")
      _ = FileSystem.makeDirectory(path + "/a/one")
      _ = FileSystem.makeDirectory(path + "/b")
      #expect(FileSystem.exchange(path + "/a", path + "/b") == 0)
      #expect(FileSystem.names(in: path + "/b") == ["one"])
      #expect(FileSystem.names(in: path + "/a") == [])
      #expect(FileSystem.means(FileSystem.exchange(path + "/a", path + "/none"), .missing))
    }
  }

  @Test("A free name is taken, a taken one is not")
  func freeNames() throws {
    try scratch { path in
      for name in ["a", "b"] {
        try Data(name.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
      }
      #expect(FileSystem.means(FileSystem.moveToFreeName(path + "/a", to: path + "/b"), .taken))
      #expect(FileSystem.contents(of: path + "/b", limit: 9) == Array("b".utf8))
      #expect(FileSystem.moveToFreeName(path + "/a", to: path + "/c") == 0)
      #expect(FileSystem.names(in: path) == ["b", "c"])
    }
  }

  @Test("A path is told as it is seen from another directory")
  func relativePaths() throws {
    try scratch { path in
      _ = FileSystem.makeDirectory(path + "/a")
      _ = FileSystem.makeDirectory(path + "/b")
      #expect(FileSystem.relative(path + "/a/x.csv", from: path + "/a") == "x.csv")
      #expect(FileSystem.relative(path + "/a/x.csv", from: path) == "a/x.csv")
      #expect(FileSystem.relative(path + "/a/x.csv", from: path + "/b") == "../a/x.csv")
      #expect(FileSystem.relative("none/x.csv", from: path) == "none/x.csv")
    }
  }

  @Test("The bytes of a file come whole or not at all")
  func contents() throws {
    try scratch { path in
      let bytes = [UInt8](repeating: 7, count: 100_000)
      try Data(bytes).write(to: URL(fileURLWithPath: path + "/file"))
      #expect(FileSystem.contents(of: path + "/file", limit: 100_000) == bytes)
      #expect(FileSystem.contents(of: path + "/file", limit: 99_999) == nil)
      #expect(FileSystem.contents(of: path + "/none", limit: 10) == nil)
    }
  }

  @Test("What a path leads to is told with links followed")
  func targets() throws {
    try scratch { path in
      _ = FileSystem.makeLink(path + "/link", to: ".")
      #expect(FileSystem.target(of: path + "/link") == .directory)
      _ = FileSystem.makeLink(path + "/dangling", to: "none")
      guard case .failure(let code) = FileSystem.target(of: path + "/dangling") else {
        Issue.record("a link to nothing leads somewhere")
        return
      }
      #expect(FileSystem.means(code, .missing))
    }
  }

  @Test("Leftovers are removed, published things stay, directories with files stay")
  func leftovers() throws {
    try scratch { path in
      let leftovers = Leftovers()
      for name in ["parent", "other"] {
        let code = leftovers.perform(parent: "\(path)/\(name)") {
          FileSystem.makeDirectory("\(path)/\(name)")
        }
        #expect(code == 0)
      }
      for name in ["parent/tree", "other/tree"] {
        let code = leftovers.perform(tree: "\(path)/\(name)") {
          FileSystem.makeDirectory("\(path)/\(name)")
        }
        #expect(code == 0)
      }
      _ = FileSystem.makeDirectory(path + "/other/kept")
      leftovers.remove()
      #expect(FileSystem.names(in: path) == ["other"])
      #expect(FileSystem.names(in: path + "/other") == ["kept"])
      let code = leftovers.perform(tree: path + "/new") { FileSystem.makeDirectory(path + "/new") }
      #expect(code == 0)
      _ = leftovers.publish(tree: path + "/new") {
        FileSystem.move(path + "/new", to: path + "/published")
      }
      leftovers.remove()
      #expect(FileSystem.names(in: path) == ["other", "published"])
    }
  }
}
