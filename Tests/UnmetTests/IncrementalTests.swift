import Foundation
import Groundwork
import Testing

/// `analyze --incremental` gives what `analyze` gives, and remembers.
@Suite("Reading what was appended")
struct IncrementalTests {
  private static let state = "Reports/small/.state"

  private func prepared() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    return scratch
  }

  /// Respondents who were not among the first forty.
  private func more(_ range: Range<Int>) -> [String] {
    range.map { "N\($0),User,\(1 + $0 % 5),\(1 + $0 * 3 % 5),\(1 + $0 % 4),2" }
  }

  /// Runs incrementally and tells what was read; a twin keeps what was there before.
  private func read(_ scratch: Scratch) throws -> String {
    let twin = try scratch.shell(
      "rm -rf twin && mkdir twin && cp study.yaml responses.csv twin && "
        + "if [ -d Reports ]; then cp -r Reports twin && rm -rf twin/\(Self.state); fi")
    #expect(twin.status == 0, "\(twin.errors)")
    let run = try scratch.unmet("analyze", "study.yaml", "--incremental")
    #expect(run.status == 0, "\(run.errors)")
    return run.messages.first { $0.contains("read") } ?? run.errors
  }

  /// Compares every file of the last run with those of the twin's run, which reads everything.
  private func expectSame(_ scratch: Scratch) throws {
    let run = try scratch.shell("cd twin && '\(Scratch.command)' analyze study.yaml --quiet")
    #expect(run.status == 0, "\(run.errors)")
    let latest = "Reports/small/latest"
    #expect(scratch.names("twin/\(latest)/") == scratch.names(latest + "/"))
    for name in scratch.names(latest + "/") {
      let texts = try [latest, "twin/\(latest)"].map { directory in
        try scratch.text("\(directory)/\(name)").split(separator: "\n")
          .filter { name != "manifest.json" || !$0.contains("\"started\"") }
      }
      #expect(texts[0] == texts[1], "\(name) differs")
    }
  }

  @Test("Only appended records are read, and every file is the same")
  func appended() throws {
    let scratch = try prepared()
    #expect(try read(scratch) == "unmet: all 40 records were read: none are remembered")
    try expectSame(scratch)
    try scratch.write(
      SmallStudy.csv(records: SmallStudy.records + more(0..<7)), to: "responses.csv")
    #expect(try read(scratch) == "unmet: 7 of 47 records were read anew")
    try expectSame(scratch)
    #expect(try read(scratch) == "unmet: 0 of 47 records were read anew")
    #expect(scratch.names(Self.state) == ["answers.snapshot", "lock"])
    for (path, rights) in [(Self.state, 0o700), (Self.state + "/answers.snapshot", 0o600)] {
      let found = try FileManager.default.attributesOfItem(atPath: scratch.path + "/" + path)
      #expect(found[.posixPermissions] as? Int == rights)
    }
  }

  @Test("What was changed, reordered or is read otherwise is read anew, with the reason")
  func refused() throws {
    let scratch = try prepared()
    _ = try read(scratch)
    try scratch.write(
      SmallStudy.csv(records: SmallStudy.records.reversed() + more(0..<1)), to: "responses.csv")
    #expect(try read(scratch).hasSuffix("read anew: it did not grow by appending alone"))
    try expectSame(scratch)
    try scratch.write(
      SmallStudy.yaml.replacingOccurrences(of: "segments: [role]", with: "seed: 2"),
      to: "study.yaml")
    #expect(try read(scratch).contains("the study reads other columns or answers than before"))
    try expectSame(scratch)
    try scratch.write("no snapshot", to: Self.state + "/answers.snapshot")
    #expect(try read(scratch).hasSuffix("none are remembered"))
    try expectSame(scratch)
  }

  @Test("After a run that did not come to its end, the memory of the published one counts")
  func killed() throws {
    let scratch = try prepared()
    _ = try read(scratch)
    try scratch.write(
      SmallStudy.csv(records: SmallStudy.records + more(0..<3)), to: "responses.csv")
    // As if the next run had been killed before and after it was published.
    let old = try #require(scratch.names("Reports/small/runs").first)
    let copy = try scratch.shell("cp \(Self.state)/answers.snapshot old.snapshot")
    #expect(copy.status == 0)
    #expect(try read(scratch).contains("3 of 43"))
    let swap = try scratch.shell(
      "digits=$(sha256sum responses.csv | cut -c 1-16) && cd \(Self.state) && "
        + "mv answers.snapshot answers-$digits.snapshot && "
        + "mv ../../../old.snapshot answers.snapshot && touch answers-0.snapshot.part")
    #expect(swap.status == 0, "\(swap.errors)")
    // Published: the memory of its input counts, which has not got the plain name yet.
    #expect(try read(scratch).contains("0 of 43"))
    #expect(scratch.names(Self.state) == ["answers.snapshot", "lock"])
    let unpublish = try scratch.shell("cd Reports/small && ln -sfn runs/\(old) latest")
    #expect(unpublish.status == 0)
    #expect(try read(scratch).contains("of 43 records were read anew"))
    try expectSame(scratch)
  }

  @Test("--incremental goes with Reports alone")
  func misuse() throws {
    let scratch = try prepared()
    let run = try scratch.unmet("analyze", "study.yaml", "--incremental", "--out", "x")
    #expect(run.status == Status.usage.rawValue)
    let piped = try scratch.unmet(
      ["analyze", "study.yaml", "--incremental", "--data", "-"], input: SmallStudy.csv())
    #expect(piped.errors.contains("all 40 records were read"))
    let again = try scratch.unmet(
      ["analyze", "study.yaml", "--incremental", "--data", "-"], input: SmallStudy.csv())
    #expect(again.errors.contains("read anew: the input is no file"))
  }
}
