internal import NumericCore

extension DesignTable {
  /// Whether answers and groups depend on each other: Rao and Scott's test.
  ///
  /// - Parameter groups: the groups that take part; those without weight, and answers that nobody
  ///   among them gave, are left out.
  /// - Returns: the test, on the degrees of freedom of the sampling units with a row among them
  ///   (R's survey takes those of the whole design); `nil` with fewer than two groups or answers,
  ///   or without a degree of freedom.
  ///
  /// Source: as for `AssociationTest`.
  public func association(of groups: [Int]) -> AssociationTest? {
    guard let part = TablePart(self, groups) else { return nil }
    return AssociationTest(
      shares: part.shares, covariance: part.covarianceOfShares, count: part.count,
      degreesOfFreedom: part.degreesOfFreedom)
  }

  /// Whether answers and groups depend on each other: Wald's test.
  ///
  /// - Parameter groups: the groups that take part; those without weight, and answers that nobody
  ///   among them gave, are left out.
  /// - Returns: the test; `nil` as for `association`, and where the interactions vary less freely
  ///   than they are many, as with fewer sampling units.
  ///
  /// Source: as for `InteractionWaldTest`.
  public func interaction(of groups: [Int]) -> InteractionWaldTest? {
    guard let part = TablePart(self, groups) else { return nil }
    let interactions = InteractionWaldTest.interactions(part.weights)
    let covariance = part.covariance(estimates: interactions) {
      InteractionWaldTest.interactions(part.table($0))
    }
    return InteractionWaldTest(
      interactions: interactions,
      covariance: covariance
        ?? InteractionWaldTest.covariance(part.weights, part.covarianceOfWeights),
      degreesOfFreedom: part.degreesOfFreedom)
  }
}

/// The groups of a table that take part in a test, and the answers that somebody among them gave.
private struct TablePart {
  /// By answer, then group: two or more of each.
  let weights: Matrix
  /// People.
  let count: Int
  /// Above 0.
  let degreesOfFreedom: Double
  /// Places of the cells in the table, answer after answer.
  private let cells: [Int]
  private let whole: DesignTable

  init?(_ whole: DesignTable, _ groups: [Int]) {
    let groups = groups.filter { whole.weight(of: $0) > 0 }
    let answers = (0..<whole.answerCount).filter { answer in
      groups.contains { whole.weights[answer * whole.groupCount + $0] > 0 }
    }
    let degrees = whole.degrees.degreesOfFreedom(of: groups)
    guard groups.count > 1, answers.count > 1, degrees > 0 else { return nil }
    let cells = answers.flatMap { answer in groups.map { answer * whole.groupCount + $0 } }
    weights = Matrix(
      rowCount: answers.count, columnCount: groups.count,
      elements: cells.map { Double(whole.weights[$0]) })
    count = cells.reduce(0) { $0 + whole.counts[$1] }
    degreesOfFreedom = Double(degrees)
    (self.cells, self.whole) = (cells, whole)
  }

  /// Each cell's share of the weight.
  var shares: Matrix {
    let total = Double(cells.reduce(0) { $0 + whole.weights[$1] })
    return table(weights.elements.map { $0 / total })
  }

  /// Numbers of the cells as a table.
  func table(_ elements: [Double]) -> Matrix {
    Matrix(rowCount: weights.rowCount, columnCount: weights.columnCount, elements: elements)
  }

  /// The covariance of what follows from the weights, over the replicates of the sample; `nil`
  /// where it has none.
  func covariance(
    estimates: [Double], _ estimate: ([Double]) -> [Double]
  ) -> Matrix? {
    whole.replicates?.covariance(estimates: estimates) { weights in
      estimate(cells.map { weights[$0] })
    }
  }

  /// The design covariance of the weights.
  var covarianceOfWeights: Matrix { whole.covariance.selecting(rows: cells, columns: cells) }

  /// The design covariance of the shares.
  var covarianceOfShares: Matrix {
    covariance(estimates: shares.elements) { weights in
      let total = weights.reduce(0, +)
      return weights.map { $0 / total }
    } ?? linearCovariance
  }

  /// J C J' / N² with J = I - p 1'.
  private var linearCovariance: Matrix {
    let shares = shares.elements
    let total = Double(cells.reduce(0) { $0 + whole.weights[$1] })
    var result = covarianceOfWeights
    let rowSums = cells.indices.map { result.row($0).reduce(0, +) }
    let all = rowSums.reduce(0, +)
    for row in cells.indices {
      for column in cells.indices {
        result[row, column] +=
          shares[row] * shares[column] * all - shares[row] * rowSums[column]
          - rowSums[row] * shares[column]
        result[row, column] /= total * total
      }
    }
    return result
  }
}
