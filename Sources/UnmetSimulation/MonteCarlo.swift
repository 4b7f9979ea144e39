import Groundwork
import NumericCore

/// Simulates surveys and averages what is found in them.
///
/// Survey number i of a population draws from the stream (seed, population's name, i) and from
/// nothing else. Surveys are summed up in pieces of a fixed size, merged in order: the result is
/// the same on any number of threads.
struct MonteCarlo: Sendable {
  let seed: UInt64
  /// Surveys in each cell, unless an experiment asks for a multiple.
  let surveyCount: Int
  let workers: Workers

  /// The number of surveys that the bars are made for.
  static let standardCount = 2_000
  /// Near a limit so many times as many surveys are drawn.
  static let refinement = 5
  /// What is near.
  static let nearness = 0.005
  private static let pieceSize = 50

  /// With fewer surveys than the bars are made for, each bar gives way by so many standard errors.
  var slack: Double { surveyCount < MonteCarlo.standardCount ? 3 : 0 }

  /// Averages numbers over surveys.
  ///
  /// - Parameters:
  ///   - purpose: the population's name, which its random numbers hang on.
  ///   - limits: by number, its bar; `nil` where there is none.
  ///   - factor: how many times the usual number of surveys.
  ///   - body: simulates one survey and returns its numbers; `nil` for a survey that the engine
  ///     refuses, which is left out.
  /// - Returns: a cell for each number.
  func cells(
    _ purpose: String, limits: [Limits?], times factor: Double = 1,
    _ body: @Sendable (inout RandomStream) -> [Double]?
  ) -> [Cell] {
    let count = Int((Double(surveyCount) * factor).rounded())
    var moments = moments(purpose, 0..<count, width: limits.count, body)
    if slack == 0, isNear(moments, limits) {
      moments.add(
        self.moments(
          purpose, count..<MonteCarlo.refinement * count, width: limits.count, body))
    }
    return limits.indices.map { place in
      Cell(
        value: moments.mean(place), error: moments.standardError(place),
        surveyCount: moments.count, limits: limits[place], slack: slack)
    }
  }

  /// Collects what is found in each survey.
  ///
  /// - Parameters:
  ///   - purpose: the population's name, which its random numbers hang on.
  ///   - factor: how many times the usual number of surveys.
  ///   - body: simulates one survey.
  /// - Returns: the findings, survey after survey.
  func surveys<Found: Sendable>(
    _ purpose: String, times factor: Double = 1,
    _ body: @Sendable (inout RandomStream) -> Found
  ) -> [Found] {
    let count = Int((Double(surveyCount) * factor).rounded())
    return workers.mapRanges(of: count, size: MonteCarlo.pieceSize) { range in
      range.map { number in
        var stream = RandomStream(seed: seed, purpose: purpose, index: UInt64(number))
        return body(&stream)
      }
    }.flatMap { $0 }
  }

  // MARK: - Steps

  private func isNear(_ moments: Moments, _ limits: [Limits?]) -> Bool {
    limits.enumerated().contains { place, limits in
      limits?.isNear(moments.mean(place), within: MonteCarlo.nearness) ?? false
    }
  }

  private func moments(
    _ purpose: String, _ surveys: Range<Int>, width: Int,
    _ body: @Sendable (inout RandomStream) -> [Double]?
  ) -> Moments {
    let pieces = workers.mapRanges(of: surveys.count, size: MonteCarlo.pieceSize) { range in
      range.reduce(into: Moments(width: width)) { moments, number in
        var stream = RandomStream(
          seed: seed, purpose: purpose, index: UInt64(surveys.lowerBound + number))
        if let values = body(&stream) { moments.add(values) }
      }
    }
    return pieces.reduce(into: Moments(width: width)) { $0.add($1) }
  }
}

/// Sums over surveys.
private struct Moments: Sendable {
  private(set) var count = 0
  private var sums: [Double]
  private var squares: [Double]

  init(width: Int) {
    sums = [Double](repeating: 0, count: width)
    squares = sums
  }

  mutating func add(_ values: [Double]) {
    count += 1
    for place in sums.indices {
      sums[place] += values[place]
      squares[place] += values[place] * values[place]
    }
  }

  mutating func add(_ other: Moments) {
    count += other.count
    for place in sums.indices {
      sums[place] += other.sums[place]
      squares[place] += other.squares[place]
    }
  }

  func mean(_ place: Int) -> Double { sums[place] / Double(max(1, count)) }

  func standardError(_ place: Int) -> Double {
    let mean = mean(place)
    let variance = squares[place] / Double(max(1, count)) - mean * mean
    return (max(0, variance) / Double(max(1, count - 1))).squareRoot()
  }
}
