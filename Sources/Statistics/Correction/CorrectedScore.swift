/// What is known about the true score of one outcome, in points.
public struct CorrectedScore: Sendable, Equatable {
  /// The expected score, 0...20.
  public let value: Double
  /// The standard deviation of the true score around it.
  public let standardDeviation: Double
  /// The expected importance, 0...10.
  public let importance: Double
  /// The expected satisfaction, 0...10.
  public let satisfaction: Double
  /// How probable each band is.
  public let bands: BandProbabilities
  /// How probable each zone is.
  public let zones: ZoneProbabilities

  /// - Parameter angles: what is known about the outcome's true angles.
  init(angles: PairNormal) {
    let points = angles.points
    (value, standardDeviation) = points.score
    (importance, satisfaction) = (points.mean.x, points.mean.y)
    bands = BandProbabilities(points)
    zones = ZoneProbabilities(points)
  }
}

/// How probable it is that a true score lies in each band; the cuts belong to the upper band.
///
/// Source: Ulwick (2005), What Customers Want (the cuts 10, 12 and 15).
public struct BandProbabilities: Sendable, Equatable {
  /// Of a score of 10 or more.
  public let atLeast10: Double
  /// Of a score of 12 or more.
  public let atLeast12: Double
  /// Of a score of 15 or more.
  public let atLeast15: Double

  /// Under 10.
  public var low: Double { 1 - atLeast10 }
  /// 10 to 12.
  public var solid: Double { atLeast10 - atLeast12 }
  /// 12 to 15.
  public var high: Double { atLeast12 - atLeast15 }
  /// 15 and up.
  public var extreme: Double { atLeast15 }

  init(_ points: PairNormal) {
    (atLeast10, atLeast12, atLeast15) =
      (points.exceedance(10), points.exceedance(12), points.exceedance(15))
  }
}

/// How probable it is that a true outcome lies in each zone between importance and satisfaction.
///
/// Source: Ulwick (2005), What Customers Want (the zones).
public struct ZoneProbabilities: Sendable, Equatable {
  /// Satisfaction is above importance.
  public let overserved: Double
  /// The score is 10 or more.
  public let underserved: Double
  /// Both parts are 7.5 or more, without a gap below 0 or a score of 10.
  public let tableStakes: Double
  /// Everything else.
  public let appropriatelyServed: Double

  /// The zones exclude each other for parts of 0...10, but the normal distribution goes a little
  /// beyond, so the sum of the first three may need to be brought back to 1.
  init(_ points: PairNormal) {
    let parts = (points.overserved, points.exceedance(10), points.tableStakes)
    let sum = parts.0 + parts.1 + parts.2
    let scale = 1 / max(1, sum)
    (overserved, underserved, tableStakes) = (scale * parts.0, scale * parts.1, scale * parts.2)
    appropriatelyServed = max(0, 1 - sum)
  }
}
