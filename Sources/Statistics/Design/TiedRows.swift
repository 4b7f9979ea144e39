/// Where rows with equal numbers lie among the weight of all rows, the smallest number first.
///
/// It matters only where a statistic looks at the places of rows rather than of numbers, and only
/// where tied rows have different weights.
public enum TiedRows: Sendable, Equatable {
  /// Each takes an equal part of the weight that they have together: the order of the rows does
  /// not matter.
  case alike
  /// Each takes its own weight, one after the other in the order of the rows, as R's survey has
  /// it. The result hangs on that order: use it to compare with R alone.
  case rowOrder
}
