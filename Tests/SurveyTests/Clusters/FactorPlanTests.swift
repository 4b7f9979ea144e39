import Foundation
import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

/// What `References/factors.R` found.
private struct FactorExpectation: Decodable {
  struct Entry: Decodable {
    var n, smallest, pattern, phi, uniquenesses: [Double]
    var chi, df, p, rmsr, rmsea, tli: [Double]
  }
  var pairwise, polychoric: Entry

  static func read() throws -> FactorExpectation {
    let path = Places.root.appendingPathComponent("Tests/SurveyTests/Factors/expected.json")
    return try JSONDecoder().decode(FactorExpectation.self, from: Data(contentsOf: path))
  }
}

@Suite("The factor step as the study asks for it")
struct FactorPlanTests {
  /// The simulated patching survey, with a plan, of its first outcomes.
  private static func section(
    _ plan: FactorPlan, on feature: ClusterFeature = .gap, outcomes: Int = 12
  ) throws -> SectionOutcome<FactorSection> {
    var study = try StudyReader.read(
      path: Places.patching.appendingPathComponent("study.yaml").path
    ).study
    study.outcomes = Array(study.outcomes.prefix(outcomes))
    study.factoring = plan
    study.clustering.factorFeature = feature
    return try factors(
      study, .file(path: Places.patching.appendingPathComponent("responses.csv").path))
  }

  private static func factors(
    _ study: Study, _ input: TableInput
  ) throws -> SectionOutcome<FactorSection> {
    let options = AnalysisOptions()
    let loaded = try ResponseLoader(study: study, options: options).load(input)
    return ClusterAnalysis(study: study, responses: loaded.responses, options: options).factors()
  }

  private func difference(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  /// Compares a section with R's numbers; rotations agree as far as R's stop.
  private func compare(
    _ outcome: SectionOutcome<FactorSection>, _ expected: FactorExpectation.Entry,
    loadings tolerance: Double
  ) throws {
    let section = try #require(outcome.section)
    let extraction = try #require(section.solution.extraction)
    let fit = try #require(section.fit)
    let test = try #require(fit.test)
    #expect(abs(try #require(section.effectiveCount) - expected.n[0]) < 1e-8)
    let repair = try #require(section.quality?.repair)
    #expect(abs(repair.smallestEigenvalueBefore - expected.smallest[0]) < tolerance)
    #expect(repair.liftedCount == 0)
    #expect(difference(extraction.uniquenesses, expected.uniquenesses) < tolerance)
    #expect(difference(section.solution.loadings.elements, expected.pattern) < tolerance)
    let phi = try #require(section.solution.factorCorrelation)
    #expect(difference(phi.elements, expected.phi) < tolerance)
    #expect(Double(fit.degreesOfFreedom) == expected.df[0])
    #expect(abs(test.chiSquare / expected.chi[0] - 1) < tolerance)
    #expect(abs(test.p - expected.p[0]) < tolerance)
    #expect(abs(fit.residual - expected.rmsr[0]) < tolerance)
    #expect(abs(test.errorOfApproximation - expected.rmsea[0]) < tolerance)
    #expect(abs(test.tuckerLewisIndex - expected.tli[0]) < tolerance)
  }

  @Test("Pairwise correlations, minimum residuals, oblimin: as base R and GPArotation, weighted")
  func pairwise() throws {
    let plan = FactorPlan(
      correlation: .pairwise, extraction: .minres, rotation: .oblimin, factorCount: 3)
    let section = try Self.section(plan, outcomes: 24)
    try compare(section, FactorExpectation.read().pairwise, loadings: 2e-6)
  }

  @Test("Polychoric correlations, maximum likelihood, promax: as quadrature and factanal, weighted")
  func polychoric() throws {
    let plan = FactorPlan(
      correlation: .polychoric, extraction: .maximumLikelihood, rotation: .promax, factorCount: 2)
    let section = try Self.section(plan, on: .importance)
    try compare(section, FactorExpectation.read().polychoric, loadings: 2e-6)
  }

  @Test(
    "Every way gives factors and communalities that belong together",
    arguments: FactorPlan.Extraction.allCases, FactorPlan.Rotation.allCases)
  func everyWay(extraction: FactorPlan.Extraction, rotation: FactorPlan.Rotation) throws {
    let plan = FactorPlan(
      correlation: .pairwise, extraction: extraction, rotation: rotation, factorCount: 2)
    let section = try #require(try Self.section(plan).section)
    let solution = section.solution
    #expect(section.method == plan && solution.factorCount == 2 && solution.hasConverged)
    #expect(solution.markers.count == 2 && solution.loadings.columnCount == 2)
    let isOblique = rotation == .promax || rotation == .oblimin
    #expect((solution.factorCorrelation != nil) == isOblique)
    #expect(section.factorCorrelations.count == (isOblique ? 1 : 0))
    #expect((section.fit != nil) == (extraction != .principalComponents))
    // h² is the diagonal of P Φ P', whatever the rotation.
    let structure = solution.structure
    for column in 0..<12 {
      let height = (0..<2).reduce(0) {
        $0 + solution.loadings[column, $1] * structure[column, $1]
      }
      #expect(abs(height - solution.communalities[column]) < 1e-9)
      #expect(abs(section.structure(column, of: 1) - structure[column, 1]) < 1e-12)
    }
    for marker in solution.markers {
      guard let item = marker.item else { continue }
      #expect(item.communality == solution.communalities[item.column])
    }
  }

  @Test("Without plan nothing but the plain way is done, and a fixed number is taken as it is")
  func usual() throws {
    let usual = try #require(try Self.section(FactorPlan(), outcomes: 24).section)
    #expect(usual.fit == nil && usual.solution.extraction == nil)
    #expect(usual.solution.factorCorrelation == nil && usual.factorCorrelations.isEmpty)
    #expect(usual.solution.factorCount == usual.solution.suggestedCount)
    let fixed = try #require(
      try Self.section(FactorPlan(factorCount: 5), outcomes: 24).section)
    #expect(fixed.solution.factorCount == 5)
    #expect(fixed.solution.suggestedCount == usual.solution.factorCount)
  }

