import Groundwork
import NumericCore
import Statistics

/// What a test of another variable finds once people who do not differ have been clustered.
struct TestsAfterClustering: Experiment {
  static let name = "profile"

  private static let rowCount = 400
  private static let clusterCount = 3
  private static let style = 0.3
  private static let factor = 0.15
  private static let factorCount = 4
  private static let itemCount = 20
  /// How much of an outside variable's standard deviation is the habit.
  private static let link = 0.5
  private static let cuts = [-1.5, -0.7, 0.1, 0.9]
  /// Surveys of a cell at the standard number: 5,000.
  private static let factorOfSurveys = 2.5

  /// Outside variables: a number, one answer in five, four answers.
  private static let kinds = ["a number", "yes or no, 21 % yes", "four answers"]

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let sample = try Sample(design: SamplingDesign(rowCount: rowCount), weights: nil)
    let independent = Limits(low: 0.04, high: 0.06)
    let linked = Limits(high: 0.08)
    // By input, variable and test: independent plain, independent adjusted, linked plain, adjusted.
    let raw: [Limits?] = kinds.flatMap { _ in [independent, independent, nil, linked] }
    let centred: [Limits?] = kinds.flatMap { _ in [independent, independent, nil, linked] }
    let cells = monteCarlo.cells(
      "tests after clustering", limits: raw + centred, times: factorOfSurveys
    ) { stream in
      let survey = NullSurvey(&stream)
      let key = stream.next()
      return [false, true].flatMap { survey.rejections(isCentred: $0, sample, seed: key) }
    }
    return section(cells)
  }

  // MARK: - Steps

  private static func section(_ cells: [Cell]) -> Section {
    let inputs = ["raw ratings", "row-centred ratings"]
    let rows = inputs.indices.flatMap { input in
      kinds.indices.map { kind in
        let start = 4 * (input * kinds.count + kind)
        return Section.Row(
          labels: [inputs[input], kinds[kind]], cells: Array(cells[start..<start + 4]))
      }
    }
    func judged(_ columns: [Int]) -> [Cell] {
      columns.flatMap { Section.cells(rows, column: $0) }
    }
    return Section(
      title: "20. Outside variables after clustering people who do not differ",
      text: """
        One population without segments: \(rowCount) people, \(itemCount) five-point items, style
        \(fixed(style, 1)), \(factorCount) factors; \(clusterCount) clusters by `KMeans`. Share of
        surveys in which a variable that was not clustered differs between the clusters at p < .05:
        one independent of everything, and one that goes with the habit of rating (correlation
        \(fixed(link, 1))). Plain: `PartialAssociation` without covariates; adjusted: with
        `HabitCovariates`, as profile.csv has it. Clusters of raw ratings are the habit, so that a
        plain test of what goes with it always rejects; it has no bar.
        """,
      labelHeads: ["Clustered", "Variable"],
      cellHeads: [
        "independent, plain", "independent, adjusted", "with the habit, plain",
        "with the habit, adjusted",
      ], rows: rows,
      verdicts: [
        Verdict(
          20, "tests after clustering, independent variables", bar: "0.04-0.06",
          cells: judged([0, 1])),
        Verdict(
          20, "tests after clustering, variables of the habit", bar: "<= 0.08",
          cells: judged([3])),
      ])
  }

  /// People of one population, and what else is known of them.
  private struct NullSurvey {
    /// By item, then person: codes from 5 on.
    private var items: [[UInt8]]
    private let independent: [Double]
    private let linked: [Double]

    init(_ stream: inout RandomStream) {
      let own = (1 - style - factor).squareRoot()
      var items = [[UInt8]](
        repeating: [UInt8](repeating: 0, count: rowCount), count: itemCount)
      var (independent, linked): ([Double], [Double]) = ([], [])
      for row in 0..<rowCount {
        let habit = stream.normal()
        let factors = (0..<factorCount).map { _ in stream.normal() }
        for item in 0..<itemCount {
          let factor = factor.squareRoot() * factors[item * factorCount / itemCount]
          let latent = 0.4 + style.squareRoot() * habit + factor + own * stream.normal()
          items[item][row] = 5 + UInt8(cuts.count { $0 < latent })
        }
        independent.append(stream.normal())
        linked.append(link * habit + (1 - link * link).squareRoot() * stream.normal())
      }
      (self.items, self.independent, self.linked) = (items, independent, linked)
    }

    /// By variable: whether independent plain, adjusted, linked plain, adjusted are rejected.
    func rejections(isCentred: Bool, _ sample: Sample, seed: UInt64) -> [Double] {
      guard let groups = clusters(isCentred: isCentred, seed: seed) else {
        return [Double](repeating: 0, count: 4 * kinds.count)
      }
      let covariates = HabitCovariates.columns(
        all: RatingHabits(
          columns: items, lowestCode: 5, points: 1...5, rowCount: rowCount,
          workers: Workers(threadCount: 1)))
      return kinds.indices.flatMap { kind in
        [independent, linked].flatMap { values in
          [[], covariates].map { columns in
            let test = PartialAssociation(
              TestsAfterClustering.variable(kind, values), groups: groups,
              groupCount: clusterCount, covariates: columns, sample: sample)
            return (test?.p ?? 1) < 0.05 ? 1 : 0
          }
        }
      }
    }

    private func clusters(isCentred: Bool, seed: UInt64) -> [Int32]? {
      let cells = (0..<rowCount).flatMap { row in items.map { Int8($0[row] - 5) } }
      let plain = GridMatrix(
        IntegerMatrix(rowCount: rowCount, columnCount: itemCount, elements: cells))
      let solution = try? KMeans.fit(
        isCentred ? plain.centeredByRow() : plain, weights: nil,
        options: KMeans.Options(
          clusterCount: clusterCount, restartCount: 5, finishedStartCount: 1, shakeCount: 0),
        seed: seed, workers: Workers(threadCount: 1))
      return solution?.assignments.map { Int32($0) }
    }
  }

  private static func variable(_ kind: Int, _ values: [Double]) -> PartialAssociation.Variable {
    switch kind {
    case 0: .numbers(values)
    case 1: .answers(values.map { $0 > 0.8 ? 1 : 0 }, count: 2)
    default:
      .answers(values.map { value in Int32([-0.7, 0.3, 1.3].count { $0 < value }) }, count: 4)
    }
  }
}
