import NumericCore
import Testing

@testable import Statistics

@Suite("Weights: post-stratification, raking, calibration, trimming")
struct CalibrationTests {
  private static let rakeCases = [
    ("api-clus1", "snum"), ("bfi", "id"), ("gss2016-job-odi", "id"),
  ]

  @Test(
    "Raking to margins: weights, means, residual standard errors as R has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: rakeCases)
  func rake(name: String, key: String) throws {
    let raked = try RakedCase(name)
    let id = "rake"
    let item = raked.item
    func agrees(_ found: [Double], _ key: String) throws -> Bool {
      let stored: [Double] = try item.reference.value(id, key)
      return try item.reference.agrees(Array(found.prefix(stored.count)), stored, id)
    }
    #expect(try agrees(raked.weights, "first_weights"))
    let squares: Double = try item.reference.value(id, "sum_w2")
    #expect(
      try item.reference.agrees([raked.weights.reduce(0) { $0 + $1 * $1 }], [squares], id))
    let effect: Double = try item.reference.value(id, "deff_kish")
    #expect(
      try item.reference.agrees([#require(DesignEffect.kish(raked.weights))], [effect], id))
    let names: [String] = try item.reference.value(id, "vars")
    let means = try names.map {
      try #require(LinearEstimate.mean(raked.numbers($0), weights: raked.weights))
    }
    #expect(try agrees(means.map(\.value), "mean"))
    let projection = try MarginProjection(
      raked.cells, weights: raked.cells.sums(raked.before))
    let errors = means.map { mean in
      let residuals = projection.residuals(
        mean.influence, weights: raked.before, calibrated: raked.weights)
      return raked.design.covariance(of: [residuals])[0, 0].squareRoot()
    }
    #expect(try agrees(errors, "se_greg"))
    #expect(
      try agrees(means.map { raked.design.standardError(of: $0) }, "se_weights_taken_as_fixed"))
  }

  @Test(
    "Post-stratification and linear calibration: weights, means and standard errors of R's survey",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ["poststratify", "calibrate.linear", "calibrate.raking"])
  func calibrate(id: String) throws {
    let item = try DesignCase("api-clus1")
    let (design, before) = (try item.design("rake"), try item.weights("rake"))
    let names = id == "poststratify" ? ["stype"] : ["stype", "sch_wide"]
    let targets = [[4421.0, 755, 1018], [1072.0, 5122]].prefix(names.count).map { $0 }
    let cells = MarginCells(
      margins: try names.map { try item.codes($0).codes.map(Int32.init) },
      categoryCounts: targets.map(\.count))
    let sums = cells.sums(before)
    let projection = try MarginProjection(cells, weights: sums)
    let factors =
      id == "calibrate.linear"
      ? projection.linearFactors(targets: targets)
      : try Raking(cells, weights: sums, targets: targets, total: 6194).factors
    let weights = before.indices.map { before[$0] * factors[Int(cells.cellOfRow[$0])] }
    #expect(try item.reference.agrees(weights, item.reference.value(id, "weight"), id))
    let means = try ["api00", "enroll"].map {
      try #require(LinearEstimate.mean(item.numbers($0), weights: weights))
    }
    let errors = means.map { mean in
      design.covariance(of: [
        projection.residuals(mean.influence, weights: before, calibrated: weights)
      ])[0, 0].squareRoot()
    }
    #expect(try item.reference.agrees(means.map(\.value), item.reference.value(id, "mean"), id))
    #expect(try item.reference.agrees(errors, item.reference.value(id, "se"), id))
  }

  @Test(
    "Jackknife replicates, each raked again",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
  func jackknife() throws {
    let raked = try RakedCase("api-clus1")
    let (factors, variance) = try raked.item.design("rake.jk1").jackknife()
    let units = raked.design.stages[0].units
    let errors = try ["api00", "enroll"].map { name in
      let values = try raked.item.numbers(name)
      let replicates = try factors.map { factor in
        let weights = raked.before.indices.map { raked.before[$0] * factor[Int(units[$0])] }
        let again = try raked.calibrated(weights)
        return try #require(LinearEstimate.mean(values, weights: again)).value
      }
      return variance.covariance(replicates, replicates, estimates: (0, 0)).squareRoot()
    }
    let stored: [Double] = try raked.item.reference.value("rake.jk1", "se")
    #expect(try raked.item.reference.agrees(errors, stored, "rake.jk1"))
  }

  @Test(
    "Trimmed once at 1.3 medians and raked again",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
  func trim() throws {
    let raked = try RakedCase("api-clus1")
    let cap = 1.3 * Trimming.median(raked.weights)
    var first: [Double] = []
    let trimming = try Trimming(raked.weights, cap: cap) { weights throws(StatisticsFailure) in
      if first.isEmpty { first = weights }
      return try raked.calibrated(weights)
    }
    let id = "trim_rerake"
    let reference = raked.item.reference
    #expect(try reference.agrees(first, reference.value(id, "trimmed"), id))
    #expect(try reference.agrees(raked.calibrated(first), reference.value(id, "reraked"), id))
    #expect(trimming.trimmedCount == raked.weights.count { $0 > cap })
  }

  @Test("One margin is met in one step, and again changes nothing")
  func oneMargin() throws {
    let cells = MarginCells(margins: [[0, 0, 1, 1, 1]], categoryCounts: [2])
    let raking = try Raking(cells, weights: cells.sums([1, 1, 1, 1, 2]), targets: [[60, 40]])
    #expect(raking.factors.map { ($0 * 1e12).rounded() / 1e12 } == [1.8, 0.6])
    #expect(raking.cycleCount == 2 && raking.lastChange == 0)
  }

  @Test("Margins that cannot be met are refused with the category and the gap")
  func refused() throws {
    // Nobody is both 0 and 1: the first margin wants 50 % where the second allows 20 %.
    let cells = MarginCells(margins: [[0, 1, 1], [0, 1, 1]], categoryCounts: [2, 2])
    #expect(throws: StatisticsFailure.self) {
      try Raking(cells, weights: [1, 2], targets: [[50, 50], [20, 80]])
    }
    do throws(StatisticsFailure) {
      _ = try Raking(cells, weights: [1, 2], targets: [[50, 50], [20, 80]])
    } catch {
      guard case .notConverged(let margin, _, let found, let target, _) = error else {
        Issue.record("\(error)")
        return
      }
      // The last margin is met, so the first gets its shares: 60 % off the wished 50 %.
      #expect(margin == 0 && abs(abs(found / target - 1) - 0.6) < 1e-12)
    }
    let empty = MarginCells(margins: [[0, 0]], categoryCounts: [2])
    #expect(throws: StatisticsFailure.emptyCategory(margin: 0, category: 1)) {
      try Raking(empty, weights: [2], targets: [[1, 1]])
    }
    #expect(throws: StatisticsFailure.unwantedCategory(margin: 0, category: 0)) {
      try Raking(cells, weights: [1, 2], targets: [[0, 1], [1, 1]])
    }
  }

