import Foundation
import Groundwork
import NumericCore
import Tables
import Testing

@testable import Survey

/// The simulated people of `References/roles.py`, and small surveys with something planted.
enum PeopleCase {
  /// A mean as the scripts write it.
  struct Mean: Decodable {
    let value, se, low, high: Double
    let n: Int?
    let effective: Double?
  }

  /// A difference as the scripts write it.
  struct Difference: Decodable {
    let value, se, low, high, p, p_adjusted: Double
  }

  static func file(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("JobMaps").appendingPathComponent(name)
  }

  /// The study of a case.
  static func study(
    design: String, scorer: String, base: String, ours: String = ""
  ) throws -> Study {
    let weight = design == "simple" ? "" : "weight: w\n"
    let plan = design == "strata, units" ? "design: {strata: region, units: unit}\n" : ""
    return try StudyCase.parse(
      """
      study: People
      job: Get it done
      responses: {file: roles.csv, scale: 1-5, top: 4, respondent: id}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}, {f: F}]
      scores: {scorer: \(scorer), base: \(base)}
      roles:
        column: role
        executor: [User, Operator]
        support: [Help]
        buyer: [Boss]
        weights: {executor: 2, buyer: 0.5}
      solutions:
        column: tool
        provider: [Tool A, Tool B]
        non-provider: [Scripts]
        nothing: [By hand]\(ours.isEmpty ? "" : "\n  ours: [\(ours)]")

      """ + weight + plan)
  }

  static func load(
    _ study: Study, _ input: TableInput? = nil, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> LoadedResponses {
    try ResponseLoader(study: study, options: options, readsProfile: true)
      .load(input ?? .file(path: file("roles.csv").path))
  }

  /// The file of people with its records from last to first.
  static func turned() throws -> TableInput {
    let lines = try String(contentsOf: file("roles.csv"), encoding: .utf8).split(separator: "\n")
    let text = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    return .bytes(Array(text.utf8), name: "r.csv")
  }

  static func agree(_ found: PeopleMean?, _ wanted: Mean?, _ what: String) {
    #expect((found == nil) == (wanted == nil), "\(what)")
    guard let found, let wanted else { return }
    #expect(abs(found.value - wanted.value) < 1e-12, "\(what)")
    #expect(abs(found.standardError - wanted.se) < 1e-12, "\(what)")
    // The ends come from quantiles, which both sides search.
    #expect(abs((found.low ?? .nan) - wanted.low) < 1e-9, "\(what) low")
    #expect(abs((found.high ?? .nan) - wanted.high) < 1e-9, "\(what) high")
    if let count = wanted.n { #expect(found.respondentCount == count, "\(what)") }
    if let effective = wanted.effective {
      #expect(abs(found.effectiveCount - effective) < 1e-9, "\(what)")
    }
  }

  static func agree(_ found: GroupDifference?, _ wanted: Difference, _ what: String) {
    guard let found else {
      Issue.record("\(what) is missing")
      return
    }
    #expect(abs(found.value.value - wanted.value) < 1e-12, "\(what)")
    #expect(abs(found.value.standardError - wanted.se) < 1e-12, "\(what) error")
    #expect(abs((found.low ?? .nan) - wanted.low) < 1e-9, "\(what) low")
    #expect(abs((found.high ?? .nan) - wanted.high) < 1e-9, "\(what) high")
    #expect(abs((found.p ?? .nan) - wanted.p) < 1e-9, "\(what) p")
    #expect(abs((found.adjustedP ?? .nan) - wanted.p_adjusted) < 1e-9, "\(what) adjusted p")
  }

  /// The shares of people to whom an outcome is important and who are satisfied.
  typealias Shares = (important: Double, satisfied: Double)

  /// A file of people in groups of one column, rating each outcome by the group's shares.
  static func drawn(
    column: String, _ groups: [(label: String, count: Int, shares: [Shares])], seed: UInt64
  ) -> TableInput {
    let ids = ["a", "b", "c", "d", "e"].prefix(groups[0].shares.count)
    var stream = RandomStream(seed: seed, purpose: "people")
    var text = "id,\(column)" + ids.map { ",imp_\($0),sat_\($0)" }.joined() + "\n"
    for group in groups {
      for row in 0..<group.count {
        text += "\(group.label)\(row),\(group.label)"
        for shares in group.shares {
          text += stream.uniform() < shares.important ? ",5" : ",2"
          text += stream.uniform() < shares.satisfied ? ",4" : ",1"
        }
        text += "\n"
      }
    }
    return SmallSurvey.input(text)
  }
}
