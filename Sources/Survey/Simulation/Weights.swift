#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The exponential function for simulated weights, behind one name for every C library.
enum Weights {
  static func exponential(_ value: Double) -> Double { exp(value) }
}
