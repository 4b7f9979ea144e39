import Groundwork
import ReportWriters
import Survey
import Tables

/// One of the two runs that are compared: what its manifest says, and its tables.
struct RunSide {
  /// A table, or why there is none.
  enum Found {
    /// `nil` where the run has no such file.
    case table(RunTable?)
    case unreadable(String)
  }

  let record: RunRecord
  let table: (String) -> Found

  init(_ record: RunRecord, table: @escaping (String) -> Found) {
    self.record = record
    self.table = table
  }

  /// A run that is about to be written: its tables are those that will be.
  init(_ result: AnalysisResult, facts: RunFacts) {
    var record = RunRecord(name: "", started: facts.startText)
    record.version = facts.version
    record.study = result.study.name
    record.studySHA256 = result.input.studySHA256
    record.inputSHA256 = result.input.sha256
    record.respondentCount = result.input.respondentCount
    record.options = Manifest.optionTexts(result.study, facts: facts)
    record.sections = SectionStates.of(result)
    self.record = record
    let papers = RunPapers.papers(of: result, includesRespondents: false)
    table = { name in
      guard let paper = papers.first(where: { $0.name == name }) else { return .table(nil) }
      return RunSide.table(of: paper)
    }
  }

  private static func table(of paper: Paper) -> Found {
    var bytes: [UInt8] = []
    do throws(PublicationFailure) {
      try paper.write { piece throws(PublicationFailure) in bytes += piece }
    } catch {
      return .unreadable(error.message.what)
    }
    do throws(TableError) {
      return .table(try RunTable(.bytes(bytes, name: paper.name)))
    } catch {
      return .unreadable(error.message.what)
    }
  }
}

/// The tables of both runs, and what of them cannot be compared.
struct SideTables {
  let before: RunSide
  let now: RunSide
  private(set) var problems: [String] = []

  init(before: RunSide, now: RunSide) {
    self.before = before
    self.now = now
  }

  /// A table of both; `nil` where a side cannot be read or lacks it, which is a problem unless it
  /// is a table that not every run has.
  mutating func pair(
    _ name: String, isOptional: Bool = false
  ) -> (before: RunTable, now: RunTable)? {
    guard let old = table(name, before, isOptional: isOptional),
      let new = table(name, now, isOptional: isOptional)
    else { return nil }
    return (old, new)
  }

  private mutating func table(
    _ name: String, _ side: RunSide, isOptional: Bool
  ) -> RunTable? {
    switch side.table(name) {
    case .table(.some(let table)): return table
    case .table(.none):
      if !isOptional { problems.append("The earlier run has no \(name) to compare with.") }
    case .unreadable(let reason):
      problems.append("\(name) of the earlier run cannot be read: \(reason).")
    }
    return nil
  }
}
