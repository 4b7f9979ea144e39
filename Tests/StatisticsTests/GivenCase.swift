import Foundation
import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// A check of replicates that came with the data.
struct GivenCase {
  private let reference: ReferenceCase
  private let id: String
  private let scores: [[Double]]
  private let estimates: [Double]

  init(_ name: String, _ id: String) throws {
    let item = try DesignCase(name)
    (reference, self.id) = (item.reference, id)
    let names: [[String]] = try ["importance_cols", "satisfaction_cols"].map {
      try item.reference.argument(id, $0)
    }
    let (low, high): (Int, Int) = (
      try item.reference.argument(id, "scale_min"), try item.reference.argument(id, "scale_max")
    )
    let top: Int = try item.reference.argument(id, "top_box_from")
    let isMean = id.hasSuffix("mean")
    let codes = try names.map { names in
      try names.map { try item.numbers($0).map { $0.map { UInt8($0) - UInt8(low) + 5 } ?? 0 } }
    }
    let points = (0..<16).map { code -> Int? in
      guard code >= 5, code - 5 + low <= high else { return nil }
      return isMean ? code - 5 : code - 5 + low >= top ? 1 : 0
    }
    let rule = PairRule(
      first: points, second: points, factor: isMean ? 10 / Double(high - low) : 10,
      isPaired: true)
    let base = try item.weights(id).map { ($0 * 1e13).rounded() }
    let factors = try GivenCase.factors(name, item)
    let domain: String = try item.reference.argument(id, "domain")
    let parts = domain.components(separatedBy: " == ")
    let groups = parts.count == 2 ? try item.texts(parts[0]) : base.map { _ in domain }
    let rows = (0..<Int32(base.count)).filter { groups[Int($0)] == parts.last }
    func scores(_ columns: [[Int64]]) -> [[Double]] {
      let means = ReplicateMeans(
        rows: rows, first: codes[0], second: codes[1], rule: rule,
        weights: ReplicateWeights(given: columns), workers: Workers())
      return (0..<means.pairCount).map { pair in
        (0..<columns.count).map { replicate in
          means.means(pair: pair, replicate: replicate).map {
            max($0.first, 2 * $0.first - $0.second)
          } ?? .nan
        }
      }
    }
    self.scores = scores(factors.map { own in zip(own, base).map { Int64($0 * $1) } })
    estimates = scores([base.map { Int64($0) }]).map { $0[0] }
  }

  /// By replicate, then row, what the weight is multiplied by.
  private static func factors(_ name: String, _ item: DesignCase) throws -> [[Double]] {
    let isRow = name == "bfi"
    let table = try SharedFolder.table(
      "cases/open/\(name)/\(isRow ? "bootcounts" : "repw_psu").csv")
    let replicates = table.keys.filter { $0.hasPrefix("r") && Int($0.dropFirst()) != nil }
      .sorted { (Int($0.dropFirst()) ?? 0) < (Int($1.dropFirst()) ?? 0) }
    let columns = try replicates.map { try #require(table[$0]).map { Double($0) ?? 0 } }
    guard !isRow else { return columns }
    let keys = zip(table["vstrat"] ?? [], table["vpsu"] ?? []).map { "\($0) \($1)" }
    let places = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
    let own = try zip(item.texts("vstrat"), item.texts("vpsu")).map {
      try #require(places["\($0 ?? "") \($1 ?? "")"])
    }
    return columns.map { column in own.map { column[$0] } }
  }

  func check() throws {
    try agrees(estimates, "estimate")
    try agrees(scores.map { $0[0] }, "first_replicate")
    try checkSpread()
    try checkPercentiles()
    try checkRanks()
  }

  // MARK: - Steps

  private func agrees(_ found: [Double], _ key: String) throws {
    #expect(try reference.agrees(found, reference.value(id, key), id), "\(id) \(key)")
  }

  private func agrees(_ found: [[Double]], rows key: String) throws {
    let stored: [[Double]] = try reference.value(id, key, "data")
    #expect(
      try reference.agrees(found.flatMap { $0 }, stored.flatMap { $0 }, id), "\(id) \(key)")
  }

  private func checkSpread() throws {
    let count = scores[0].count
    try agrees(scores.map { $0.reduce(0, +) / Double(count) }, "rep_mean")
    // The stored errors have the divisor R.
    func errors(_ center: ReplicateVariance.Center) -> [Double] {
      let variance = ReplicateVariance(
        scale: 1 / Double(count), scales: [Double](repeating: 1, count: count), center: center)
      return zip(scores, estimates).map {
        variance.covariance($0, $0, estimates: ($1, $1)).squareRoot()
      }
    }
    try agrees(errors(.mean), "se_mean_centered")
    try agrees(errors(.estimate), "se_mse")
  }

  private func checkPercentiles() throws {
    let percentiles = scores.map { own in
      [0.025, 0.975].map { ParallelAnalysis.quantile($0, of: own) }
    }
    try agrees(percentiles, rows: "ci95_percentile_type7")
    let basic = zip(percentiles, estimates).map { [2 * $1 - $0[1], 2 * $1 - $0[0]] }
    try agrees(basic, rows: "ci95_basic")
  }

  private func checkRanks() throws {
    let summary = RankSummary(
      estimates: estimates, replicates: scores, tail: 0.025, tops: [1, 3])
    try agrees(summary.topShares.map { $0[0] }, "p_rank1")
    try agrees(summary.topShares.map { $0[1] }, "p_top3")
    let medians = RankSummary(estimates: estimates, replicates: scores, tail: 0.5).intervals
    let ranks = zip(summary.intervals, medians).map { interval, median in
      [interval.lowerBound, median.lowerBound, interval.upperBound].map { Double($0) }
    }
    try agrees(ranks, rows: "rank_ci_2.5_50_97.5_type1")
    // Scores of a replicate that are equal but for rounding: R sees either one ahead, or none.
    let stored: [[Double]] = try reference.value(id, "p_row_beats_col", "data")
    let wins = scores.indices.map { row in
      scores.indices.map { other in
        let leads = zip(scores[row], scores[other]).map { $0 - $1 }
        let bounds = [1e-12, -1e-12].map { bound in
          row == other ? 0 : Double(leads.count { $0 > bound }) / Double(leads.count)
        }
        return min(max(stored[row][other], bounds[0]), bounds[1])
      }
    }
    try agrees(wins, rows: "p_row_beats_col")
  }
}
