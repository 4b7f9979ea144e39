import Statistics

/// Whom an outcome's figures rest on, by segment of both waves.
struct WaveBases {
  /// In one wave.
  struct Side {
    var count = 0
    var effectiveCount = 0.0
  }

  /// In both.
  struct Base {
    var old = Side()
    var new = Side()
    /// People who count in both waves.
    var commonCount = 0
  }

  /// By segment: who counts for the first question, the second, and both.
  private var bases: [[Base]]

  /// - Parameters:
  ///   - columns: the answers of either wave.
  ///   - waves: both waves.
  ///   - isPaired: whether only who answered both questions counts.
  ///   - domains: by segment, its code in either wave.
  ///   - isGrouped: whether these codes are told by the columns' groups.
  init(
    _ columns: (old: PairCovariance.Columns, new: PairCovariance.Columns), _ waves: LoadedWaves,
    isPaired: Bool, domains: [(old: Int, new: Int)], isGrouped: Bool
  ) {
    let old = Answered(
      columns.old, waves.old.responses.weights, isPaired, domains.map(\.old), isGrouped)
    let new = Answered(
      columns.new, waves.new.responses.weights, isPaired, domains.map(\.new), isGrouped)
    bases = domains.indices.map { domain in
      (0..<3).map { Base(old: old.sides[domain][$0], new: new.sides[domain][$0]) }
    }
    for pair in waves.panel.people {
      let (left, right) = (Int(pair.old), Int(pair.new))
      guard let domain = old.domain[left], domain == new.domain[right] else { continue }
      let both = old.kinds[left] & new.kinds[right]
      for kind in 0..<3 where both & (1 << kind) != 0 { bases[domain][kind].commonCount += 1 }
    }
  }

  /// The base of a figure in a segment.
  func base(_ domain: Int, of figure: WaveFigure) -> Base {
    switch figure {
    case .importance, .importantShare: bases[domain][0]
    case .satisfaction, .satisfiedShare: bases[domain][1]
    case .gap, .opportunity, .segmentShare: bases[domain][2]
    }
  }

  /// One wave's rows.
  private struct Answered {
    /// By row, its segment; `nil` for none.
    var domain: [Int?]
    /// By row: bits for the first question, the second, both.
    var kinds: [UInt8]
    /// By segment and kind.
    var sides: [[Side]]

    init(
      _ columns: PairCovariance.Columns, _ weights: [Int64]?, _ isPaired: Bool, _ codes: [Int],
      _ isGrouped: Bool
    ) {
      var places = [Int?](repeating: nil, count: columns.groupCount)
      for (place, code) in codes.enumerated() { places[code] = place }
      var sums = [[(weight: Int64, square: Int128, count: Int)]](
        repeating: [(Int64, Int128, Int)](repeating: (0, 0, 0), count: 3), count: codes.count)
      domain = columns.first.indices.map { places[isGrouped ? Int(columns.groups?[$0] ?? 0) : 0] }
      kinds = columns.first.indices.map { row in
        guard weights?[row] != 0 else { return 0 }
        let first = RatingCode.isAnswered(columns.first[row])
        let second = RatingCode.isAnswered(columns.second[row])
        let both = first && second
        return (isPaired ? both : first) ? (both ? 7 : 1) : !isPaired && second ? 2 : 0
      }
      for row in kinds.indices {
        guard let place = domain[row] else { continue }
        let weight = weights?[row] ?? 1
        for kind in 0..<3 where kinds[row] & (1 << kind) != 0 {
          sums[place][kind].weight += weight
          sums[place][kind].square += Int128(weight) * Int128(weight)
          sums[place][kind].count += 1
        }
      }
      sides = sums.map { kinds in
        kinds.map { sum in
          Side(
            count: sum.count,
            effectiveCount: sum.square > 0
              ? Double(sum.weight) * Double(sum.weight) / Double(sum.square) : 0)
        }
      }
    }
  }
}
