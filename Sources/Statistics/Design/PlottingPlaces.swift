/// Where each row lies between 0 and 1 when a quantile is read off between rows.
///
/// With the rows in the order of their numbers, w a row's weight, C the weight up to and with it,
/// W that of all and w_n the last row's, Hyndman and Fan's continuous definitions are
///
/// ```text
/// place = (C - α w) / (W + (1 - α - β) w_n)
/// ```
///
/// with straight lines between the places and the outermost numbers beyond them. With equal weights
/// they are those of a simple sample. Definitions 1 and 2 are `DesignQuantile.Rule.lowest` and
/// `.halfway`; of 3, which takes the nearest row, no agreed form with weights exists.
///
/// Source: Hyndman and Fan (1996), Sample quantiles in statistical packages; with weights Lumley,
/// survey: analysis of complex survey samples, version 4.1, "Estimating quantiles".
public enum PlottingPlaces: Sendable, Equatable {
  /// α = 0, β = 1: the share of the weight.
  case type4
  /// α = β = 1/2: the middle of the row's own weight.
  case type5
  /// α = β = 0.
  case type6
  /// α = β = 1: the smallest number lies at 0, the largest at 1; R's default without weights.
  case type7
  /// α = β = 1/3: near the median of each place, whatever the distribution.
  case type8
  /// α = β = 3/8: near the mean of each place where numbers are normal.
  case type9
  /// Shah and Vaish: `(C - w / 2 + m / 2) / (W + m)` with m the mean weight, and a quantile is the
  /// number at the last place that is not above the share.
  ///
  /// Source: Shah and Vaish (2006), Confidence intervals for quantile estimation from complex
  /// survey data.
  case shahVaish
  /// The same as R's survey 4.1 computes it: `(C - w m / 2u + m / 2) / (W + m)`, where u is what
  /// the weights count as 1. Half the weight is taken off in the weights' own unit where that of
  /// their mean belongs, so that the result hangs on the unit and places may run backwards: use it
  /// to compare with R alone.
  case unscaledShahVaish(unit: Double)

  /// The quantile.
  ///
  /// - Parameters:
  ///   - share: 0...1.
  ///   - rows: one or more.
  /// - Returns: a number of the data or between two; not a number between -∞ and ∞.
  func quantile(_ share: Double, of rows: OrderedRows) -> Double {
    let mean = rows.total / Double(rows.count)
    switch self {
    case .type4: return PlottingPlaces.line(share, rows, 0, 0)
    case .type5: return PlottingPlaces.line(share, rows, 0.5, 0)
    case .type6: return PlottingPlaces.line(share, rows, 0, 1)
    case .type7: return PlottingPlaces.line(share, rows, 1, -1)
    case .type8: return PlottingPlaces.line(share, rows, 1.0 / 3, 1.0 / 3)
    case .type9: return PlottingPlaces.line(share, rows, 0.375, 0.25)
    case .shahVaish: return PlottingPlaces.step(share, rows, 0.5)
    case .unscaledShahVaish(let unit): return PlottingPlaces.step(share, rows, mean / (2 * unit))
    }
  }

  // MARK: - Steps

  /// Shares are rounded: a place so near the wished one is the wished one.
  private static let slack = 1e-12

  /// Straight lines between places with α and 1 - α - β.
  private static func line(
    _ share: Double, _ rows: OrderedRows, _ alpha: Double, _ beyond: Double
  ) -> Double {
    let whole = rows.total + beyond * rows.weight(rows.count - 1)
    func place(_ row: Int) -> Double { (rows.ends[row] - alpha * rows.weight(row)) / whole }
    guard rows.count > 1,
      let next = rows.values.indices.first(where: { place($0) >= share - slack })
    else { return rows.values[rows.count - 1] }
    guard next > 0, place(next) > share + slack else { return rows.values[next] }
    let before = place(next - 1)
    let part = (share - before) / (place(next) - before)
    return WeightedDistribution.between(rows.values[next - 1], rows.values[next], part: part)
  }

  /// The number at the last place that is not above the share, when a part of each row's weight
  /// lies behind its place; the first number below all places.
  private static func step(_ share: Double, _ rows: OrderedRows, _ part: Double) -> Double {
    let mean = rows.total / Double(rows.count)
    func place(_ row: Int) -> Double {
      (rows.ends[row] - part * rows.weight(row) + mean / 2) / (rows.total + mean)
    }
    let places = rows.values.indices.map(place)
    let below = places.indices.filter { places[$0] <= share + slack }
    let last = below.max { places[$0] < places[$1] }
    return rows.values[last ?? places.indices.min { places[$0] < places[$1] } ?? 0]
  }
}
