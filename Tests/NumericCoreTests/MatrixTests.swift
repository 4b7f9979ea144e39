import Testing

@testable import NumericCore

@Suite("Matrix")
struct MatrixTests {
  @Test("a product by hand")
  func productByHand() {
    let left = Matrix(rowCount: 2, columnCount: 3, elements: [1, 2, 3, 4, 5, 6])
    let product = Matrix.product(left, left, transposeRight: true)
    #expect(product.elements == [14, 32, 32, 77])
    #expect(left.crossProduct() == Matrix.product(left, left, transposeLeft: true))
    #expect(left.transposed.transposed == left)
    #expect(left.times([1, 0, -1]) == [-2, -2])
  }
}
