import Foundation
import Groundwork
import Testing

@testable import Nightly

@Suite("Which files of a folder are studies")
final class StudyFinderTests {
  private let folder = NSTemporaryDirectory() + "unmet-tests-" + UUID().uuidString

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func write(_ text: String, _ name: String) throws {
    let path = folder + "/" + name
    try FileManager.default.createDirectory(
      atPath: FileSystem.split(path).parent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func names(_ found: FoundStudies) -> [String] {
    found.paths.map { String($0.dropFirst(folder.count + 1)) }
  }

  @Test("YAML with `study:` in the folder, named files below it, sorted; the rest is counted")
  func found() throws {
    try write("study: B\n", "b.yaml")
    try write("# first\n\"study\" : A\n", "a.yml")
    try write("services:\n  study: no\n", "compose.yaml")
    try write("study: [broken\n", "broken.yaml")
    try write("nothing", "study.yaml")
    try write("study: C\n", "c/d/e/f/study.yml")
    try write("study: D\n", "c/shop.study.yaml")
    try write("study: no\n", "c/other.yaml")
    try write("study: no\n", "c/d/e/f/g/study.yaml")
    try write("study: no\n", ".hidden/study.yaml")
    try write("study: no\n", "c/Reports/study.yaml")
    try write("study: no\n", ".study.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/link.yaml", withDestinationPath: "b.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/linked", withDestinationPath: "c")
    let found = try StudyFinder.find(folder)
    #expect(
      names(found) == [
        "a.yml", "b.yaml", "broken.yaml", "c/d/e/f/study.yml", "c/shop.study.yaml", "study.yaml",
      ])
    #expect(found.ignoredCount == 2 && found.unreadable.isEmpty)
  }

  @Test("A single file is taken as it is, its folder is the night's")
  func file() throws {
    try write("anything", "x.txt")
    let found = try StudyFinder.find(folder + "/x.txt")
    #expect(found.paths == [folder + "/x.txt"] && found.folder == folder)
  }

  @Test("No study is told with what was looked for, a missing folder with the system's words")
  func nothing() throws {
    try write("services: {}\n", "compose.yaml")
    #expect(throws: NightlyRunFailure.noStudies(folder: folder, ignoredCount: 1)) {
      try StudyFinder.find(folder)
    }
    let failure = NightlyRunFailure.noStudies(folder: "f", ignoredCount: 1)
    #expect(failure.exitStatus == .inputMissing)
    #expect(failure.message.description.contains("study.yaml or *.study.yaml"))
    #expect(throws: NightlyRunFailure.noFolder(path: folder + "/no", code: ENOENT)) {
      try StudyFinder.find(folder + "/no")
    }
  }

  @Test(
    "The key is looked for at the top level alone",
    arguments: [
      ("study: x", true), ("\u{feff}study: x", true), ("a: 1\r\nstudy : x\r\n", true),
      ("{study: x}", true), ("{ 'study': x}", true), (" study: x", false), ("studyx: 1", false),
      ("- study: x", false), ("# study: x", false), ("", false),
    ])
  func key(text: String, isStudy: Bool) {
    #expect(StudyFinder.holdsStudyKey(Array(text.utf8)) == isStudy)
  }

  @Test("Names that are no UTF-8 are counted by folder, since nothing can be opened by them")
  func misnamed() throws {
    try write("study: A\n", "study.yaml")
    try write("study: B\n", "deep/study.yaml")
    // A name may hold the sign that stands for a wrong byte.
    try write("study: C\n", "\u{fffd}.study.yaml")
    for name in ["caf\u{e9}.study.yaml", "z\u{e9}"] {
      let bytes = (folder + "/deep/").utf8.map { CChar(bitPattern: $0) }
      let latin = name.unicodeScalars.map { CChar(bitPattern: UInt8($0.value)) }
      let descriptor = open(bytes + latin + [0], O_WRONLY | O_CREAT, 0o600)
      // Some file systems know UTF-8 alone: then there is nothing to be told.
      guard descriptor >= 0 else { return }
      close(descriptor)
    }
    let found = try StudyFinder.find(folder)
    #expect(found.paths.count == 3)
    #expect(
      found.misnamed == [
        .init(folder: folder + "/deep", count: 2, first: "caf\u{fffd}.study.yaml")
      ])
  }

  @Test("Two files whose names look alike are two files")
  func lookAlikes() {
    let (one, two) = ("a/caf\u{e9}.yaml", "a/cafe\u{301}.yaml")
    let failures = StudyClashes.failures([ByteText(one): "small", ByteText(two): "small"])
    #expect(failures.count == 2)
    #expect(failures[ByteText(one)]?.message.description.contains(two) == true)
    #expect(
      StudyClashes.failures([
        ByteText("caf\u{e9}/a.yaml"): "small", ByteText("cafe\u{301}/a.yaml"): "small",
      ]).isEmpty)
  }

  @Test("Studies of one name clash where they lie in one folder")
  func clashes() {
    let failures = StudyClashes.failures([
      ByteText("a/x.yaml"): "small", ByteText("a/y.yaml"): "small",
      ByteText("b/x.yaml"): "small", ByteText("a/z.yaml"): "other",
    ])
    #expect(Set(failures.keys.map(\.text)) == ["a/x.yaml", "a/y.yaml"])
    let failure = failures[ByteText("a/x.yaml")]
    #expect(failure?.exitStatus == .studyFile)
    #expect(failure?.message.description.contains("that of a/y.yaml") == true)
  }
}
