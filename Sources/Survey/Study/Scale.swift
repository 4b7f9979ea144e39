/// The scale on which importance and satisfaction were rated.
///
/// Whole points from `low` to `high`, at most eleven of them. A rating of `top` or more counts as
/// "important" or "satisfied".
public struct Scale: Sendable, Equatable {
  /// The lowest point.
  public var low: Int
  /// The highest point.
  public var high: Int
  /// The lowest point that counts as important or satisfied.
  public var top: Int
  /// Texts that stand for a point, such as `Very important`, in the order of the study file.
  public var labels: [ScaleLabel]

  /// - Precondition: `0 <= low < high`, at most eleven points, `low < top <= high`.
  public init(low: Int, high: Int, top: Int, labels: [ScaleLabel] = []) {
    precondition(0 <= low && low < high && high - low <= 10, "scale \(low)-\(high)")
    precondition(low < top && top <= high, "top \(top) on scale \(low)-\(high)")
    self.low = low
    self.high = high
    self.top = top
    self.labels = labels
  }

  /// The number of points, 2...11.
  public var pointCount: Int { high - low + 1 }

  /// The cut that the field uses for "top box" where the study file declares none: the top two
  /// points of scales up to ten points and of 0-10 (4 of 1-5, 6 of 1-7, 9 of 1-10 and of 0-10).
  public static func usualTop(low: Int, high: Int) -> Int { max(low + 1, high - 1) }
}

/// A text in the data that stands for a point of the scale.
public struct ScaleLabel: Sendable, Equatable {
  /// The text, compared byte by byte.
  public var text: String
  /// The point it stands for.
  public var point: Int

  /// A text and its point.
  public init(text: String, point: Int) {
    self.text = text
    self.point = point
  }
}
