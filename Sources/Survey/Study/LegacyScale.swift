/// How an older survey asked for an outcome, and how its ratings are read on the study's scale.
///
/// Without points of its own a rating is moved along the line that joins the ends of both scales
/// and rounded to the nearest point, halves away from the middle of the study's scale (a half in
/// the very middle down). Then the cuts are put on top of each other: what counted as satisfied in
/// the old survey counts in the study, and nothing else does.
///
/// ```text
/// x counted in the old survey   ⟺   the point that x is read as counts in the study
/// ```
///
/// Top-box figures therefore keep their meaning exactly; means lose what rounding takes.
public struct LegacyScale: Sendable, Equatable {
  /// The lowest point of the old scale.
  public var low: Int
  /// Its highest point, at most ten above the lowest.
  public var high: Int
  /// The cut in the old survey's own points: ratings from here up counted, or from here down where
  /// 1 was best.
  public var top: Int
  /// Whether the lowest point was the best.
  public var isReversed: Bool
  /// What each point from `low` to `high` is read as; empty takes the rule above.
  public var points: [Int]
  /// What else differed, in the study's own words.
  public var note: String?

  /// - Precondition: at most eleven points; `low < top <= high`, or `low <= top < high` reversed.
  public init(low: Int, high: Int, top: Int? = nil, isReversed: Bool = false) {
    precondition(low < high && high - low <= 10, "scale \(low)-\(high)")
    self.low = low
    self.high = high
    self.top = top ?? LegacyScale.usualTop(low: low, high: high, isReversed: isReversed)
    self.isReversed = isReversed
    points = []
  }

  /// The cut without a declared one: the two best points, as `Scale.usualTop`.
  static func usualTop(low: Int, high: Int, isReversed: Bool) -> Int {
    let top = Scale.usualTop(low: low, high: high)
    return isReversed ? low + high - top : top
  }

  /// The points that the cut may be.
  static func cuts(low: Int, high: Int, isReversed: Bool) -> ClosedRange<Int> {
    isReversed ? low...high - 1 : low + 1...high
  }

  /// Whether a rating of the old survey counted as important or satisfied.
  public func counts(_ rating: Int) -> Bool { isReversed ? rating <= top : rating >= top }

  /// The point of the study's scale that a rating is read as.
  ///
  /// - Parameters:
  ///   - rating: `low...high`.
  ///   - scale: the study's scale.
  /// - Returns: a point of it.
  public func point(of rating: Int, on scale: Scale) -> Int {
    precondition((low...high).contains(rating), "a rating of \(rating) on \(low)-\(high)")
    guard points.isEmpty else { return points[rating - low] }
    let steps = isReversed ? high - rating : rating - low
    let (width, own) = (scale.high - scale.low, high - low)
    // steps * width / own, rounded, in whole numbers.
    let (whole, rest) = (steps * width).quotientAndRemainder(dividingBy: own)
    let isAboveMiddle = 2 * steps > own
    let roundsUp = 2 * rest > own || 2 * rest == own && isAboveMiddle
    let nearest = scale.low + whole + (roundsUp ? 1 : 0)
    return counts(rating) ? max(scale.top, nearest) : min(scale.top - 1, nearest)
  }

  /// The rating of the old survey that is read as a point or as near to it as any, the lowest of
  /// several.
  public func rating(near point: Int, on scale: Scale) -> Int {
    (low...high).min { left, right in
      abs(self.point(of: left, on: scale) - point) < abs(self.point(of: right, on: scale) - point)
    } ?? low
  }

  /// The same reading with every point told: it stands without the study's cut.
  func told(on scale: Scale) -> LegacyScale {
    var told = LegacyScale(low: low, high: high)
    told.points = (low...high).map { point(of: $0, on: scale) }
    return told
  }

  /// `1-2 as 1, 3-4 as 2, 5 as 3`: how ratings are read.
  public func reading(on scale: Scale) -> String {
    var parts: [(from: Int, to: Int, point: Int)] = []
    for rating in low...high {
      let point = point(of: rating, on: scale)
      if let last = parts.last, last.point == point {
        parts[parts.count - 1].to = rating
      } else {
        parts.append((rating, rating, point))
      }
    }
    return parts.map { part in
      (part.from == part.to ? "\(part.from)" : "\(part.from)-\(part.to)") + " as \(part.point)"
    }.joined(separator: ", ")
  }
}