  /// Ratings of some people, `nil` for none.
  private static func survey(
    _ outcomes: Int, _ rows: Int, _ rating: (Int, Int) -> Int?
  ) -> (study: Study, input: TableInput) {
    let ids = (0..<outcomes).map { "o\($0)" }
    var text = "id," + ids.map { "imp_\($0),sat_\($0)" }.joined(separator: ",") + "\n"
    for row in 0..<rows {
      let cells = (0..<outcomes).map { rating(row, $0).map { "\($0),\(1 + row % 3)" } ?? "," }
      text += "p\(row)," + cells.joined(separator: ",") + "\n"
    }
    var study = SmallSurvey.study(outcomes: ids)
    study.clustering.factorFeature = .importance
    return (study, SmallSurvey.input(text))
  }

  private static func noise(_ seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: "ratings")
    return (0..<4_000).map { _ in stream.normal() }
  }

  @Test("Pairs of different people can contradict each other: repaired, with the size told")
  func repaired() throws {
    // Outcome 0 goes with 1 and with 2, which go against each other among those who answer both.
    let draws = Self.noise(3)
    let made = Self.survey(4, 600) { row, outcome in
      let absent = row % 3
      if outcome == absent { return nil }
      if outcome == 3 { return 3 + Int(max(-2, min(2, draws[row + 600].rounded()))) }
      let sign = absent == 0 && outcome == 2 ? -1.0 : 1
      return 3 + Int(max(-2, min(2, (sign * draws[row] * 1.2).rounded())))
    }
    for kind in [FactorPlan.Correlation.pairwise, .polychoric] {
      var study = made.study
      study.factoring = FactorPlan(correlation: kind, factorCount: 1)
      let section = try #require(try Self.factors(study, made.input).section)
      let repair = try #require(section.quality?.repair)
      #expect(repair.smallestEigenvalueBefore < -0.5 && repair.liftedCount == 1)
      #expect(repair.largestChange > 0.2)
      #expect(section.solution.eigenvalues.allSatisfy { $0 > 0 })
      #expect(section.limitedPairCount == (kind == .polychoric ? 3 : 0))
    }
  }

  @Test("A factor of which one outcome is a copy is a Heywood case")
  func heywood() throws {
    let draws = Self.noise(4)
    let made = Self.survey(6, 500) { row, outcome in
      let common = draws[row]
      let own = draws[(row + 600 * (outcome + 1)) % 4_000]
      let value = outcome == 0 || outcome == 1 ? common : 0.6 * common + own * 0.8
      return 3 + Int(max(-2, min(2, (value * 1.1).rounded())))
    }
    var study = made.study
    for extraction in [FactorPlan.Extraction.minres, .maximumLikelihood] {
      study.factoring = FactorPlan(extraction: extraction, factorCount: 2)
      let section = try #require(try Self.factors(study, made.input).section)
      let found = try #require(section.solution.extraction)
      #expect(!found.heywoodItems.isEmpty, "\(extraction)")
    }
  }

  @Test("What cannot be done is refused with its reason")
  func refusals() throws {
    func reason(_ outcome: SectionOutcome<FactorSection>) -> String? {
      guard case .refused(let reason) = outcome else { return nil }
      return reason
    }
    let draws = Self.noise(5)
    // On ten points importance has ten values, opportunity up to nineteen.
    var wide = Self.survey(4, 300) { row, outcome in
      1 + (row * 7 + outcome * 3 + Int(draws[row] * 2) + 20) % 10
    }
    wide.study.responses.scale = Scale(low: 0, high: 10, top: 9)
    wide.study.factoring = FactorPlan(correlation: .polychoric)
    #expect(reason(try Self.factors(wide.study, wide.input)) == nil)
    wide.study.clustering.factorFeature = .opportunity
    #expect(
      reason(try Self.factors(wide.study, wide.input))?
        .hasPrefix("opportunity of outcome o0 has ") == true)
    let many = FactorPlan(extraction: .minres, factorCount: 8)
    #expect(
      reason(try Self.section(many))
        == "8 factors are more than minres can take from 12 outcomes: at most 7")
    #expect(
      reason(try Self.section(FactorPlan(factorCount: 12)))
        == "12 factors are more than principal-components can take from 12 outcomes: at most 11")
    let split = Self.survey(3, 90) { row, outcome in
      outcome == 2 || outcome == row % 2 ? 1 + row % 5 : nil
    }
    for kind in FactorPlan.Correlation.allCases {
      var study = split.study
      study.factoring.correlation = kind
      #expect(
        reason(try Self.factors(study, split.input))?
          .hasPrefix("nobody answered both outcome o0 and outcome o1") == true, "\(kind)")
    }
  }

  @Test("An outcome that everybody rates alike takes no part")
  func constant() throws {
    let draws = Self.noise(6)
    let made = Self.survey(4, 200) { row, outcome in
      outcome == 1 ? 4 : 3 + Int(max(-2, min(2, draws[row + outcome * 200].rounded())))
    }
    for kind in FactorPlan.Correlation.allCases {
      var study = made.study
      study.factoring.correlation = kind
      let section = try #require(try Self.factors(study, made.input).section)
      #expect(section.outcomes == [0, 2, 3])
    }
  }

  @Test("Threads and the order of rows change no number")
  func orderFree() throws {
    let folder = Places.patching
    var study = try StudyReader.read(path: folder.appendingPathComponent("study.yaml").path).study
    study.outcomes = Array(study.outcomes.prefix(8))
    let text = try String(
      contentsOf: folder.appendingPathComponent("responses.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    for kind in [FactorPlan.Correlation.pairwise, .polychoric] {
      study.factoring = FactorPlan(
        correlation: kind, extraction: .maximumLikelihood, rotation: .oblimin, factorCount: 2)
      let found = try [(lines, 1), ([lines[0]] + lines.dropFirst().reversed(), 2)].map {
        let bytes = Array(($0.0.joined(separator: "\n") + "\n").utf8)
        let options = AnalysisOptions(workers: Workers(threadCount: $0.1))
        let loaded = try ResponseLoader(study: study, options: options)
          .load(.bytes(bytes, name: "r.csv"))
        let section = ClusterAnalysis(
          study: study, responses: loaded.responses, options: options
        ).factors().section
        return (section?.solution, section?.fit)
      }
      #expect(found[0].0 != nil && found[0].0 == found[1].0 && found[0].1 == found[1].1)
    }
  }
}
