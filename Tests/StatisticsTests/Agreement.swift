import Foundation

/// Writes down how far numbers are from those of a reference program, for `Scripts/agreement`.
///
/// With `UNMET_AGREEMENT=FILE` each comparison appends a line: statistic, software, case and check,
/// how many numbers, the largest difference. Without it nothing is written.
enum Agreement {
  private static let path = ProcessInfo.processInfo.environment["UNMET_AGREEMENT"]

  /// The largest |found - expected| over |expected|. Where 0 is expected, or what rounding left of
  /// it, it is over the largest of the numbers; absolute where all are 0.
  static func difference(_ found: [Double], _ expected: [Double]) -> Double {
    let scale = expected.map(abs).max() ?? 0
    return zip(found, expected).map { found, expected in
      let isZero = abs(expected) <= 1e-12 * scale
      let unit = isZero ? (scale > 0 ? scale : 1) : abs(expected)
      return found == expected ? 0 : abs(found - expected) / unit
    }.max() ?? 0
  }

  /// Appends a line; fields are parted by tabs.
  ///
  /// - Parameters:
  ///   - fields: what the line begins with.
  ///   - found: the library's numbers.
  ///   - expected: the program's.
  static func note(_ fields: [String], _ found: [Double], _ expected: [Double]) {
    guard let path, let file = fopen(path, "a") else { return }
    let numbers = [String(found.count), String(difference(found, expected))]
    // One write in append mode: lines of tests that run at the same time do not mix.
    fputs((fields + numbers).joined(separator: "\t") + "\n", file)
    fclose(file)
  }
}