  @Test("Trimming to a design effect ends at it, and keeps the sum of the weights")
  func designEffect() throws {
    let weights = (1...200).map { Double($0 * $0) }
    let total = weights.reduce(0, +)
    var cap = 0.0
    let trimming = try Trimming.toDesignEffect(weights, target: 1.4) {
      weights throws(StatisticsFailure) in
      cap = weights.max() ?? 0
      return Trimming.redistributed(weights, cap: cap, total: total)
    }
    let effect = try #require(DesignEffect.kish(trimming.weights))
    #expect(effect <= 1.4 && effect > 1.399)
    #expect(abs(trimming.weights.reduce(0, +) / total - 1) < 1e-12)
  }
}

/// The raking of a case: its rows, its margins, the weights before and after.
struct RakedCase {
  let item: DesignCase
  let rows: [Int]
  let cells: MarginCells
  let targets: [[Double]]
  let total: Double
  let before: [Double]
  let weights: [Double]
  let design: SamplingDesign

  init(_ name: String) throws {
    let item = try DesignCase(name)
    let margins: [String: [String: Double]] = try item.reference.argument("rake", "margins")
    let names = margins.keys.sorted()
    let complete = try (names + (name == "gss2016-job-odi" ? ["age"] : [])).map(item.texts)
    let rows = (0..<item.rowCount).filter { row in complete.allSatisfy { $0[row] != nil } }
    let sorted = try names.map(item.codes)
    let cells = MarginCells(
      margins: sorted.map { margin in rows.map { Int32(margin.codes[$0]) } },
      categoryCounts: sorted.map(\.levels.count))
    let targets = zip(names, sorted).map { name, margin in
      margin.levels.map { margins[name]?[$0] ?? 0 }
    }
    let total: Double = try item.reference.argument("rake", "total")
    let all = try item.weights("rake")
    let before = rows.map { all[$0] }
    let whole = try item.design("rake")
    let stage = try #require(whole.stages.first)
    design =
      rows.count == item.rowCount
      ? whole
      : try SamplingDesign(
        rowCount: rows.count, strata: rows.map { stage.groups[Int(stage.units[$0])] },
        units: rows.map { stage.units[$0] })
    let factors = try Raking(
      cells, weights: cells.sums(before), targets: targets, total: total
    ).factors
    weights = before.indices.map { before[$0] * factors[Int(cells.cellOfRow[$0])] }
    (self.item, self.rows, self.cells, self.targets) = (item, rows, cells, targets)
    (self.total, self.before) = (total, before)
  }

  func numbers(_ name: String) throws -> [Double?] {
    let values = try item.numbers(name)
    return rows.map { values[$0] }
  }

  func calibrated(_ weights: [Double]) throws(StatisticsFailure) -> [Double] {
    let factors = try Raking(
      cells, weights: cells.sums(weights), targets: targets, total: total
    ).factors
    return weights.indices.map { weights[$0] * factors[Int(cells.cellOfRow[$0])] }
  }
}
