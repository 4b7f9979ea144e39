internal import Groundwork

/// Small whole numbers drawn by inversion of 32 random bits.
///
/// Use it where millions are drawn: a table of the first 12 bits decides nearly always.
public struct InvertedDraws: Sendable {
  /// The cumulative probabilities as 32-bit numbers, rising: a draw is how many of them it reaches.
  public let thresholds: [UInt32]
  /// The draw by its first 12 bits where these decide, else `undecided`.
  private let byFirstBits: [UInt8]

  private static let undecided = UInt8.max

  /// - Parameter thresholds: fewer than 255 numbers, rising.
  public init(thresholds: [UInt32]) {
    self.thresholds = thresholds
    byFirstBits = (0..<4096).map { bits in
      let first = UInt32(bits) << 20
      let (low, high) = (
        thresholds.count { first >= $0 }, thresholds.count { first | 0xF_FFFF >= $0 }
      )
      return low == high ? UInt8(low) : InvertedDraws.undecided
    }
  }

  /// The draw that some bits give.
  public func number(_ bits: UInt32) -> UInt8 {
    let number = byFirstBits[Int(bits >> 20)]
    return number == InvertedDraws.undecided ? UInt8(thresholds.count { bits >= $0 }) : number
  }

  /// Draws that hang on nothing but a start and their places.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - start: where SplitMix64 starts; each of its numbers gives two draws.
  /// - Returns: the draws, each at most the number of thresholds.
  public func numbers(_ count: Int, from start: UInt64) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      byFirstBits.withUnsafeBufferPointer { table in
        for place in 0..<count / 2 {
          let bits = InvertedDraws.bits(place, start)
          let (low, high) = (table[Int(bits >> 20 & 0xFFF)], table[Int(bits >> 52)])
          target[2 &* place] = low
          target[2 &* place &+ 1] = high
          if max(low, high) == InvertedDraws.undecided {
            target[2 &* place] = number(UInt32(truncatingIfNeeded: bits))
            target[2 &* place &+ 1] = number(UInt32(bits >> 32))
          }
        }
      }
      if count % 2 == 1 {
        let bits = InvertedDraws.bits(count / 2, start)
        target[count - 1] = number(UInt32(truncatingIfNeeded: bits))
      }
      filled = count
    }
  }

  @inline(__always)
  private static func bits(_ place: Int, _ start: UInt64) -> UInt64 {
    StableHash.finalize(start &+ UInt64(place) &* 0x9E37_79B9_7F4A_7C15)
  }
}
