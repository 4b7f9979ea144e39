/// One byte a rating: how an answer stands in memory.
///
/// Codes 0...4 are the reasons of `MissingReason`, codes 5...15 the points of the scale from its
/// low end. Sixteen codes fill four bits, so a pair of ratings indexes a joint table of 256 cells
/// directly.
public enum RatingCode {
  /// The code of the scale's lowest point.
  public static let lowest: UInt8 = 5

  /// The code of a point of a scale.
  public static func code(point: Int, on scale: Scale) -> UInt8 {
    precondition(scale.low <= point && point <= scale.high, "point \(point)")
    return lowest + UInt8(point - scale.low)
  }

  /// The point that a code stands for, `nil` for a missing rating.
  public static func point(_ code: UInt8, on scale: Scale) -> Int? {
    code < lowest ? nil : Int(code - lowest) + scale.low
  }

  /// Whether the code is a rating.
  public static func isAnswered(_ code: UInt8) -> Bool { code >= lowest }
}
