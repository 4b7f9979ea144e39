import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A linear discriminant of whole numbers: coefficients in millionths.
///
/// Use it where the same rule must give the same group in different programs. Scores of whole
/// answers are sums of whole numbers, exact in any order and in any program that counts to 2^53;
/// answers on a binary grid are as exact.
///
/// ```text
/// 10⁶ 2^b d_g(x) = Σ_j c_gj q_j + 2^b c_g0,   x = q / 2^b
/// ```
public struct WholeDiscriminant: Sendable, Equatable {
  /// How many units of a coefficient make 1.
  public static let unit: Int64 = 1_000_000
  /// No coefficient or constant is larger, in units: sums over up to 64 columns stay below 2^53,
  /// which spreadsheets count to, and below 2^63 on the finest grid.
  public static let limit: Int64 = 1_000_000_000_000

  /// By group, then column: the coefficients in millionths.
  public let coefficients: [[Int64]]
  /// By group: the constants in millionths.
  public let constants: [Int64]

  /// The number of groups.
  public var groupCount: Int { constants.count }

  /// Takes whole coefficients, in millionths, by group.
  public init(coefficients: [[Int64]], constants: [Int64]) {
    precondition(coefficients.count == constants.count, "\(coefficients.count) groups")
    self.coefficients = coefficients
    self.constants = constants
  }

  /// Rounds a discriminant, halves away from zero. A group without a share is never assigned.
  public init(_ rule: LinearDiscriminant) {
    coefficients = (0..<rule.groupCount).map { group in
      rule.coefficients.row(group).map { WholeDiscriminant.whole($0, ifNone: 0) }
    }
    constants = rule.constants.map {
      WholeDiscriminant.whole($0, ifNone: -WholeDiscriminant.limit)
    }
  }

  private static func whole(_ value: Double, ifNone none: Int64) -> Int64 {
    guard value.isFinite else { return none }
    let limit = Double(WholeDiscriminant.limit)
    return Int64(min(limit, max(-limit, (value * Double(unit)).rounded())))
  }

  /// The scores of one row in millionths of the grid's step.
  ///
  /// - Parameters:
  ///   - cells: the row's whole numbers q.
  ///   - gridBits: b, the binary places of the grid; 0 for whole answers.
  /// - Returns: a whole number for each group.
  ///
  /// Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning,
  /// equation 4.10, times 10⁶ 2^b.
  public func scores(_ cells: ArraySlice<Int16>, gridBits: Int) -> [Int64] {
    coefficients.indices.map { group in
      zip(coefficients[group], cells).reduce(constants[group] << Int64(gridBits)) {
        $0 + $1.0 * Int64($1.1)
      }
    }
  }

  /// The group of one row, the runner-up and their probabilities.
  public struct Assignment: Sendable, Equatable {
    /// The group of largest score, the lowest at a tie.
    public let group: Int
    /// The group of the next score; the own one where there is no other.
    public let second: Int
    /// By group, 0...1.
    public let probabilities: [Double]
    /// The difference of the two scores: the logarithm of how much likelier the group is.
    public let margin: Double
  }

  /// Assigns rows.
  ///
  /// - Parameter rows: `[n x q]` on a grid.
  /// - Returns: one assignment a row.
  /// - Complexity: O(n q g).
  ///
  /// Source: Fisher (1936), The use of multiple measurements in taxonomic problems.
  public func assign(_ rows: GridMatrix) -> [Assignment] {
    let step = Double(WholeDiscriminant.unit) * Double(1 << rows.gridBits)
    return (0..<rows.rowCount).map { row in
      let whole = scores(rows.row(row), gridBits: rows.gridBits)
      let order = whole.indices.sorted { whole[$0] == whole[$1] ? $0 < $1 : whole[$0] > whole[$1] }
      let second = order.count > 1 ? order[1] : order[0]
      return Assignment(
        group: order[0], second: second,
        probabilities: LinearDiscriminant.probabilities(whole.map { Double($0) / step }),
        margin: Double(whole[order[0]] - whole[second]) / step)
    }
  }
}
