internal import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One start of a search for latent classes, and how far it has come.
struct LatentRun: Sendable {
  private let kernel: LatentKernel
  let classCount: Int
  private(set) var shares: [Double]
  /// Probabilities by category; lanes beyond the classes are 0.
  private(set) var tables: [LatentKernel.Lanes]
  private(set) var logLikelihood = -Double.infinity
  private(set) var iterationCount = 0
  private(set) var hasConverged = false

  /// How much of a given start stays with the row's own class; the rest goes evenly to all, since
  /// a probability of 0 could never grow again.
  private static let hold = 0.9

  /// Begins at a partition; without one, at one class.
  init(_ kernel: LatentKernel, from start: Partition?, classCount: Int) {
    self.init(kernel, classCount) { row in
      var parts = LatentRun.even(classCount) * (1 - LatentRun.hold)
      parts[min(Int(start?.labels[row] ?? 0), classCount - 1)] += LatentRun.hold
      return parts
    }
  }

  /// Begins at parts drawn for each row.
  init(_ kernel: LatentKernel, classCount: Int, draw: (seed: UInt64, number: Int)) {
    var stream = RandomStream(
      seed: draw.seed, purpose: "latent class start", index: UInt64(draw.number))
    self.init(kernel, classCount) { _ in
      var parts = LatentKernel.Lanes.zero
      for number in 0..<classCount { parts[number] = -log(stream.uniform()) }
      return parts / parts.sum()
    }
  }

  private init(
    _ kernel: LatentKernel, _ classCount: Int, parts: (Int) -> LatentKernel.Lanes
  ) {
    self.kernel = kernel
    self.classCount = classCount
    var weights = LatentKernel.Lanes.zero
    var tables = [LatentKernel.Lanes](repeating: .zero, count: kernel.tableCount)
    for row in 0..<kernel.rowCount where kernel.weights[row] > 0 {
      let part = parts(row) * kernel.weights[row]
      weights += part
      kernel.add(part, of: row, to: &tables)
    }
    shares = (0..<classCount).map { weights[$0] / kernel.effectiveCount }
    kernel.normalise(&tables)
    self.tables = tables
  }

  /// Expectation and maximisation until the likelihood rises no more.
  mutating func iterate(_ options: LatentClasses.Options) {
    for iteration in 1...max(1, options.maximumIterations) {
      let (logShares, logTables) = logarithms()
      var sums = kernel.pass(logShares, logTables)
      let gain = sums.logLikelihood - logLikelihood
      logLikelihood = sums.logLikelihood
      iterationCount = iteration
      hasConverged = gain <= options.tolerance * kernel.effectiveCount
      if hasConverged { return }
      shares = (0..<classCount).map { sums.weights[$0] / kernel.effectiveCount }
      kernel.normalise(&sums.tables)
      tables = sums.tables
    }
  }

  /// The logs of shares and probabilities; lanes beyond the classes have none.
  func logarithms() -> (shares: LatentKernel.Lanes, tables: [LatentKernel.Lanes]) {
    var logShares = LatentKernel.Lanes(repeating: -.infinity)
    for number in 0..<classCount { logShares[number] = log(shares[number]) }
    let logTables = tables.map { vector in
      var logs = LatentKernel.Lanes.zero
      for number in 0..<classCount { logs[number] = log(vector[number]) }
      return logs
    }
    return (logShares, logTables)
  }

  /// Orders the classes by share, largest first, then by the mean of the first item.
  mutating func takeCanonicalOrder() {
    let order = shares.indices.sorted { left, right in
      if shares[left] != shares[right] { return shares[left] > shares[right] }
      return kernel.firstMean(tables, of: left) < kernel.firstMean(tables, of: right)
    }
    shares = order.map { shares[$0] }
    tables = tables.map { vector in
      var ordered = LatentKernel.Lanes.zero
      for (place, number) in order.enumerated() { ordered[place] = vector[number] }
      return ordered
    }
  }

  private static func even(_ classCount: Int) -> LatentKernel.Lanes {
    var parts = LatentKernel.Lanes.zero
    for number in 0..<classCount { parts[number] = 1 / Double(classCount) }
    return parts
  }
}
