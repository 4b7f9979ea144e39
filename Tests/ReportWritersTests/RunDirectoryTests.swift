import Foundation
import Groundwork
import Testing

@testable import ReportWriters

@Suite("Publishing a run")
struct RunDirectoryTests {
  /// A scratch directory that is removed after the test.
  private struct Scratch: ~Copyable {
    let path = NSTemporaryDirectory() + "unmet-tests-" + UUID().uuidString

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func names(_ directory: String = "") -> [String] {
      let names = try? FileManager.default.contentsOfDirectory(atPath: path + "/" + directory)
      return (names ?? []).sorted()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private func publish(
    _ destination: RunDestination, run: String = "r", text: String = "hello"
  ) throws -> String {
    var directory = try RunDirectory(destination, leftovers: Leftovers())
    try directory.write(Paper(name: "report.txt") { Array(text.utf8) })
    try directory.write(
      Paper(name: "respondents.csv", isPrivate: true) { sink throws(PublicationFailure) in
        try sink(Array("id\n".utf8))
      })
    #expect(directory.files.map(\.byteCount) == [text.utf8.count, 3])
    return try directory.publish(run: run)
  }

  private func text(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }

  @Test("A run appears under its name, and latest points at it")
  func reports() throws {
    let scratch = try Scratch()
    let reports = RunDestination.reports(beside: scratch.path, slug: "s")
    let first = try publish(reports, text: "one")
    let second = try publish(reports, text: "two")
    #expect(first == scratch.path + "/Reports/s/runs/r")
    #expect(second == first + "-2")
    #expect(text(first + "/report.txt") == "one")
    #expect(text(scratch.path + "/Reports/s/latest/report.txt") == "two")
    #expect(scratch.names("Reports/s") == ["latest", "runs"])
    #expect(scratch.names("Reports/s/runs") == ["r", "r-2"])
  }

  @Test("Only the owner may read the file with ids")
  func permissions() throws {
    let scratch = try Scratch()
    let run = try publish(.reports(beside: scratch.path, slug: "s"))
    let attributes = try FileManager.default.attributesOfItem(atPath: run + "/respondents.csv")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("A named directory may be new or empty, its parents are made")
  func namedDirectory() throws {
    let scratch = try Scratch()
    let new = try publish(.directory(scratch.path + "/a/b/", replaces: false))
    #expect(text(new + "/report.txt") == "hello")
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/empty", withIntermediateDirectories: false)
    _ = try publish(.directory(scratch.path + "/empty", replaces: false))
    #expect(scratch.names("empty") == ["report.txt", "respondents.csv"])
    #expect(scratch.names() == ["a", "empty"])
  }

  @Test("A directory with files is refused, and replaced whole when that is wished")
  func replacing() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/out"
    _ = try publish(.directory(path, replaces: false), text: "old")
    #expect(throws: PublicationFailure.notEmpty(path: path)) {
      try publish(.directory(path, replaces: false), text: "new")
    }
    #expect(text(path + "/report.txt") == "old")
    _ = try publish(.directory(path, replaces: true), text: "new")
    #expect(text(path + "/report.txt") == "new")
    #expect(scratch.names() == ["out"])
  }

