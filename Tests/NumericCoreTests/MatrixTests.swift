import Testing

@testable import NumericCore

@Suite("Matrix")
struct MatrixTests {
  @Test("a product by hand")
  func productByHand() {
    let left = Matrix(rowCount: 2, columnCount: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(Matrix.product(left, left, transposeRight: true).elements == [14, 32, 32, 77])
    #expect(left.crossProduct() == Matrix.product(left, left, transposeLeft: true))
    #expect(left.transposed.transposed == left)
    #expect(left.times([1, 0, -1]) == [-2, -2])
  }

  @Test("rows, columns, diagonal and selections")
  func parts() {
    let matrix = Matrix(rowCount: 2, columnCount: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(matrix.row(1) == [4, 5, 6])
    #expect(matrix.column(2) == [3, 6])
    #expect(matrix.diagonal == [1, 5])
    #expect(matrix.selecting(rows: [1, 0], columns: [2]).elements == [6, 3])
    #expect(Matrix.identity(2).elements == [1, 0, 0, 1])
  }

  @Test("products of nothing are zero or empty")
  func emptyProducts() {
    let tall = Matrix(rowCount: 0, columnCount: 2)
    #expect(tall.crossProduct() == Matrix(rowCount: 2, columnCount: 2))
    let none = Matrix(rowCount: 2, columnCount: 0)
    #expect(Matrix.product(none, none, transposeRight: true).elements == [0, 0, 0, 0])
  }

  @Test("the library names itself")
  func library() {
    OpenBLAS.useOneThread()
    #expect(OpenBLAS.libraryVersion.hasPrefix("OpenBLAS"))
    #expect(!OpenBLAS.coreName.isEmpty)
  }
}
