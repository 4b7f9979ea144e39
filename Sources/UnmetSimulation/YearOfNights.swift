import NumericCore
import Statistics

/// A survey that is looked at every night of a year: 40 outcomes in 6 segments.
struct YearOfNights: Sendable {
  /// Answers a night, by segment.
  static let sizes = [30, 50, 80, 120, 200, 300]
  static let outcomeCount = 40
  static let nightCount = 365
  /// Nights before the watch begins, whose answers are the reference.
  static let referenceNights = 28
  static let level = 0.05
  static let streamCount = sizes.count * outcomeCount

  let outcomes: [NightlyCounts]

  /// The mean of importance on the normal scale, and of satisfaction in an order dealt out once.
  static let means: [(Double, Double)] = (0..<outcomeCount).map { outcome in
    let (step, other) = (Double(outcome) / 39, Double(outcome * 17 % 40) / 39)
    return (0.1 + step, 0.6 - 0.8 * other)
  }

  init() {
    outcomes = YearOfNights.means.map { NightlyCounts(importance: $0.0, satisfaction: $0.1) }
  }

  /// The claim that an opportunity score has changed; one point is reckoned with, in standard
  /// deviations of 4.5 and 10 points.
  static let plan = EvidencePlan(
    figure: .larger, claim: .change, firstEffect: 1 / 4.5, secondEffect: 1 / 10.0, shareUnit: 10,
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
    let year = YearOfNights()
    let limits: [Limits?] = [Limits(high: YearOfNights.level, errors: 2), nil, nil]
    let cells = monteCarlo.cells("quiet year", limits: limits, times: 0.5) { stream in
      any(year, &stream)
    }
    let rows = [Section.Row(labels: ["none"], cells: cells)]
    return Section(
      title: "28. A year of nights without a change",
      text: """
        365 nights after four weeks of reference, 40 outcomes x 6 segments of 30, 50, 80, 120, 200
        and 300 answers a night: 240 streams of evidence that an opportunity score changed. Shares
        of years in which anything is ever told by `DiscoveryLedger` at 5 %; by a z test at 5 % of
        all answers since against the reference, made every night; by the same at 5 % over 240.
        """,
      labelHeads: ["Changes"], cellHeads: ["ledger", "z test", "z test, Bonferroni"], rows: rows,
      countHead: "Years",
      verdicts: [
        Verdict(
          28, "a year of nights without a change, any alarm", bar: "<= 0.05 + 2 standard errors",
          cells: Section.cells(rows, column: 0))
      ])
  }

  // MARK: - Steps

  /// Whether the ledger, the z test and the z test by Bonferroni ever tell anything.
  private static func any(_ year: YearOfNights, _ stream: inout RandomStream) -> [Double] {
    var tests = YearOfNights.sizes.flatMap { size in
      year.outcomes.map { Watched($0, size, &stream) }
    }
    let share = DiscoveryLedger.share(opening: 0, of: tests.count, generation: 0)
    // Evidence below this is too little even if all streams are told at once.
    let least = 1 / (share * YearOfNights.level * Double(tests.count))
    var isTold = false
    for _ in 0..<YearOfNights.nightCount {
      for place in tests.indices { tests[place].add(&stream) }
      guard !isTold else { continue }
      let products = tests.map { test in
        test.stream.mayReach(least) ? test.stream.evidence().total * share : 0
      }
      isTold = !DiscoveryLedger.told(products, toldCount: 0, level: YearOfNights.level).isEmpty
    }
    let once = Normal.quantile(1 - YearOfNights.level / 2)
    let corrected = Normal.quantile(1 - YearOfNights.level / 2 / Double(tests.count))
    let largest = tests.map(\.largestZ).max() ?? 0
    return [isTold, largest > once, largest > corrected].map { $0 ? 1 : 0 }
  }

  /// A stream with the largest |z| that it ever had.
  private struct Watched {
    let counts: NightlyCounts
    let size: Int
    let reference: AnswerSums
    let leads: Bool
    var stream: EvidenceStream
    var largestZ = 0.0

    init(_ counts: NightlyCounts, _ size: Int, _ random: inout RandomStream) {
      (self.counts, self.size) = (counts, size)
      reference = counts.draw(YearOfNights.referenceNights * size, &random)
      leads = reference.first >= reference.second
      stream = EvidenceStream(plan: YearOfNights.plan, reference: reference)
    }

    mutating func add(_ random: inout RandomStream) {
      stream.add(counts.draw(size, &random))
      largestZ = max(largestZ, abs(z(stream.total - reference)))
    }

    /// All answers since, of the part that led in the reference.
    private func z(_ new: AnswerSums) -> Double {
      func moments(_ sums: AnswerSums) -> (mean: Double, variance: Double) {
        let mean = (leads ? sums.first : sums.second) / sums.weight
        let square = leads ? sums.firstSquares : sums.secondSquares
        return (mean, (square / sums.weight - mean * mean) / sums.count)
      }
      let (one, other) = (moments(new), moments(reference))
      return (one.mean - other.mean) / (one.variance + other.variance).squareRoot()
    }
  }
}
