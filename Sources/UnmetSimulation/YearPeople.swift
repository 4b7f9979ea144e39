import NumericCore
import Statistics

/// People who rate all outcomes of the year: each is of a kind that finds everything more, or
/// less, important and satisfying than others do, so that all streams hang together.
struct YearPeople: Sendable {
  /// By kind and outcome: below which 32 random bits somebody finds the outcome important and is
  /// satisfied, is only satisfied, or finds it only important.
  private let limits: [(both: UInt32, satisfied: UInt32, important: UInt32)]

  /// How much higher a kind answers, on the normal scale.
  private static let levels = [-0.8, -0.4, 0, 0.4, 0.8]

  init() {
    limits = YearPeople.levels.flatMap { level in
      YearOfNights.means.map { means in
        let counts = NightlyCounts(importance: means.0 + level, satisfaction: means.1 + level)
        let shares = counts.cells
        func bits(_ share: Double) -> UInt32 { UInt32(min(share, 1) * 4_294_967_295) }
        return (
          bits(shares.both), bits(shares.both + shares.satisfied),
          bits(shares.both + shares.satisfied + shares.important)
        )
      }
    }
  }

  /// The sums of so many people, by outcome.
  func draw(_ count: Int, _ stream: inout RandomStream) -> [AnswerSums] {
    var cells = [(both: Int, satisfied: Int, important: Int)](
      repeating: (0, 0, 0), count: YearOfNights.outcomeCount)
    for _ in 0..<count {
      let first = stream.below(YearPeople.levels.count) * YearOfNights.outcomeCount
      var bits: UInt64 = 0
      for outcome in cells.indices {
        bits = outcome % 2 == 0 ? stream.next() : bits >> 32
        let (own, limit) = (UInt32(truncatingIfNeeded: bits), limits[first + outcome])
        if own < limit.both {
          cells[outcome].both += 1
        } else if own < limit.satisfied {
          cells[outcome].satisfied += 1
        } else if own < limit.important {
          cells[outcome].important += 1
        }
      }
    }
    return cells.map { cell in
      NightlyCounts.sums(
        Double(count), Double(cell.both + cell.important), Double(cell.both + cell.satisfied),
        Double(cell.both))
    }
  }
}
