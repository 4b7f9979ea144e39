/// The influence on the two means of one domain, as a linear map of the exact sums.
struct PairLine: Sendable {
  /// The groups that make up the domain.
  let groups: [Int]
  private let isMember: [Bool]
  /// By column: `factor / Σ w`, and the mean in points.
  let scales: SIMD2<Double>
  let means: SIMD2<Double>

  init(_ groups: [Int], sums: PairSums, factor: Double) {
    self.groups = groups
    isMember = (0..<sums.groupCount).map { groups.contains($0) }
    var total = SIMD4<Int64>.zero
    for index in 0..<sums.classCount {
      for group in groups { total &+= sums[group, in: index].values }
    }
    let (first, second) = (Double(total[0]), Double(total[2]))
    scales = SIMD2(first > 0 ? factor / first : 0, second > 0 ? factor / second : 0)
    means = SIMD2(
      first > 0 ? Double(total[1]) / first : 0, second > 0 ? Double(total[3]) / second : 0)
  }

  func contains(_ group: Int) -> Bool { isMember[group] }

  /// The sums of w u over the rows of a class.
  func total(_ sums: PairSums, in index: Int) -> SIMD2<Double> {
    var values = SIMD4<Int64>.zero
    for group in groups { values &+= sums[group, in: index].values }
    return SIMD2(
      scales[0] * (Double(values[1]) - means[0] * Double(values[0])),
      scales[1] * (Double(values[3]) - means[1] * Double(values[2])))
  }

  /// Σ w² u over the rows of a class: base and point times themselves are what they are.
  func squareTotal(_ sums: PairSums, in index: Int) -> SIMD2<Double> {
    var result = SIMD2<Double>.zero
    for group in groups {
      for column in 0...1 {
        let base = sums.square(2 * column, 2 * column, group: group, in: index)
        let point = sums.square(2 * column, 2 * column + 1, group: group, in: index)
        result[column] += scales[column] * (point - means[column] * base)
      }
    }
    return result
  }

  /// Σ w² u v' over the rows of a class in one group: u on column `left` of this domain, v on
  /// column `right` of another.
  func squareTotal(
    _ left: Int, _ other: PairLine, _ right: Int, _ sums: PairSums, group: Int, in index: Int
  ) -> Double {
    func product(_ a: Int, _ b: Int) -> Double { sums.square(a, b, group: group, in: index) }
    let (base, point) = (2 * left, 2 * left + 1)
    let (otherBase, otherPoint) = (2 * right, 2 * right + 1)
    let (mean, otherMean) = (means[left], other.means[right])
    return scales[left] * other.scales[right]
      * (product(point, otherPoint) - otherMean * product(point, otherBase)
        - mean * product(base, otherPoint) + mean * otherMean * product(base, otherBase))
  }
}
