import NumericCore
import Testing

@testable import Statistics

/// Opportunity scores that influence columns and jackknives give, on the scale 0...10.
@Suite("Opportunity in designs")
struct OpportunityReferenceTests {
  private static let individualCases = [
    ("bfi", "odi.total.individual"), ("gss2016-job-odi", "odi.total.individual"),
    ("gss2016-job-odi", "odi_top1.total.individual"),
  ]

  @Test(
    "Each respondent's own opportunity: means and errors as R's survey has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: individualCases)
  func individual(name: String, id: String) throws {
    let item = try DesignCase(name)
    let (design, weights) = (try item.design(id), try item.weights(id))
    let means = try item.pairs(id).map { pair in
      let own = zip(pair.first, pair.second).map { first, second -> Double? in
        guard let first, let second else { return nil }
        return first + max(first - second, 0)
      }
      return try #require(LinearEstimate.mean(own, weights: weights))
    }
    #expect(try item.reference.agrees(means.map(\.value), item.reference.value(id, "est"), id))
    let errors = means.map { design.standardError(of: $0) }
    #expect(try item.reference.agrees(errors, item.reference.value(id, "se"), id))
  }

  @Test(
    "The whole score, jackknifed: both errors as R's survey has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ["mean", "topbox"])
  func jackknife(variant: String) throws {
    let (item, id) = (try DesignCase("gss2016-job-odi"), "odi.jackknife.\(variant)")
    let (design, weights) = (try item.design(id), try item.weights(id))
    let units = design.stages[0].units
    let factors = design.jackknife().factors
    #expect(try factors.count == item.reference.value(id, "R"))
    let pairs = try item.pairs(id)
    func scores(_ weights: [Double]) throws -> [Double] {
      try pairs.map { pair in
        let both = zip(pair.first, pair.second).map { $0 != nil && $1 != nil }
        let means = try [pair.first, pair.second].map {
          try #require(LinearEstimate.mean($0, weights: weights, in: both)).value
        }
        return means[0] + max(means[0] - means[1], 0)
      }
    }
    let estimates = try scores(weights)
    let replicates = try factors.map { factor in
      try scores(zip(weights, units).map { $0 * factor[Int($1)] })
    }
    func errors(_ center: ReplicateVariance.Center) -> [Double] {
      estimates.indices.map { outcome in
        let own = replicates.map { $0[outcome] }
        let estimate = (estimates[outcome], estimates[outcome])
        return design.jackknife(center: center).variance
          .covariance(own, own, estimates: estimate).squareRoot()
      }
    }
    func agrees(_ found: [Double], _ key: String) throws -> Bool {
      try item.reference.agrees(found, item.reference.value(id, key), id)
    }
    #expect(try agrees(errors(.mean), "se_centered_on_replicate_mean"))
    #expect(try agrees(errors(.estimate), "se_mse"))
  }
}

extension DesignCase {
  /// By outcome of a check, importance and satisfaction on the scale 0...10; a top box is 10.
  fileprivate func pairs(_ id: String) throws -> [(first: [Double?], second: [Double?])] {
    let names: [[String]] = try ["importance_cols", "satisfaction_cols"].map {
      try reference.argument(id, $0)
    }
    let bounds: [Int] = try ["scale_min", "scale_max", "top_box_from"].map {
      try reference.argument(id, $0)
    }
    let isTop = id.hasSuffix("topbox")
    let (low, width) = (Double(bounds[0]), Double(bounds[1] - bounds[0]))
    func scores(_ name: String) throws -> [Double?] {
      try numbers(name).map {
        $0.map { isTop ? ($0 >= Double(bounds[2]) ? 10 : 0) : 10 * ($0 - low) / width }
      }
    }
    return try zip(names[0], names[1]).map { (try scores($0), try scores($1)) }
  }
}
