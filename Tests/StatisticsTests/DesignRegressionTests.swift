import NumericCore
import Testing

@testable import Statistics

@Suite("Regression in designs")
struct DesignRegressionTests {
  @Test(
    "Coefficients, errors and degrees of freedom of R's svyglm",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("svyglm"))
  func stored(check: ComparisonCheck) throws {
    let (item, id) = (try DesignCase(check.name), check.id)
    let formula: String = try item.reference.argument(id, "formula")
    let names = formula.split { " ~+".contains($0) }.map(String.init)
    let sample = try Sample(
      design: item.design(id),
      weights: item.weights(id).map { Int64(($0 * 1e13).rounded()) })
    let fit = try #require(
      DesignRegression(
        item.numbers(names[0]), on: names.dropFirst().map { try item.numbers($0) },
        sample: sample))
    let labels: [String] = try item.reference.value(id, "names")
    #expect(labels == ["(Intercept)"] + names.dropFirst())
    let errors = fit.coefficients.indices.map { fit.test($0).standardError }
    let degrees: Double = try item.reference.value(id, "df_resid")
    func agrees(_ found: [Double], _ wanted: [Double]) throws -> Bool {
      try item.reference.agrees(found, wanted, id)
    }
    #expect(try agrees(fit.coefficients, item.reference.value(id, "coef")))
    #expect(try agrees(errors, item.reference.value(id, "se")))
    #expect(try agrees([Double(fit.degreesOfFreedom)], [degrees]))
  }

  @Test(
    "Strata of clusters with missing numbers: all rows, a domain and a jackknife of R's survey",
    arguments: ["whole", "domain", "jackknife"])
  func clusters(key: String) throws {
    let stored = try DesignReference.load()
    let wanted = try #require(stored.regressions[key])
    let sample = try key == "jackknife" ? stored.replicated() : stored.sample()
    let outcome = zip(stored.rows.distinct, stored.rows.two).map { value, group -> Double? in
      key == "domain" && group != 1 ? nil : value
    }
    let fit = try #require(
      DesignRegression(outcome, on: Self.predictors(stored), sample: sample))
    #expect(fit.degreesOfFreedom == wanted.degrees)
    for (found, wanted) in zip(fit.coefficients, wanted.coefficients) {
      #expect(abs(found - wanted) < 1e-12 * abs(wanted), "\(found) \(wanted)")
    }
    for row in 0..<4 {
      for column in 0..<4 {
        let (found, wanted) = (fit.covariance[row, column], wanted.covariance[row * 4 + column])
        // Covariances may cancel: they are held against the errors.
        let size = (fit.covariance[row, row] * fit.covariance[column, column]).squareRoot()
        #expect(abs(found - wanted) < 1e-12 * size, "\(found) \(wanted)")
      }
    }
  }

  @Test("Without predictors: the mean and its error; with one of two values: a difference of means")
  func means() throws {
    let stored = try DesignReference.load()
    let (sample, weights) = (try stored.sample(), stored.rows.weight.map { Double($0) })
    let outcome = stored.rows.distinct.map { Optional($0) }
    let fit = try #require(DesignRegression(outcome, on: [], sample: sample))
    let mean = try #require(LinearEstimate.mean(outcome, weights: weights))
    #expect(abs(fit.coefficients[0] - mean.value) < 1e-13 * mean.value)
    let variance = sample.covariance(of: [mean])[0, 0]
    #expect(abs(fit.covariance[0, 0] - variance) < 1e-13 * variance)
    #expect(fit.degreesOfFreedom == 12)
    let groups = stored.rows.two.map { $0 == 1 }
    let slope = try #require(
      DesignRegression(outcome, on: [groups.map { $0 ? 1 : 0 }], sample: sample))
    let sides = try [groups, groups.map { !$0 }].map {
      try #require(LinearEstimate.mean(outcome, weights: weights, in: $0))
    }
    let difference = sides[0] - sides[1]
    let test = slope.test(1)
    #expect(abs(test.difference - difference.value) < 1e-12 * abs(difference.value))
    let error = sample.covariance(of: [difference])[0, 0].squareRoot()
    #expect(abs(test.standardError - error) < 1e-13 * error && test.degreesOfFreedom == 11)
  }

  @Test("A predictor far from 0 keeps its slope and error; calibrated weights have residuals")
  func origin() throws {
    let stored = try DesignReference.load()
    let outcome = stored.rows.distinct.map { Optional($0) }
    let near = Self.predictors(stored)
    let far = near.map { $0.map { $0.map { $0 + 2e9 } } }
    let fits = try [near, far].map {
      try #require(DesignRegression(outcome, on: $0, sample: stored.sample()))
    }
    for index in 1...3 {
      let (first, second) = (fits[0].test(index), fits[1].test(index))
      #expect(abs(first.difference - second.difference) < 1e-12 * abs(first.difference))
      #expect(abs(first.standardError - second.standardError) < 1e-12 * first.standardError)
    }
    let margin = stored.rows.two
    let sample = try Sample(
      design: stored.sample().design, weights: stored.rows.weight,
      calibration: Sample.Calibration(
        cells: MarginCells(margins: [margin], categoryCounts: [2]), weightsBefore: nil))
    // The margin itself explains the outcome: with weights fitted to it no error is left.
    let exact = try #require(
      DesignRegression(margin.map { Double($0) }, on: [], sample: sample))
    #expect(exact.test(0).standardError < 1e-15)
  }

  @Test("Nobody, a constant predictor and one that follows from others have no line")
  func corners() throws {
    let stored = try DesignReference.load()
    let (sample, rows) = (try stored.sample(), stored.rows)
    let (outcome, tied) = (rows.distinct.map { Optional($0) }, rows.tied.map { Optional($0) })
    func fit(_ outcome: [Double?], _ predictors: [[Double?]]) -> DesignRegression? {
      DesignRegression(outcome, on: predictors, sample: sample)
    }
    #expect(fit(outcome.map { _ in nil }, []) == nil)
    #expect(fit(outcome, [outcome.map { _ in 0.1 }]) == nil)
    #expect(fit(outcome, [outcome.map { _ in 0 }]) == nil)
    #expect(fit(outcome, [tied, tied.map { $0.map { $0 * 3 + 1 } }]) == nil)
    let both = zip(tied, rows.two).map { ($0 ?? 0) / 3 + Double($1) }
    #expect(fit(outcome, [tied, both]) != nil)
    #expect(fit(outcome, [tied, both, rows.two.map { Double($0) }]) == nil)
    // A row of weight 0 is not there, and an outcome on the line leaves no error.
    let exact = try #require(fit(tied.map { $0.map { 3 * $0 + 1 } }, [tied]))
    #expect(abs(exact.coefficients[1] - 3) < 1e-14 && exact.test(1).standardError < 1e-14)
    let none = try Sample(design: SamplingDesign(rowCount: 3), weights: [1, 1, 0])
    #expect(DesignRegression([1, 2, 3], on: [[5, 5, 6]], sample: none) == nil)
    let two = try #require(DesignRegression([1, 3, 9], on: [[5, 6, 6]], sample: none))
    #expect(two.degreesOfFreedom == 0 && two.test(1).p == nil)
    #expect(abs(two.coefficients[1] - 2) < 1e-14)
  }

  // MARK: - Steps

  /// The predictors of the reference script.
  private static func predictors(_ stored: DesignReference) -> [[Double?]] {
    let rows = stored.rows.tied.indices
    return [
      stored.rows.tied.map { $0 }, rows.map { $0 % 9 == 4 ? nil : Double($0 * 7 % 10) },
      rows.map { Double(100 + $0 * 17 % 23) },
    ]
  }
}
