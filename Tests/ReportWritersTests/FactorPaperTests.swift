import Groundwork
import NumericCore
import Testing

@testable import ReportWriters
@testable import Statistics
@testable import Survey

@Suite("Factors found another way")
struct FactorPaperTests {
  /// Two blocks of three outcomes, of which one pair of blocks correlates.
  private static let correlation = {
    var matrix = Matrix.identity(6)
    for row in 0..<6 {
      for column in 0..<row {
        let value = row / 3 == column / 3 ? 0.5 + 0.05 * Double(row + column) / 9 : 0.2
        matrix[row, column] = value
        matrix[column, row] = value
      }
    }
    return matrix
  }()

  private static func result(
    _ plan: FactorPlan, correlation: Matrix = FactorPaperTests.correlation
  ) throws -> AnalysisResult {
    var result = ResultFixture.result
    let first = result.study.outcomes[0]
    result.study.outcomes = (0..<6).map {
      Outcome(
        id: "\($0)", text: "Outcome \($0)", importance: first.importance,
        satisfaction: first.satisfaction, place: first.place)
    }
    let input = FactorSolution.Input(
      correlation: correlation, variances: [1, 1, 1, 1, 1, 1], rowCount: 250)
    let solution = try FactorSolution.find(
      input, plan: plan.steps, seed: 1, workers: Workers(threadCount: 1))
    var section = FactorSection(
      feature: .importance, outcomes: Array(0..<6), solution: solution,
      quality: FactorQuality(input, solution, repair: nil))
    section.method = plan
    section.effectiveCount = 250
    section.limitedPairCount = 1
    section.constantPairCount = 2
    section.fit = solution.extraction.flatMap {
      try? FactorFit(of: $0, in: input.correlation, rowCount: 250)
    }
    result.factors = .done(section)
    return result
  }

  private func flat(_ result: AnalysisResult) -> String {
    FactorsSection.lines(result).joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
  }

  private func rows(_ result: AnalysisResult, _ kind: String) -> [[Substring]] {
    String(decoding: FactorsCSV.bytes(result), as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .filter { $0[0] == kind }
  }

  private static let oblique = FactorPlan(
    correlation: .polychoric, extraction: .minres, rotation: .oblimin, factorCount: 2)

  @Test("The report names the way, the factor correlations, the fit and what to be careful about")
  func report() throws {
    let result = try Self.result(Self.oblique)
    let text = flat(result)
    #expect(text.contains("2 factors, as the study asks, of the correlation of importance"))
    #expect(text.contains("parallel analysis keeps two."))
    #expect(text.contains("Minimum residual, oblimin; polychoric correlations."))
    #expect(text.contains("1 polychoric correlation ran to the limit of 0.9999."))
    #expect(text.contains("In 2 pairs an outcome does not vary"))
    let phi = try #require(result.factors.section?.solution.factorCorrelation)
    #expect(text.contains("Factor correlations: 1-2 \(NumberText.decimal(phi[0, 1], 2))."))
    #expect(text.contains("Fit: root mean square residual 0.0"))
    #expect(text.contains("with 4 degrees of freedom, p "))
    #expect(!text.contains("Heywood") && !text.contains("did not converge"))
  }

  @Test("factors.csv has structure, factor correlations and fit")
  func table() throws {
    let result = try Self.result(Self.oblique)
    let section = try #require(result.factors.section)
    let fit = try #require(section.fit)
    let pairs = rows(result, "factor_correlation")
    #expect(pairs.count == 1 && pairs[0][1] == "1" && pairs[0][6] == "2")
    #expect(Double(pairs[0][4]) == section.factorCorrelations.first?.value)
    #expect(rows(result, "structure").count == 12 && rows(result, "loading").count == 12)
    #expect(Double(rows(result, "structure")[0][4]) == section.structure(0, of: 0))
    let fits = rows(result, "fit")
    #expect(
      fits.map { $0[6] } == [
        "effective_n", "rmsr", "largest_residual", "chi_square", "tli", "rmsea", "bic",
      ])
    #expect(Double(fits[1][4]) == fit.residual && fits[3][5] == "4")
    #expect(rows(result, "repair").count == 1)
  }

  @Test("A Heywood case is told in the report and in the table")
  func heywood() throws {
    var matrix = Self.correlation
    for (row, column) in [(0, 1), (1, 0)] { matrix[row, column] = 0.95 }
    for (row, column) in [(0, 2), (2, 0)] { matrix[row, column] = 0.6 }
    for (row, column) in [(1, 2), (2, 1)] { matrix[row, column] = 0.75 }
    let plan = FactorPlan(extraction: .minres, factorCount: 2)
    let result = try Self.result(plan, correlation: matrix)
    let items = try #require(result.factors.section?.solution.extraction?.heywoodItems)
    #expect(items == [1])
    #expect(flat(result).contains("Heywood cases: the factors explain all of 1 or more"))
    #expect(flat(result).contains("Minimum residual, varimax; correlations by maximum likelihood"))
    #expect(rows(result, "communality").map { $0[6] == "heywood" } == (0..<6).map { $0 == 1 })
    #expect(rows(result, "factor_correlation").isEmpty && rows(result, "structure").isEmpty)
  }

  @Test("Components have no fit, and the usual way is not named")
  func components() throws {
    let result = try Self.result(FactorPlan())
    #expect(rows(result, "fit").isEmpty)
    let text = flat(result)
    #expect(text.contains("Parallel analysis keeps 2 factors of the correlation"))
    #expect(!text.contains("varimax") && !text.contains("Fit:"))
    let unrotated = flat(try Self.result(FactorPlan(rotation: .none)))
    #expect(unrotated.contains("Principal components, unrotated;") && !unrotated.contains("Fit:"))
  }

  @Test("The summary and the manifest name the way")
  func machines() throws {
    let result = try Self.result(Self.oblique)
    let text = RunSummary.text(result, directory: "d", files: [])
    for line in [
      "\"correlation\": \"polychoric\"", "\"extraction\": \"minres\"", "\"forced\": true",
      "\"rotation\": \"oblimin\"",
    ] { #expect(text.contains(line), "\(line)") }
    var other = result
    other.study.factoring = Self.oblique
    #expect(JSONTests.facts.runName(of: result) != JSONTests.facts.runName(of: other))
  }
}
