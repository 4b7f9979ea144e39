public import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension DiscriminantFit {
  /// How the rule assigns the rows that shaped it: flattering, for comparison only.
  ///
  /// - Parameters:
  ///   - rows: the rows of the fit.
  ///   - labels: their groups.
  ///   - weights: their weights, or `nil`.
  /// - Returns: by group and assigned group, the summed weight.
  ///
  /// Source: Lachenbruch and Mickey (1968), Estimation of error rates in discriminant analysis.
  public func resubstitution(
    _ rows: Matrix, labels: [Int], weights: [Double]? = nil
  ) -> Matrix {
    confusion(rule.assign(rows), labels, weights)
  }

  /// How each row is assigned by the rule that all other rows make.
  ///
  /// Nothing is fitted again: leaving a row out changes the covariance by a matrix of rank one and
  /// the mean of its own group, so distances follow from those of the whole fit. Prior shares stay.
  ///
  /// ```text
  /// (ν - w) S₋ = ν S - c d d',  c = w W_g / (W_g - w),  d = x - m_g
  /// D₋²(h) = (ν - w) / ν * (D²(h) + (c/ν) (d' S⁻¹ e_h)² / (1 - (c/ν) D²(g))),  e_h = x - m_h
  /// ```
  ///
  /// where for the own group e is taken from the mean without the row. The fit must be without
  /// shrinkage.
  ///
  /// - Parameters:
  ///   - rows: the rows of the fit.
  ///   - labels: their groups.
  ///   - weights: their weights, or `nil`.
  /// - Returns: the assigned groups, the lowest at a tie; a row that its group cannot do without
  ///   keeps its own distances.
  /// - Complexity: O(n p² + n g p).
  ///
  /// Source: Lachenbruch and Mickey (1968), Estimation of error rates in discriminant analysis.
  public func leaveOneOut(
    _ rows: Matrix, labels: [Int], weights: [Double]? = nil
  ) -> [Int] {
    precondition(shrinkage == 0, "leave-one-out of a shrunken covariance")
    let weights = DiscriminantFit.scaled(weights)
    let points = factor.solveLower(rows.transposed).transposed
    let centers = factor.solveLower(means.transposed).transposed
    let logs = shares.map { log($0) }
    return labels.indices.map { row in
      let distances = distancesWithout(
        row: points.row(row), group: labels[row], weight: weights?[row] ?? 1, centers)
      return logs.indices.dropFirst().reduce(0) { best, group in
        logs[group] - distances[group] / 2 > logs[best] - distances[best] / 2 ? group : best
      }
    }
  }

  /// By group and assigned group, the summed weight `[g x g]`.
  public func confusion(
    _ assigned: [Int], _ labels: [Int], _ weights: [Double]? = nil
  ) -> Matrix {
    var result = Matrix(rowCount: rule.groupCount, columnCount: rule.groupCount)
    for row in labels.indices { result[labels[row], assigned[row]] += weights?[row] ?? 1 }
    return result
  }

  // MARK: - Steps

  /// Squared distances from the groups' means once the row is taken out; all in coordinates in
  /// which the covariance is the identity.
  private func distancesWithout(
    row: [Double], group: Int, weight: Double, _ centers: Matrix
  ) -> [Double] {
    let degrees = sums.degreesOfFreedom
    let rest = sums.weights[group] - weight
    let own = zip(row, centers.row(group)).map { $0 - $1 }
    let ownSquare = own.reduce(0) { $0 + $1 * $1 }
    let change = rest > 0 ? weight * sums.weights[group] / rest / degrees : 0
    let below = 1 - change * ownSquare
    let isPossible = rest > 0 && below > 0 && degrees > weight
    return (0..<rule.groupCount).map { other in
      let difference = zip(row, centers.row(other)).map { $0 - $1 }
      let square = difference.reduce(0) { $0 + $1 * $1 }
      guard isPossible else { return square }
      let growth = (degrees - weight) / degrees
      if other == group {
        let shift = sums.weights[group] / rest
        return growth * shift * shift * ownSquare / below
      }
      let product = zip(own, difference).reduce(0) { $0 + $1.0 * $1.1 }
      return growth * (square + change * product * product / below)
    }
  }
}
