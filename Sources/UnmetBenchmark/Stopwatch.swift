/// Times a piece of work several times and tells the median.
enum Stopwatch {
  static let runCount = 7

  /// - Parameters:
  ///   - kernel: the name in the output.
  ///   - amount: how much one run does, in `unit`.
  ///   - unit: what is counted.
  ///   - threadCount: the threads that the work uses.
  ///   - work: one run.
  /// - Returns: a line of JSON.
  static func report(
    _ kernel: String, amount: Double, unit: String, threadCount: Int, _ work: () -> Void
  ) -> String {
    work()  // warms caches and pages in
    var seconds = (0..<runCount).map { _ in
      let duration = ContinuousClock().measure(work)
      return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
    seconds.sort()
    let median = seconds[runCount / 2]
    return
      "{\"kernel\": \"\(kernel)\", \"threads\": \(threadCount), \"seconds\": \(median), "
      + "\"rate\": \(amount / median), \"unit\": \"\(unit)/s\", \"runs\": \(runCount)}"
  }
}
