/// Draws an interval as `├──●──┤`, all pictures of a table on the same scale.
struct IntervalPicture {
  /// The values at the left and right edge.
  var range: ClosedRange<Double>
  /// The columns a picture takes.
  var width: Int

  /// A scale that holds all the given intervals.
  init(holding intervals: [(low: Double, high: Double)], width: Int) {
    let low = intervals.map(\.low).min() ?? 0
    let high = intervals.map(\.high).max() ?? 1
    self.range = low...max(high, low)
    self.width = width
  }

  /// The picture of one interval, `width` columns wide.
  func drawn(low: Double, value: Double, high: Double) -> String {
    var cells = [Character](repeating: " ", count: width)
    let (first, last) = (position(low), position(high))
    for cell in first...max(first, last) { cells[cell] = "─" }
    cells[first] = "├"
    cells[last] = "┤"
    cells[min(max(position(value), first), last)] = "●"
    return String(cells)
  }

  private func position(_ value: Double) -> Int {
    let length = range.upperBound - range.lowerBound
    guard length > 0 else { return (width - 1) / 2 }
    let place = (value - range.lowerBound) / length * Double(width - 1)
    return min(width - 1, max(0, Int(place.rounded())))
  }
}
