internal import COpenBLAS

/// The eigenvalues and eigenvectors of a symmetric matrix.
///
/// Use it for principal components of a correlation matrix. Signs of eigenvectors are arbitrary:
/// here the component of largest absolute value of each vector is positive (the first of them at
/// a tie), so that the same matrix always gives the same vectors.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, largest first.
  public let values: [Double]
  /// The eigenvectors as columns, in the order of the values, each of length 1.
  public let vectors: Matrix

  /// Decomposes a symmetric matrix; only its lower triangle is read.
  ///
  /// - Parameter matrix: `[p x p]`.
  /// - Throws: `NumericError.noConvergence`.
  /// - Complexity: O(p³), by LAPACK `dsyevr`.
  public init(of matrix: Matrix) throws(NumericError) {
    let count = matrix.rowCount
    let (ascending, rows) = try SymmetricEigen.solve(matrix, wantsVectors: true)
    values = ascending.reversed()
    var result = Matrix(rowCount: count, columnCount: count)
    for column in 0..<count {
      let start = (count - 1 - column) * count
      let vector = Array(rows[start..<start + count])
      let sign = SymmetricEigen.sign(of: vector)
      for row in 0..<count { result[row, column] = sign * vector[row] }
    }
    vectors = result
  }

  /// The eigenvalues alone, largest first.
  ///
  /// - Parameter matrix: symmetric `[p x p]`; only its lower triangle is read.
  /// - Returns: p numbers.
  /// - Throws: `NumericError.noConvergence`.
  public static func values(of matrix: Matrix) throws(NumericError) -> [Double] {
    try solve(matrix, wantsVectors: false).ascending.reversed()
  }

  // MARK: - Steps

  private static func sign(of vector: [Double]) -> Double {
    var largest = 0.0
    for value in vector where abs(value) > abs(largest) { largest = value }
    return largest < 0 ? -1 : 1
  }

  /// Eigenvalues in ascending order and, row after row, their vectors.
  private static func solve(
    _ matrix: Matrix, wantsVectors: Bool
  ) throws(NumericError) -> (ascending: [Double], rows: [Double]) {
    precondition(
      matrix.rowCount == matrix.columnCount,
      "eigenvalues of a matrix of \(matrix.rowCount) x \(matrix.columnCount)")
    guard matrix.rowCount > 0 else { return ([], []) }
    OpenBLAS.useOneThread()
    var problem = EigenProblem(matrix, wantsVectors: wantsVectors)
    problem.run(isQuery: true)
    problem.takeWorkSpace()
    problem.run(isQuery: false)
    guard problem.info == 0 else { throw .noConvergence(info: Int(problem.info)) }
    return (problem.values, problem.vectors)
  }
}

/// The arguments of one call of `dsyevr`: first asked for its work space, then run.
private struct EigenProblem {
  var order: Int32
  let wantsVectors: Bool
  var matrix: [Double]
  var values: [Double]
  var vectors: [Double]
  var support: [Int32]
  var work = [0.0]
  var integerWork: [Int32] = [0]
  var info: Int32 = 0

  init(_ source: Matrix, wantsVectors: Bool) {
    let count = source.rowCount
    order = Int32(count)
    self.wantsVectors = wantsVectors
    matrix = source.elements
    values = [Double](repeating: 0, count: count)
    vectors = [Double](repeating: 0, count: wantsVectors ? count * count : 1)
    support = [Int32](repeating: 0, count: 2 * count)
  }

  mutating func takeWorkSpace() {
    work = [Double](repeating: 0, count: Int(work[0]))
    integerWork = [Int32](repeating: 0, count: Int(integerWork[0]))
  }

  /// The row-major lower triangle is the column-major upper one, hence "U".
  mutating func run(isQuery: Bool) {
    var lower = 0.0
    var upper = 0.0
    var first: Int32 = 0
    var last: Int32 = 0
    var tolerance = 0.0
    var found: Int32 = 0
    var workCount = isQuery ? -1 : Int32(work.count)
    var integerWorkCount = isQuery ? -1 : Int32(integerWork.count)
    var vectorOrder = order
    var matrixOrder = order
    dsyevr_(
      wantsVectors ? "V" : "N", "A", "U", &order, &matrix, &matrixOrder, &lower, &upper, &first,
      &last, &tolerance, &found, &values, &vectors, &vectorOrder, &support, &work, &workCount,
      &integerWork, &integerWorkCount, &info, 1, 1, 1)
  }
}
