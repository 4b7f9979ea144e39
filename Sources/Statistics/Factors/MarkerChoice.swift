internal import NumericCore

/// Chooses the item that stands for each factor: among the items of a factor that load on no
/// other, the clear ones first, then the one of largest variance, the first at a tie.
struct MarkerChoice {
  private let loadings: Matrix
  private let strongest: [Int?]
  private let communalities: [Double]
  private let variances: [Double]
  private let limits: FactorSolution.Thresholds

  /// Takes rotated loadings, by item the factor on which it loads highest, its communality and its
  /// variance.
  init(
    _ loadings: Matrix, _ strongest: [Int?], _ communalities: [Double], _ variances: [Double],
    _ limits: FactorSolution.Thresholds
  ) {
    (self.loadings, self.strongest) = (loadings, strongest)
    self.communalities = communalities
    (self.variances, self.limits) = (variances, limits)
  }

  /// One marker a factor.
  var markers: [FactorSolution.Marker] { (0..<loadings.columnCount).map(marker) }

  // MARK: - Steps

  private func marker(of factor: Int) -> FactorSolution.Marker {
    let items = strongest.indices.filter {
      strongest[$0] == factor && abs(loadings[$0, factor]) >= limits.moderateLoading
    }
    let isLarge = items.count >= limits.smallestItemCount
    let chosen = isLarge ? best(items, factor) : nil
    let rest = chosen.flatMap { chosen in best(items.filter { $0 != chosen.item }, factor) }
    let shown = chosen?.item ?? highest(items, factor)
    return FactorSolution.Marker(
      factor: factor, column: chosen?.item,
      reason: chosen?.reason ?? (isLarge ? .noCleanItem : .tooFewItems),
      item: shown.map { candidate($0, factor) },
      runnerUp: rest.map { candidate($0.item, factor) }, itemCount: items.count)
  }

  private func best(
    _ items: [Int], _ factor: Int
  ) -> (item: Int, reason: FactorSolution.MarkerReason)? {
    let clean = items.filter {
      candidate($0, factor).crossLoading.map { abs($0) < limits.crossLoading } ?? true
    }
    let tiers: [(Double, FactorSolution.MarkerReason)] = [
      (limits.clearLoading, .clear), (limits.moderateLoading, .moderate),
    ]
    for (smallest, reason) in tiers {
      let candidates = clean.filter { abs(loadings[$0, factor]) >= smallest }
      if let first = candidates.first {
        return (candidates.reduce(first) { variances[$1] > variances[$0] ? $1 : $0 }, reason)
      }
    }
    return nil
  }

  private func highest(_ items: [Int], _ factor: Int) -> Int? {
    items.first.map { first in
      items.reduce(first) {
        abs(loadings[$1, factor]) > abs(loadings[$0, factor]) ? $1 : $0
      }
    }
  }

  private func candidate(_ item: Int, _ factor: Int) -> FactorSolution.MarkerItem {
    let row = loadings.row(item)
    let others = row.indices.filter { $0 != factor }.map { row[$0] }
    return FactorSolution.MarkerItem(
      column: item, loading: row[factor],
      crossLoading: others.first.map { first in
        others.reduce(first) { abs($1) > abs($0) ? $1 : $0 }
      },
      communality: communalities[item])
  }
}
