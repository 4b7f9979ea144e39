import Foundation
import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("Answers kept from run to run")
struct AnswerMemoryTests {
  private let header = "id,imp_a,sat_a,imp_b,sat_b\n"

  private func records(_ range: Range<Int>) -> [String] {
    range.map { "p\($0),\(1 + $0 % 5),\(1 + $0 * 3 % 5),\(1 + $0 % 4),2\n" }
  }

  private func inScratch(_ body: (AnswerMemory, String) throws -> Void) throws {
    let directory = NSTemporaryDirectory() + "unmet-memory-\(UUID().uuidString)"
    #expect(FileSystem.makeDirectory(directory) == 0)
    defer { FileSystem.removeTree(directory) }
    let memory = AnswerMemory(
      reports: directory + "/Reports/small", program: "1", leftovers: Leftovers())
    try body(memory, directory)
  }

  /// Loads with the memory and settles; compares with loading everything.
  private func load(
    _ memory: AnswerMemory, _ records: [String], _ study: Study = SmallSurvey.study()
  ) throws -> LoadedResponses {
    let text = header + records.joined()
    var options = AnalysisOptions()
    options.answerMemory = memory
    let loaded = try ResponseLoader(study: study, options: options).load(SmallSurvey.input(text))
    memory.settle(inputSHA256: loaded.table.sha256)
    let whole = try SmallSurvey.load(study, text)
    #expect("\(loaded.responses)" == "\(whole.responses)")
    #expect(loaded.findings == whole.findings)
    #expect(loaded.table.sha256 == whole.table.sha256)
    return loaded
  }

  @Test("Who is new is known of appended rows and of rows in another order")
  func newPeople() throws {
    try inScratch { memory, _ in
      let first = try load(memory, records(0..<10))
      #expect(first.seen == nil)
      #expect(first.reading?.hasEarlier == false)
      let grown = try load(memory, records(0..<13))
      #expect(grown.reading?.decodedRecordCount == 3)
      #expect(grown.seen?.isNew == (0..<13).map { $0 >= 10 })
      #expect(grown.seen?.earlierSHA256 == first.table.sha256)
      #expect(grown.seen?.earlierCount == 10 && grown.seen?.missingCount == 0)
      let anew = try load(memory, records(2..<18).reversed())
      #expect(anew.reading?.reason == "it did not grow by appending alone")
      #expect(anew.seen?.isNew == (0..<16).map { $0 < 5 })
      #expect(anew.seen?.newCount == 5 && anew.seen?.missingCount == 2)
      #expect(try load(memory, records(16..<19)).seen?.isNew == [false, false, true])
    }
  }

  @Test("Who is missing in one delivery and comes back is nobody new, however often")
  func comesBack() throws {
    try inScratch { memory, _ in
      _ = try load(memory, records(0..<20))
      // A cut export, one more that goes on from it, then the whole file again.
      let cut = try load(memory, records(0..<12)).seen
      #expect(cut?.newCount == 0 && cut?.missingCount == 8)
      let grown = try load(memory, records(0..<12) + records(30..<32))
      #expect(grown.seen?.isNew == Array(repeating: false, count: 12) + [true, true])
      let appended = try load(memory, records(0..<12) + records(30..<32) + records(12..<15))
      #expect(appended.reading?.decodedRecordCount == 3 && appended.seen?.newCount == 0)
      let whole = try load(memory, records(0..<20) + records(30..<33))
      #expect(whole.seen?.isNew == Array(repeating: false, count: 22) + [true])
      #expect(whole.seen?.missingCount == 0)
    }
  }

