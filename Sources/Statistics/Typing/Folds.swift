import Groundwork

/// Which rows are held out together in a cross-validation.
public enum Folds {
  /// Spreads the rows of each group evenly over folds, in an order that hangs on their keys.
  ///
  /// A row's fold depends on seed, key and label alone, and on the keys of its group: never on its
  /// place. Rows of one group are dealt out one fold after the other, so that each fold has its
  /// share of each group.
  ///
  /// - Parameters:
  ///   - keys: one a row, such as the hash of an id; equal keys keep the order of their rows.
  ///   - labels: the group of each row.
  ///   - count: the number of folds, 2 or more.
  ///   - seed: other seeds deal out otherwise.
  /// - Returns: by row, 0 ..< count.
  /// - Complexity: O(n log n).
  ///
  /// Source: Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees,
  /// section 8.7 (folds of like composition).
  public static func spread(keys: [UInt64], labels: [Int], count: Int, seed: UInt64) -> [Int] {
    precondition(keys.count == labels.count && count >= 2, "\(count) folds")
    let hashes = keys.map { StableHash.combine(StableHash.combine($0, seed), purpose) }
    let order = keys.indices.sorted { left, right in
      let (a, b) = ((labels[left], hashes[left]), (labels[right], hashes[right]))
      return a == b ? left < right : a < b
    }
    var folds = [Int](repeating: 0, count: keys.count)
    // Dealt on from group to group: the folds stay of one size.
    for (place, row) in order.enumerated() { folds[row] = place % count }
    return folds
  }

  private static let purpose = StableHash.hash("typing folds")
}
