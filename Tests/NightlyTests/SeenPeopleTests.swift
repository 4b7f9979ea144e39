import Foundation
import Groundwork
import Testing

@testable import Nightly

@Suite("Whom the watch has seen, as it is kept")
final class SeenPeopleTests {
  private let state = NSTemporaryDirectory() + "unmet-seen-" + UUID().uuidString
  private let leftovers = Leftovers()
  private var seen: SeenPeople { seen(by: "id") }

  private func seen(by identity: String) -> SeenPeople {
    SeenPeople(in: state, identity: identity, leftovers: leftovers)
  }
  private let (first, second) = (
    String(repeating: "a", count: 64), String(repeating: "b", count: 64)
  )

  init() { _ = FileSystem.makeDirectory(state) }

  deinit { FileSystem.removeTree(state) }

  @Test("A file reads back, and a damaged, cut or foreign one is none")
  func file() throws {
    for hashes in [[], [0, 1, UInt64.max], (0..<1000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }] {
      let kind = hashes.count == 3 ? SeenFile.records : "ids 0a"
      let file = SeenFile(inputSHA256: first, kind: kind, hashes: hashes)
      #expect(SeenFile(file.bytes) == file)
      for place in [0, 14, 60, file.bytes.count - 65, file.bytes.count - 1] {
        var damaged = file.bytes
        damaged[place] ^= 1
        #expect(SeenFile(damaged) == nil, "byte \(place)")
      }
      #expect(SeenFile(file.bytes.dropLast()) == nil && SeenFile(file.bytes + [0]) == nil)
    }
    #expect(SeenFile([]) == nil && SeenFile(Array("unmet seen 1\nids\n\n-1\n".utf8)) == nil)
  }

  @Test("It belongs to one input and one kind of identity, and is its owner's alone")
  func kept() throws {
    #expect(seen.hashes(upTo: first) == nil)
    #expect(seen.keep([3, 1, 2], upTo: first) == nil)
    #expect(leftovers.publish(tree: "a run") { 0 } == 0)
    seen.settle(first)
    #expect(FileSystem.names(in: state) == ["seen"])
    let found = try FileManager.default.attributesOfItem(atPath: state + "/seen")
    #expect(found[.posixPermissions] as? Int == 0o600)
    #expect(seen.hashes(upTo: first) == [1, 2, 3])
    #expect(seen(by: "").hashes(upTo: first) == nil && seen(by: "other").inputs.isEmpty)
    #expect(seen.inputs == [first])
    #expect(seen.hashes(upTo: second) == nil)
  }

  @Test("Both are there until a run is published and settled; a run that fails takes its own along")
  func interrupted() throws {
    _ = seen.keep([1], upTo: first)
    #expect(leftovers.publish(tree: "a run") { 0 } == 0)
    seen.settle(first)
    _ = seen.keep([1, 2], upTo: second)
    // As after a kill on either side of the publication.
    #expect(seen.hashes(upTo: first) == [1])
    #expect(seen.hashes(upTo: second) == [1, 2])
    leftovers.remove()
    #expect(FileSystem.names(in: state) == ["seen"])
    _ = seen.keep([1, 2], upTo: second)
    #expect(leftovers.publish(tree: "a run") { 0 } == 0)
    // Another input's run does not settle it.
    seen.settle(first)
    #expect(seen.hashes(upTo: first) == [1])
    seen.settle(second)
    #expect(FileSystem.names(in: state) == ["seen"])
    #expect(seen.hashes(upTo: second) == [1, 2])
  }

  @Test("Where it cannot be kept, it is told")
  func unwritable() {
    let none = SeenPeople(in: state + "/none", identity: "id", leftovers: leftovers)
    #expect(none.keep([1], upTo: first)?.contains("none/seen-part") == true)
  }
}
