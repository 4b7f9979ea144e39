/// The ranks of numbers from 1 on; equal numbers share the mean of their ranks.
struct MidRanks {
  /// The rank of each number, in the order of the numbers.
  private(set) var ranks: [Double]
  /// Σ (t³ - t) over the sets of t equal numbers.
  private(set) var ties = 0.0

  /// Ranks numbers; infinite ones too.
  ///
  /// - Parameter values: the numbers; `nil` where one is not a number.
  init?(_ values: [Double]) {
    guard !values.contains(where: \.isNaN) else { return nil }
    ranks = values
    let order = values.indices.sorted { values[$0] < values[$1] }
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in order[start..<end] { ranks[place] = Double(start + 1 + end) / 2 }
      let count = Double(end - start)
      ties += count * (count - 1) * (count + 1)
      start = end
    }
  }

  /// The ties' share of what they would be if all numbers were equal: 0 without ties, 1 where all
  /// are equal, and for fewer than 2 numbers.
  var tiedShare: Double {
    let count = Double(ranks.count)
    return count > 1 ? ties / (count * (count - 1) * (count + 1)) : 1
  }
}