  @Test("Only earlier runs are replaced, never a directory with other files")
  func foreignFiles() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/out"
    _ = try publish(.directory(path, replaces: false))
    try "mine".write(toFile: path + "/notes.txt", atomically: false, encoding: .utf8)
    #expect(throws: PublicationFailure.holdsOtherFiles(path: path, name: "notes.txt")) {
      try publish(.directory(path, replaces: true))
    }
    #expect(scratch.names("out").contains("notes.txt"))
  }

  @Test("A link is followed to the directory it names")
  func links() throws {
    let scratch = try Scratch()
    let real = scratch.path + "/real"
    try FileManager.default.createDirectory(atPath: real, withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/link", withDestinationPath: "real")
    _ = try publish(.directory(scratch.path + "/link", replaces: false))
    #expect(text(real + "/report.txt") == "hello")
    #expect(FileSystem.kind(of: scratch.path + "/link") == .link)
  }

  @Test("A place that cannot hold a directory is refused before anything is computed")
  func impossiblePlaces() throws {
    let scratch = try Scratch()
    let file = scratch.path + "/file"
    try "x".write(toFile: file, atomically: false, encoding: .utf8)
    for path in [file, file + "/below", "/proc/none/here"] {
      let failure = #expect(throws: PublicationFailure.self) {
        _ = try RunDirectory(.directory(path, replaces: true), leftovers: Leftovers())
      }
      #expect(failure?.exitStatus == .cannotCreate)
    }
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/Reports/s/latest", withIntermediateDirectories: true)
    #expect(throws: PublicationFailure.latestIsNotALink(path: scratch.path + "/Reports/s/latest")) {
      _ = try RunDirectory(.reports(beside: scratch.path, slug: "s"), leftovers: Leftovers())
    }
    #expect(scratch.names("Reports/s") == ["latest"])
  }

  @Test("A run that ends early leaves nothing, not even the directories on the way")
  func endingEarly() throws {
    let scratch = try Scratch()
    let leftovers = Leftovers()
    var directory = try RunDirectory(
      .reports(beside: scratch.path, slug: "s"), leftovers: leftovers)
    try directory.write(Paper(name: "report.txt") { Array("half".utf8) })
    #expect(scratch.names() == ["Reports"])
    leftovers.remove()
    #expect(scratch.names().isEmpty)
    #expect(throws: PublicationFailure.self) {
      try directory.write(Paper(name: "quality.csv") { [] })
    }
  }

  @Test("Temporary directories that nobody holds are swept, fresh and held ones stay")
  func sweeping() throws {
    let scratch = try Scratch()
    let runs = scratch.path + "/Reports/s/runs"
    // No Linux system hands out process ids above 2^22; in a container everybody may be 1.
    let names = [
      ".unmet-tmp-99999999-1", ".unmet-tmp-1-1", ".unmet-tmp-1-2", ".unmet-tmp-1-3",
      ".unmet-tmp-x", "mine",
    ]
    for name in names {
      try FileManager.default.createDirectory(
        atPath: "\(runs)/\(name)/below", withIntermediateDirectories: true)
    }
    for name in [".unmet-tmp-1-2", ".unmet-tmp-1-3", "mine"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -120)], ofItemAtPath: "\(runs)/\(name)")
    }
    let held = StagingLock(directory: "\(runs)/.unmet-tmp-1-3")
    _ = try publish(.reports(beside: scratch.path, slug: "s"))
    withExtendedLifetime(held) {}
    #expect(
      scratch.names("Reports/s/runs")
        == [".unmet-tmp-1-1", ".unmet-tmp-1-3", ".unmet-tmp-x", "mine", "r"])
  }

  @Test("A link that cannot be renewed does not hide that the run is there")
  func notLinked() throws {
    let scratch = try Scratch()
    var directory = try RunDirectory(
      .reports(beside: scratch.path, slug: "s"), leftovers: Leftovers())
    try directory.write(Paper(name: "report.txt") { Array("whole".utf8) })
    // A directory takes the name meanwhile: no rename puts a link in its place.
    let latest = scratch.path + "/Reports/s/latest"
    try FileManager.default.createDirectory(atPath: latest, withIntermediateDirectories: true)
    let failure = #expect(throws: PublicationFailure.self) { try directory.publish(run: "r") }
    guard case .notLinked(let run, latest, _) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(text(run + "/report.txt") == "whole")
    #expect(failure?.exitStatus == .inputOutput)
  }

  @Test(
    "Names become safe in any path",
    arguments: [
      ("Patch management 2026", "patch-management-2026"), ("../../etc", "etc"), ("A--b!", "a-b"),
    ])
  func slugs(name: String, slug: String) {
    #expect(Slug.of(name) == slug)
  }

  @Test("Names that lose letters get digits of their digest")
  func lossySlugs() {
    #expect(Slug.of("Größe").hasPrefix("gr-e-"))
    #expect(Slug.of("補修").hasPrefix("study-"))
    #expect(Slug.of("Größe") != Slug.of("Grüße"))
    #expect(Slug.of(String(repeating: "x", count: 300)).utf8.count <= 57)
  }
}
