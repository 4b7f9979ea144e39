internal import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// How far a correlation is from m factors with given uniquenesses, with exact derivatives: the
/// factors are those that fit best, so that only the uniquenesses remain.
///
/// With eigenvalues λ and eigenvectors v, K the first m of them and D the rest:
///
/// ```text
/// least squares, x = ψ of R - Ψ:
///   f = ½ Σ_D λ²,   g_i = -Σ_D λ_k v_ik²
///   H = E∘E + 2 Σ_(k in D, l in K) λ_k / (λ_k - λ_l) (v_k∘v_l)(v_k∘v_l)'
/// likelihood, x = log ψ of Ψ^-½ R Ψ^-½:
///   f = Σ_D (λ - log λ - 1),   g_i = Σ_D (1 - λ_k) v_ik²
///   H = A∘E + Σ_(k in D, l in K) (λ_k - 1)(λ_k + λ_l) / (λ_k - λ_l) (v_k∘v_l)(v_k∘v_l)'
/// E = Σ_D v_k v_k',   A = Σ_D λ_k v_k v_k'
/// ```
///
/// Source: Harman and Jones (1966), Factor analysis by minimizing residuals (minres); Jöreskog
/// (1967), Some contributions to maximum likelihood factor analysis; Clarke (1970), A rapidly
/// convergent method for maximum-likelihood factor analysis (second derivatives).
struct FactorDiscrepancy {
  let correlation: Matrix
  let factorCount: Int
  /// Maximum likelihood; least squares otherwise.
  let isLikelihood: Bool

  /// The matrix whose eigenvectors make the factors.
  func reduced(_ uniquenesses: [Double]) -> Matrix {
    var result = correlation
    for row in uniquenesses.indices {
      guard isLikelihood else {
        result[row, row] -= uniquenesses[row]
        continue
      }
      for column in uniquenesses.indices {
        result[row, column] /= (uniquenesses[row] * uniquenesses[column]).squareRoot()
      }
    }
    return result
  }

  /// Uniquenesses as the numbers that are searched, and back.
  func numbers(_ uniquenesses: [Double]) -> [Double] {
    isLikelihood ? uniquenesses.map { log($0) } : uniquenesses
  }

  /// The other way.
  func uniquenesses(_ numbers: [Double]) -> [Double] {
    isLikelihood ? numbers.map { exp($0) } : numbers
  }

  /// Value and derivatives.
  func point(_ numbers: [Double]) throws(NumericError) -> BoundedNewton.Point {
    let eigen = try SymmetricEigen(of: reduced(uniquenesses(numbers)))
    let rest = factorCount..<eigen.values.count
    let values = eigen.values
    let terms = rest.map {
      isLikelihood ? values[$0] - log(values[$0]) - 1 : values[$0] * values[$0] / 2
    }
    let squares = (0..<numbers.count).map { item in
      values.indices.map { eigen.vectors[item, $0] * eigen.vectors[item, $0] }
    }
    let gradient = squares.map { own in
      rest.reduce(0) { $0 + (isLikelihood ? 1 - values[$1] : -values[$1]) * own[$1] }
    }
    return BoundedNewton.Point(
      value: terms.reduce(0, +), gradient: gradient, curvature: curvature(eigen))
  }

  /// The loadings of the factors that fit given uniquenesses best, and all eigenvalues.
  func loadings(
    _ uniquenesses: [Double]
  ) throws(NumericError) -> (matrix: Matrix, eigenvalues: [Double]) {
    let eigen = try SymmetricEigen(of: reduced(uniquenesses))
    var result = Matrix(rowCount: uniquenesses.count, columnCount: factorCount)
    for factor in 0..<factorCount {
      let root = max(0, eigen.values[factor] - (isLikelihood ? 1 : 0)).squareRoot()
      for row in uniquenesses.indices {
        let scale = isLikelihood ? uniquenesses[row].squareRoot() : 1
        result[row, factor] = scale * root * eigen.vectors[row, factor]
      }
    }
    return (result, eigen.values)
  }

  // MARK: - Steps

  private func curvature(_ eigen: SymmetricEigen) -> Matrix {
    let count = eigen.values.count
    let rest = Array(factorCount..<count)
    let all = Array(0..<count)
    let vectors = eigen.vectors.selecting(rows: all, columns: rest)
    let plain = Matrix.product(vectors, vectors, transposeRight: true)
    var weighted = plain
    if isLikelihood {
      var scaled = vectors
      for row in all {
        for (place, number) in rest.enumerated() { scaled[row, place] *= eigen.values[number] }
      }
      weighted = Matrix.product(scaled, vectors, transposeRight: true)
    }
    // The pairs (k, l) as columns: one product sums them all.
    var products = Matrix(rowCount: count, columnCount: rest.count * factorCount)
    var scaled = products
    for (place, k) in rest.enumerated() {
      for l in 0..<factorCount {
        let weight = pairWeight(eigen.values[k], eigen.values[l])
        for row in all {
          let product = eigen.vectors[row, k] * eigen.vectors[row, l]
          products[row, place * factorCount + l] = product
          scaled[row, place * factorCount + l] = weight * product
        }
      }
    }
    var result = Matrix.product(scaled, products, transposeRight: true)
    for index in result.elements.indices {
      result.elements[index] += weighted.elements[index] * plain.elements[index]
    }
    return result
  }

  private func pairWeight(_ rest: Double, _ kept: Double) -> Double {
    // Equal eigenvalues have no derivative: any finite number serves until they part.
    let distance = min(rest - kept, -1e-10)
    return isLikelihood ? (rest - 1) * (rest + kept) / distance : 2 * rest / distance
  }
}