  @Test("Without ids, records tell who is new, a record that stands there once more too")
  func records() throws {
    try inScratch { memory, _ in
      let study = SmallSurvey.study(respondent: nil)
      let some = ["x,1,2,3,4\n", "x,1,2,3,4\n", "y,2,2,3,4\n"]
      _ = try load(memory, some, study)
      let twice = try load(memory, some + some, study)
      #expect(twice.seen?.isNew == [false, false, false, true, true, true])
      let anew = ["z,5,5,5,5\n"] + some
      #expect(try load(memory, anew, study).seen?.isNew == [true, false, false, false])
      // Told apart by ids now: nothing can be said.
      #expect(try load(memory, records(0..<2)).seen == nil)
    }
  }

  @Test("An answer that replaces an earlier one of the same person is nobody new")
  func replaced() throws {
    try inScratch { memory, _ in
      var study = SmallSurvey.study()
      study.responses.duplicates = .last
      _ = try load(memory, records(0..<4), study)
      let grown = try load(memory, records(0..<4) + ["p1,5,5,5,5\n"] + records(4..<5), study)
      #expect(grown.reading?.decodedRecordCount == 2)
      #expect(grown.responses.respondentCount == 5)
      #expect(grown.seen?.isNew == [false, false, false, false, true])
    }
  }

  /// Loads as a run does that is never published.
  private func loadUnpublished(_ memory: AnswerMemory, _ records: [String]) throws -> String {
    var options = AnalysisOptions()
    options.answerMemory = memory
    return try ResponseLoader(study: SmallSurvey.study(), options: options)
      .load(SmallSurvey.input(header + records.joined())).table.sha256
  }

  @Test("Runs that fail night after night leave what the last of them read, and no more")
  func failing() throws {
    try inScratch { memory, directory in
      let reports = directory + "/Reports/small"
      _ = try load(memory, records(0..<10))
      var last = ""
      for count in 11..<15 {
        memory.sweep()
        last = try loadUnpublished(memory, records(0..<count))
        #expect(FileSystem.names(in: reports + "/.state")?.count == 2)
      }
      try Data().write(to: URL(fileURLWithPath: reports + "/.state/answers-0.snapshot.part"))
      // It belongs to what `latest` names: that run was published, and killed then.
      #expect(FileSystem.makeDirectory(reports + "/latest") == 0)
      try Data("{\"input\": {\"sha256\": \"\(last)\"}}".utf8)
        .write(to: URL(fileURLWithPath: reports + "/latest/manifest.json"))
      memory.sweep()
      let kept = ["answers-\(last.prefix(16)).snapshot", "answers.snapshot"]
      #expect(FileSystem.names(in: reports + "/.state") == kept)
      FileSystem.removeTree(reports + "/latest")
      memory.sweep()
      #expect(FileSystem.names(in: reports + "/.state") == ["answers.snapshot"])
    }
  }

  @Test("Answers that others may have written are not read, which is told")
  func foreign() throws {
    try inScratch { memory, directory in
      _ = try load(memory, records(0..<10))
      let path = directory + "/Reports/small/.state/answers.snapshot"
      chmod(path, 0o620)
      let reading = try #require(try load(memory, records(0..<12)).reading)
      #expect(!reading.hasEarlier && reading.decodedRecordCount == 12)
      #expect(reading.ignored?.hasPrefix(path + " is not read") == true)
      let again = try #require(try load(memory, records(0..<13)).reading)
      #expect(again.ignored == nil && again.decodedRecordCount == 1)
      guard geteuid() == 0, chown(path, 65_534, 65_534) == 0 else { return }
      #expect(try load(memory, records(0..<14)).reading?.decodedRecordCount == 14)
    }
  }

  @Test("Where nothing can be kept the run goes on and the reason is told")
  func unwritable() throws {
    try inScratch { _, directory in
      try Data().write(to: URL(fileURLWithPath: directory + "/Reports"))
      let memory = AnswerMemory(
        reports: directory + "/Reports/small", program: "1", leftovers: Leftovers())
      let loaded = try load(memory, records(0..<4))
      #expect(loaded.reading?.problem != nil)
      #expect(loaded.reading?.decodedRecordCount == 4)
    }
  }
}
