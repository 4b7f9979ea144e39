import Groundwork
import Testing

@testable import NumericCore

@Suite("Factorisations")
struct FactorisationTests {
  private let matrix = Matrix(
    rowCount: 3, columnCount: 3, elements: [4, 2, 0.6, 2, 5, 1, 0.6, 1, 3])

  @Test("eigenvalues by hand, largest first, the largest component positive")
  func eigenByHand() throws {
    let eigen = try SymmetricEigen(of: Matrix(rowCount: 2, columnCount: 2, elements: [2, 1, 1, 2]))
    // Exact values 3 and 1; the solver rounds a few times.
    #expect(abs(eigen.values[0] - 3) < 1e-14 && abs(eigen.values[1] - 1) < 1e-14)
    let root = 0.5.squareRoot()
    #expect(abs(eigen.vectors[0, 0] - root) < 1e-14 && abs(eigen.vectors[1, 0] - root) < 1e-14)
    #expect(max(eigen.vectors[0, 1], eigen.vectors[1, 1]) > 0.7)
  }

  @Test("eigenvectors rebuild the matrix")
  func eigenRebuilds() throws {
    let eigen = try SymmetricEigen(of: matrix)
    var scaled = eigen.vectors
    for row in 0..<3 { for column in 0..<3 { scaled[row, column] *= eigen.values[column] } }
    let rebuilt = Matrix.product(scaled, eigen.vectors, transposeRight: true)
    for (left, right) in zip(rebuilt.elements, matrix.elements) {
      #expect(abs(left - right) < 1e-14)
    }
    for (alone, value) in zip(try SymmetricEigen.values(of: matrix), eigen.values) {
      #expect(abs(alone - value) < 1e-14)
    }
    #expect(try SymmetricEigen.values(of: Matrix(rowCount: 0, columnCount: 0)).isEmpty)
  }

  @Test("the Cholesky factor multiplies back, solves, and gives determinant and precision")
  func cholesky() throws {
    let cholesky = try Cholesky(of: matrix)
    let back = Matrix.product(cholesky.factor, cholesky.factor, transposeRight: true)
    let identity = Matrix.product(matrix, cholesky.precision())
    for index in 0..<9 {
      #expect(abs(back.elements[index] - matrix.elements[index]) < 1e-14)
      #expect(abs(identity.elements[index] - Matrix.identity(3).elements[index]) < 1e-14)
    }
    let solution = cholesky.solve([1, 2, 3])
    for (left, right) in zip(matrix.times(solution), [1.0, 2, 3]) {
      #expect(abs(left - right) < 1e-14)
    }
    // log(4 (15 - 1) - 2 (6 - .6) + .6 (2 - 3)) = log 44.6
    #expect(abs(cholesky.logDeterminant - 3.797_733_859_0) < 1e-9)
    #expect(cholesky.solve(Matrix(rowCount: 3, columnCount: 0)).columnCount == 0)
    #expect(try Cholesky(of: Matrix(rowCount: 0, columnCount: 0)).precision().elements.isEmpty)
  }

  @Test("a matrix that is not positive definite is refused with the order")
  func refused() {
    let flat = Matrix(rowCount: 2, columnCount: 2, elements: [1, 1, 1, 1 - 1e-9])
    #expect(throws: NumericError.notPositiveDefinite(order: 2)) { try Cholesky(of: flat) }
  }

  @Test("each error has a sentence and a status")
  func sentences() {
    let first = NumericError.notPositiveDefinite(order: 4)
    #expect(first.message.description.contains("order 4"))
    #expect(first.exitStatus == .data)
    let second = NumericError.noConvergence(info: 3)
    #expect(second.message.description.contains("LAPACK code 3"))
    #expect(second.exitStatus == .internalFault)
  }
}
