internal import NumericCore

/// What one stage adds to the covariance of the domains' means.
struct StageCovariance {
  let classes: StageClasses
  let sums: PairSums
  let lines: [PairLine]
  /// By domain, then margin cell: what the margins explain of either influence.
  let fits: [[SIMD2<Double>]]?

  /// The matrix `[2D x 2D]`.
  func matrix() -> Matrix {
    classes.hasRowUnits ? ofRows() : classes.stage.covariance(ofUnitTotals: totals())
  }

  // MARK: - Sampling units of many rows

  /// The totals `[units x 2D]` of the influences, or of their residuals on the margins.
  func totals() -> Matrix {
    var totals = Matrix(rowCount: classes.stage.unitCount, columnCount: 2 * lines.count)
    for index in 0..<classes.classCount {
      for domain in lines.indices {
        let total = residual(domain, in: index)
        totals[classes.owners[index], 2 * domain] += total[0]
        totals[classes.owners[index], 2 * domain + 1] += total[1]
      }
    }
    return totals
  }

  private func residual(_ domain: Int, in index: Int) -> SIMD2<Double> {
    let total = lines[domain].total(sums, in: index)
    guard let fits else { return total }
    return total - classes.weights[index] * fits[domain][classes.cells[index]]
  }

  // MARK: - Rows as sampling units

  /// Σ over the strata of factor (Σ e e' - n ē ē').
  private func ofRows() -> Matrix {
    let width = 2 * lines.count
    var result = Matrix(rowCount: width, columnCount: width)
    var start = 0
    let overall = mean(of: 0..<classes.classCount, count: classes.stage.unitCount)
    for (group, factor) in classes.stage.factors.enumerated() {
      let end = classes.owners[start...].firstIndex { $0 != group } ?? classes.classCount
      let count = classes.stage.unitCounts[group]
      var scatter = Matrix(rowCount: width, columnCount: width)
      for index in start..<end { addSquares(of: index, to: &scatter) }
      center(&scatter, start..<end, count, overall: overall)
      for index in result.elements.indices {
        result.elements[index] += factor * scatter.elements[index]
      }
      start = end
    }
    return result
  }

  /// By stratum of rows: the mean of all its residuals, of a single row that of all rows.
  func centers() -> [[Double]] {
    let overall = mean(of: 0..<classes.classCount, count: classes.stage.unitCount)
    var start = 0
    return classes.stage.unitCounts.enumerated().map { group, count in
      let end = classes.owners[start...].firstIndex { $0 != group } ?? classes.classCount
      defer { start = end }
      return count > 1 ? mean(of: start..<end, count: count) : overall
    }
  }

  private func mean(of range: Range<Int>, count: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: 2 * lines.count)
    for index in range {
      for domain in lines.indices {
        let total = residual(domain, in: index)
        sum[2 * domain] += total[0]
        sum[2 * domain + 1] += total[1]
      }
    }
    return sum.map { $0 / Double(count) }
  }

  /// Turns Σ e e' into Σ (e - c)(e - c)': c is the stratum's mean, of a lonely unit all units'.
  private func center(
    _ scatter: inout Matrix, _ range: Range<Int>, _ count: Int, overall: [Double]
  ) {
    let own = mean(of: range, count: count)
    let center = count > 1 ? own : overall
    for row in own.indices {
      for column in own.indices {
        scatter[row, column] +=
          Double(count)
          * (center[row] * center[column] - own[row] * center[column] - center[row] * own[column])
      }
    }
  }

  private func addSquares(of index: Int, to scatter: inout Matrix) {
    for left in lines.indices {
      for right in left..<lines.count {
        for group in lines[left].groups where lines[right].contains(group) {
          for a in 0...1 {
            for b in 0...1 {
              add(
                lines[left].squareTotal(a, lines[right], b, sums, group: group, in: index),
                left, a, right, b, to: &scatter)
            }
          }
        }
      }
    }
    if let fits { addFits(fits, of: index, to: &scatter) }
  }

  /// - Σ w² (u f' + f u') + Σ w² f f', f the part that the margins explain.
  private func addFits(
    _ fits: [[SIMD2<Double>]], of index: Int, to scatter: inout Matrix
  ) {
    let cell = classes.cells[index]
    let influences = lines.map { $0.squareTotal(sums, in: index) }
    for left in lines.indices {
      for right in left..<lines.count {
        let (first, second) = (fits[left][cell], fits[right][cell])
        for a in 0...1 {
          for b in 0...1 {
            let crossed = influences[left][a] * second[b] + first[a] * influences[right][b]
            add(
              first[a] * second[b] * classes.squares[index] - crossed, left, a, right, b,
              to: &scatter)
          }
        }
      }
    }
  }

  private func add(
    _ value: Double, _ left: Int, _ a: Int, _ right: Int, _ b: Int, to scatter: inout Matrix
  ) {
    scatter[2 * left + a, 2 * right + b] += value
    if left != right { scatter[2 * right + b, 2 * left + a] += value }
  }
}
