/// The distribution of numbers in the population that weights stand for; its sums are exact, so
/// that it does not depend on the order of the rows.
struct WeightedDistribution: Sendable, Equatable {
  /// The different numbers with a weight above 0, the smallest first.
  let values: [Double]
  /// By number, the weight of it and of all smaller ones.
  let sums: [Int64]

  /// - Parameters:
  ///   - values: by row, infinite ones allowed; `nil` is missing.
  ///   - weights: by row, 0 or more, their sum at most `Sample.weightLimit`; `nil` for equal ones.
  ///     It is `nil` where one is not a number, or all weights are 0.
  init?(_ values: [Double?], weights: [Int64]?) {
    precondition(
      weights.map { $0.count == values.count } ?? true, "weights of \(values.count) values")
    var pairs: [(value: Double, weight: Int64)] = []
    for (row, value) in values.enumerated() {
      guard let value, (weights?[row] ?? 1) > 0 else { continue }
      guard !value.isNaN else { return nil }
      pairs.append((value, weights?[row] ?? 1))
    }
    guard !pairs.isEmpty else { return nil }
    var (found, sums, sum): ([Double], [Int64], Int64) = ([], [], 0)
    for pair in pairs.sorted(by: { $0.value < $1.value }) {
      sum += pair.weight
      if found.last == pair.value {
        sums[sums.count - 1] = sum
      } else {
        found.append(pair.value)
        sums.append(sum)
      }
    }
    (self.values, self.sums) = (found, sums)
  }

  /// The weight of all numbers.
  var total: Int64 { sums[sums.count - 1] }

  /// The share of the weight at smaller numbers, and half of that at the number itself; `nil` for
  /// a number that no weight stands for.
  func rank(of value: Double) -> Double? {
    guard let place = place(of: value) else { return nil }
    let below = place > 0 ? sums[place - 1] : 0
    return Double(below + sums[place]) / Double(2 * total)
  }

  /// The smallest number that at least a share of the weight does not exceed.
  ///
  /// - Parameters:
  ///   - share: 0...1.
  ///   - isHalved: whether it is half way to the next number where the share is reached exactly.
  /// - Returns: the number.
  func quantile(_ share: Double, isHalved: Bool) -> Double {
    let wished = share * Double(total)
    // Shares are rounded: a sum so near the wished one is the wished one.
    let slack = 1e-12 * Double(total)
    let place = sums.firstIndex { Double($0) >= wished - slack } ?? sums.count - 1
    guard isHalved, place + 1 < values.count, Double(sums[place]) <= wished + slack else {
      return values[place]
    }
    return values[place] / 2 + values[place + 1] / 2
  }

  /// The number at a part 0...1 of the way from one to another; exactly one of them at its end,
  /// which may be infinite.
  static func between(_ low: Double, _ high: Double, part: Double) -> Double {
    if part <= 0 || low == high { return low }
    return part >= 1 ? high : low * (1 - part) + high * part
  }

  // MARK: - Steps

  /// The place of a number, by halving.
  private func place(of value: Double) -> Int? {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low < values.count && values[low] == value ? low : nil
  }
}
