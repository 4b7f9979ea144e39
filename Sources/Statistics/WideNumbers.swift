/// Conversions of wide whole numbers; the standard library's are generic and slow in inner loops.
extension Int128 {
  /// The nearest or next to nearest `Double`.
  var real: Double {
    let size = magnitude
    let high = UInt64(truncatingIfNeeded: size >> 64)
    let low = UInt64(truncatingIfNeeded: size)
    let value = Double(high) * 0x1p64 + Double(low)
    return self < 0 ? -value : value
  }
}
