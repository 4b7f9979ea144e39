import NumericCore
import Statistics

/// The two sides of a comparison as the estimates see them: two groups of one sample, or two
/// samples of their own, which may have people in common.
struct ImprovementSides {
  /// Some respondents of a loaded survey.
  struct Side {
    let responses: Responses
    /// Who belongs to the side; `nil` for everybody.
    let grouping: Grouping?
    /// The group's position among the levels; 0 for everybody.
    let code: Int

    var groupCount: Int { grouping.map { $0.levels.count + 1 } ?? 1 }

    /// Whether a row belongs to the side and counts.
    func holds(_ row: Int) -> Bool {
      responses.weights?[row] != 0 && grouping.map { Int($0.codes[row]) == code } ?? true
    }

    /// People and Kish's effective number among the rows of the side that answered.
    func base(_ isAnswered: (Int) -> Bool) -> (count: Int, effective: Double) {
      var (count, weight, square) = (0, Int64(0), Int128(0))
      for row in 0..<responses.respondentCount where holds(row) && isAnswered(row) {
        let own = responses.weights?[row] ?? 1
        count += 1
        weight += own
        square += Int128(own) * Int128(own)
      }
      return (count, square > 0 ? Double(weight) * Double(weight) / Double(square) : 0)
    }
  }

  /// The means of two columns on both sides, in the order baseline first, baseline second, new
  /// first, new second, with their covariance and each side's degrees of freedom.
  struct Joint {
    var means: [Double]
    /// `[4 x 4]`.
    var matrix: Matrix
    var degrees: (baseline: Int, new: Int)
  }

  let baseline: Side
  let new: Side
  /// Whether both are groups of one sample, whose units they may share.
  let isOneSample: Bool
  /// Of two samples: both, with the units that they share.
  var panel: SamplePanel?

  /// The columns of both sides; of one sample they are the same.
  typealias Columns = (baseline: ([UInt8], [UInt8]), new: ([UInt8], [UInt8]))

  /// The means of two columns.
  ///
  /// - Parameters:
  ///   - rule: what the codes are worth.
  ///   - columns: the two columns of each side.
  /// - Returns: means and covariances; those between two samples without common units are 0.
  func joint(_ rule: PairRule, _ columns: Columns) -> Joint {
    if isOneSample {
      let both = covariance(
        baseline, domains: [[baseline.code], [new.code]], rule, columns.baseline)
      return Joint(
        means: both.means.flatMap { [$0.0, $0.1] }, matrix: both.matrix,
        degrees: (both.degreesOfFreedom[0], both.degreesOfFreedom[1]))
    }
    let samples =
      panel ?? SamplePanel(old: baseline.responses.sample, new: new.responses.sample, common: [])
    let both = PairCovariance(
      (
        ImprovementSides.columns(baseline, columns.baseline),
        ImprovementSides.columns(new, columns.new)
      ),
      domains: ([[baseline.code]], [[new.code]]), rule: rule, panel: samples)
    return Joint(
      means: both.means.flatMap { [$0.0, $0.1] }, matrix: both.matrix,
      degrees: (both.degreesOfFreedom[0], both.degreesOfFreedom[1]))
  }

  /// The degrees of freedom among the rows of each side that answered.
  ///
  /// - Parameter isAnswered: whether a row of a side did.
  /// - Returns: 0 or more for each side.
  func degrees(_ isAnswered: (Side, Int) -> Bool) -> (baseline: Int, new: Int) {
    func own(_ side: Side) -> Int {
      let groups = (0..<side.responses.respondentCount).map { row -> Int32 in
        side.holds(row) && isAnswered(side, row) ? 0 : -1
      }
      return DomainDegrees(groups: groups, groupCount: 1, sample: side.responses.sample)
        .degreesOfFreedom(of: [0])
    }
    return (own(baseline), own(new))
  }

  private func covariance(
    _ side: Side, domains: [[Int]], _ rule: PairRule, _ columns: ([UInt8], [UInt8])
  ) -> PairCovariance {
    PairCovariance(
      ImprovementSides.columns(side, columns), domains: domains, rule: rule,
      sample: side.responses.sample)
  }

  private static func columns(
    _ side: Side, _ columns: ([UInt8], [UInt8])
  ) -> PairCovariance.Columns {
    PairCovariance.Columns(
      first: columns.0, second: columns.1, groups: side.grouping?.codes,
      groupCount: side.groupCount)
  }
}
