import NumericCore
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A survey that is looked at every night of a year: 40 outcomes, for everybody and in 6 segments.
struct YearOfNights: Sendable {
  /// Answers a night, by segment.
  static let sizes = [30, 50, 80, 120, 200, 300]
  static let outcomeCount = 40
  static let nightCount = 365
  /// Nights before the watch begins, whose answers are the reference.
  static let referenceNights = 28
  static let level = 0.05
  static let streamCount = (1 + sizes.count) * outcomeCount

  let outcomes: [NightlyCounts]

  /// The mean of importance on the normal scale, and of satisfaction in an order dealt out once:
  /// from every second to nearly everybody who finds an outcome important, and from three in four
  /// to one in forty who are satisfied.
  static let means: [(Double, Double)] = (0..<outcomeCount).map { outcome in
    let (step, other) = (Double(outcome) / 39, Double(outcome * 17 % 40) / 39)
    return (0.1 + 2 * step, 0.7 - 2.6 * other)
  }

  init() {
    outcomes = YearOfNights.means.map { NightlyCounts(importance: $0.0, satisfaction: $0.1) }
  }

  /// The claim that an opportunity score has changed; one point is reckoned with, in standard
  /// deviations of 4.5 and 9.9 points.
  static let plan = EvidencePlan(
    first: EvidencePlan.Number(values: [0, 10], change: 1, spread: 4.5),
    second: EvidencePlan.Number(values: [-10, 0, 10, 20], change: 1, spread: 9.9), claim: .change,
    weights: StartWeights(horizon: nightCount))

  static var needed: Double {
    DiscoveryLedger.needed(
      share: DiscoveryLedger.share(opening: 0, of: streamCount, generation: 0), toldCount: 0,
      level: level)
  }
}

/// How often the ledger raises an alarm in a year in which nothing changes, beside tests that are
/// made for one look.
struct QuietYear: Experiment {
  static let name = "year"

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let people = YearPeople()
    let limits: [Limits?] = [Limits(high: YearOfNights.level, errors: 0), nil, nil]
    let cells = monteCarlo.cells("quiet year", limits: limits, times: 0.5) { stream in
      any(people, &stream)
    }
    let rows = [Section.Row(labels: ["none"], cells: cells)]
    return Section(
      title: "29. A year of nights without a change",
      text: """
        365 nights after four weeks of reference, 40 outcomes in 6 segments of 30, 50, 80, 120, 200
        and 300 answers a night and for everybody: 280 streams of evidence that an opportunity
        score changed. Each person rates all outcomes, and answers high or low throughout; shares
        that find an outcome important go up to .97, shares that are satisfied down to .03. Shares
        of years in which anything is ever told by `DiscoveryLedger` at 5 %; by a z test at 5 % of
        all answers since against the reference, made every night; by the same at 5 % over 280.
        """,
      labelHeads: ["Changes"], cellHeads: ["ledger", "z test", "z test, Bonferroni"], rows: rows,
      countHead: "Years",
      verdicts: [
        Verdict(
          29, "a year of nights without a change, any alarm", bar: "<= 0.05",
          cells: Section.cells(rows, column: 0))
      ])
  }

  // MARK: - Steps

  /// Whether the ledger, the z test and the z test by Bonferroni ever tell anything.
  private static func any(_ people: YearPeople, _ stream: inout RandomStream) -> [Double] {
    var tests = night(people, YearOfNights.referenceNights, &stream).map { Watched($0) }
    let share = DiscoveryLedger.share(opening: 0, of: tests.count, generation: 0)
    // Evidence below this is too little even if all streams are told at once.
    let least = 1 / (share * YearOfNights.level * Double(tests.count))
    var isTold = false
    for _ in 0..<YearOfNights.nightCount {
      for (place, answers) in night(people, 1, &stream).enumerated() { tests[place].add(answers) }
      guard !isTold else { continue }
      let products = tests.map { $0.stream.evidence(least: least).total * share }
      isTold = !DiscoveryLedger.told(products, toldCount: 0, level: YearOfNights.level).isEmpty
    }
    let once = Normal.quantile(1 - YearOfNights.level / 2)
    let corrected = Normal.quantile(1 - YearOfNights.level / 2 / Double(tests.count))
    let largest = tests.map(\.largestZ).max() ?? 0
    return [isTold, largest > once, largest > corrected].map { $0 ? 1 : 0 }
  }

  /// The answers of so many nights: of everybody, then by segment, each by outcome.
  private static func night(
    _ people: YearPeople, _ count: Int, _ stream: inout RandomStream
  ) -> [AnswerSums] {
    let segments = YearOfNights.sizes.map { people.draw(count * $0, &stream) }
    let everybody = (0..<YearOfNights.outcomeCount).map { outcome in
      segments.reduce(into: AnswerSums.zero) { $0 += $1[outcome] }
    }
    return everybody + segments.flatMap { $0 }
  }

  /// A stream with the largest |z| that it ever had.
  private struct Watched {
    let reference: AnswerSums
    /// Whether importance led in the reference.
    let leads: Bool
    var stream: EvidenceStream
    var largestZ = 0.0

    init(_ reference: AnswerSums) {
      self.reference = reference
      let means = YearOfNights.plan.means(reference)
      leads = means[0] >= means[1]
      stream = EvidenceStream(plan: YearOfNights.plan, reference: reference)
    }

    mutating func add(_ answers: AnswerSums) {
      stream.add(answers)
      largestZ = max(largestZ, abs(z(stream.total - reference)))
    }

    /// All answers since, of the part that led in the reference.
    private func z(_ new: AnswerSums) -> Double {
      let (plan, place) = (YearOfNights.plan, leads ? 0 : 1)
      let difference = plan.means(new)[place] - plan.means(reference)[place]
      let variance = plan.variances(new)[place] + plan.variances(reference)[place]
      return variance > 0 ? difference / variance.squareRoot() : 0
    }
  }
}
