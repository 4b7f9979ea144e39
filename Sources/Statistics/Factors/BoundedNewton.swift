internal import NumericCore

/// Newton's method for a smooth function of a few numbers with a lower bound, damped where the
/// function is not convex.
///
/// ```text
/// (H + μ I) d = -g over the numbers that are free,   x <- max(bound, x + d)
/// ```
///
/// A number is held at the bound where the gradient pushes it further down. μ grows until a step
/// does not raise the function and falls afterwards, so that the last steps are Newton's own and
/// the gradient ends at rounding.
///
/// Source: Levenberg (1944), A method for the solution of certain non-linear problems in least
/// squares (the damping); Bertsekas (1982), Projected Newton methods for optimization problems with
/// simple constraints.
struct BoundedNewton {
  /// A function's value with its derivatives.
  struct Point {
    let value: Double
    let gradient: [Double]
    let curvature: Matrix
  }

  /// Where the search ended.
  struct Result {
    let place: [Double]
    let value: Double
    /// The largest derivative with respect to a free number.
    let largestGradient: Double
    let iterationCount: Int
  }

  /// The lower bound of every number; minus infinity for none.
  let bound: Double
  /// The largest number of iterations.
  var maximumIterations = 500
  /// A derivative of this size is none.
  var tolerance = 1e-15

  /// Searches a minimum.
  ///
  /// - Parameters:
  ///   - start: where to begin.
  ///   - function: value and derivatives at a place.
  /// - Returns: where the search ended; whether that is a minimum tells the gradient.
  /// - Throws: what the function throws.
  func minimize(
    from start: [Double], _ function: ([Double]) throws(NumericError) -> Point
  ) throws(NumericError) -> Result {
    var place = start.map { max(bound, $0) }
    var point = try function(place)
    var (damping, iteration) = (0.0, 0)
    while iteration < maximumIterations, size(place, point) > tolerance {
      iteration += 1
      let scale = max(1e-300, point.curvature.diagonal.reduce(0) { max($0, abs($1)) })
      var isAccepted = false
      while !isAccepted, damping < 1e14 * scale {
        if let next = step(from: place, point, damping) {
          let candidate = try function(next)
          if isBetter(candidate, next, than: point, place) {
            (place, point, isAccepted) = (next, candidate, true)
            damping = damping < 1e-6 * scale ? 0 : damping / 10
            continue
          }
        }
        damping = max(4 * damping, 1e-4 * scale)
      }
      if !isAccepted { break }
    }
    return Result(
      place: place, value: point.value, largestGradient: size(place, point),
      iterationCount: iteration)
  }

  // MARK: - Steps

  private func isFree(_ index: Int, _ place: [Double], _ point: Point) -> Bool {
    place[index] > bound || point.gradient[index] < 0
  }

  private func size(_ place: [Double], _ point: Point) -> Double {
    place.indices.reduce(0) {
      isFree($1, place, point) ? max($0, abs(point.gradient[$1])) : $0
    }
  }

  /// The damped step; `nil` where the damped curvature is not positive definite.
  private func step(from place: [Double], _ point: Point, _ damping: Double) -> [Double]? {
    let free = place.indices.filter { isFree($0, place, point) }
    var curvature = point.curvature.selecting(rows: free, columns: free)
    for index in free.indices { curvature[index, index] += damping }
    guard let factor = try? Cholesky(of: curvature) else { return nil }
    let change = factor.solve(free.map { -point.gradient[$0] })
    guard change.allSatisfy(\.isFinite) else { return nil }
    var next = place
    for (index, number) in free.enumerated() {
      next[number] = max(bound, place[number] + change[index])
    }
    return next
  }

  /// Whether the function fell, or, where only rounding is left of it, its gradient did.
  private func isBetter(
    _ candidate: Point, _ next: [Double], than point: Point, _ place: [Double]
  ) -> Bool {
    let rounding = 1e-13 * max(abs(point.value), 1)
    guard candidate.value.isFinite else { return false }
    if candidate.value < point.value - rounding { return true }
    return candidate.value <= point.value + rounding
      && size(next, candidate) < size(place, point)
  }
}
