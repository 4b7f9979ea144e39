/// What a test takes out of two classifications so that a habit of rating cannot make them look
/// related: columns for `PartialAssociation`.
///
/// Groups formed on ratings cut a habit in pieces, and within a piece the habit goes on; so the
/// level enters with its square and cube, not as a line alone. With two batteries there are two
/// habits, the level of both and by how much the one is above the other, and groups may be formed
/// on a feature in which they meet: all products up to the third degree enter.
///
/// ```text
/// z, z², z³ of the level of all answers; of two batteries also d, d², d³, z d, z² d, z d² with
/// the difference d of their levels; spread; share of extremes        z and d standardised
/// ```
///
/// In simulated samples without groups, in which a variable hangs on the habit alone, a test of it
/// by groups of the raw ratings rejects always without, and in 5 of 100 with these columns; with
/// the level as a line in 20. Groups of opportunity, importance + max(importance - satisfaction,
/// 0), reject a yes-or-no variable of the habit in 11 of 100 without the products of z and d.
///
/// Source: Baumgartner and Steenkamp (2001), Response styles in marketing research (residuals on
/// style indices).
public enum HabitCovariates {
  /// The columns.
  ///
  /// - Parameters:
  ///   - all: the habits over all items.
  ///   - batteries: the habits in each battery; two give the difference of their levels, any other
  ///     number gives nothing.
  /// - Returns: by covariate, then row; a row without an answer has the mean of the others.
  public static func columns(
    all: RatingHabits, batteries: [RatingHabits] = []
  ) -> [[Double]] {
    var columns = powers(all.values(.level))
    if batteries.count == 2 {
      let (first, second) = (batteries[0].values(.level), batteries[1].values(.level))
      let differences = powers(
        zip(first, second).map { left, right in
          left.flatMap { left in right.map { left - $0 } }
        })
      let (level, apart) = (columns, differences)
      columns += differences + [(0, 0), (1, 0), (0, 1)].map { product(level[$0], apart[$1]) }
    }
    return columns + [standardised(all.values(.spread)), standardised(all.values(.extremes))]
  }

  // MARK: - Steps

  private static func powers(_ values: [Double?]) -> [[Double]] {
    let z = standardised(values)
    return [z, z.map { $0 * $0 }, z.map { $0 * $0 * $0 }]
  }

  private static func product(_ first: [Double], _ second: [Double]) -> [Double] {
    zip(first, second).map { $0 * $1 }
  }

  /// Less the mean, over the standard deviation; missing values and constants are 0.
  private static func standardised(_ values: [Double?]) -> [Double] {
    let known = values.compactMap { $0 }
    guard known.count > 1 else { return values.map { _ in 0 } }
    let mean = known.reduce(0, +) / Double(known.count)
    let square = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (square / Double(known.count)).squareRoot()
    return values.map { value in
      deviation > 0 ? value.map { ($0 - mean) / deviation } ?? 0 : 0
    }
  }
}
