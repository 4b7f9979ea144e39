import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("Rows on the grid")
struct GridTests {
  @Test(
    "the grid is as fine as the range allows",
    arguments: zip([1, 7, 8, 15, 16, 100], [12, 12, 11, 11, 10, 8]))
  func fineness(magnitude: Int, bits: Int) {
    #expect(GridMatrix.gridBits(forMagnitude: magnitude) == bits)
  }

  @Test("whole numbers are exact on the grid")
  func exact() {
    let grid = GridMatrix(integers([-4, 0, 3, 9], columns: 2))
    #expect(grid.value(0, 0) == -4 && grid.value(1, 1) == 9 && grid.gridBits == 11)
    #expect(grid.selecting(rows: [1]).elements == grid.selecting(rows: 1..<2).elements)
  }

  @Test("rows minus their means, on a coarser grid where needed")
  func centered() {
    let grid = GridMatrix(integers([1, 2, 6, 3, 3, 3], columns: 3)).centeredByRow()
    #expect(grid.value(0, 0) == -2 && grid.value(0, 2) == 3)
    #expect(grid.row(1).allSatisfy { $0 == 0 })
    let wide = GridMatrix(integers([-7, -7, -7, 7], columns: 4)).centeredByRow()
    #expect(wide.gridBits == 11 && wide.value(0, 3) == 10.5)
    let coarse = GridMatrix(integers([1, 2, 6], columns: 3)).centeredByRow(gridBits: 1)
    #expect(coarse.elements == [-4, -2, 6])
  }

  @Test("different rows are counted up to a limit")
  func distinct() {
    let grid = GridMatrix(integers([1, 2, 1, 3, 2, 1], columns: 1))
    #expect(grid.distinctRowCount(upTo: 10) == 3)
    #expect(grid.distinctRowCount(upTo: 2) == 2)
  }

  @Test("columns and rows can be taken out, missing cells counted")
  func parts() {
    let matrix = integers([1, nil, 3, 4, 5, nil], columns: 3)
    #expect(matrix.missingCount == 2)
    #expect(matrix.selecting(columns: [2, 0]).elements == [3, 1, IntegerMatrix.missing, 4])
    #expect(matrix.selecting(rows: [1]).elements == [4, 5, IntegerMatrix.missing])
    #expect(matrix.largestMagnitude == 5)
  }
}
