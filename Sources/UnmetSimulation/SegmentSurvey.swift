import Groundwork
import NumericCore
import Statistics

/// Surveys of twenty five-point items with or without segments, in the design of the acceptance
/// numbers: four blocks of five items, four segments, each high on two blocks and low on two.
struct SegmentSurvey: Sendable {
  /// What people differ in.
  enum Structure: Sendable, Equatable {
    /// Segments that lie `separation` apart on every item, with these shares.
    case segments(separation: Double, shares: [Double])
    /// Nothing but a response style.
    case style
    /// A response style and a factor for each block of items.
    case factors
  }

  /// What a respondent is clustered by.
  enum Feature: String, Sendable {
    /// One battery, each row less its mean.
    case battery = "one battery"
    /// Importance less satisfaction, each row less its mean: the default of the study file.
    case gap = "gap"
    /// Importance less satisfaction as it is.
    case plainGap = "gap, not centred"
  }

  var structure: Structure
  var feature = Feature.battery
  /// By segment, what its satisfaction is above that of others on every item.
  var levels = [0.0, 0, 0, 0]
  var rowCount = 600

  static let equalShares = [0.25, 0.25, 0.25, 0.25]
  static let unequalShares = [0.4, 0.3, 0.2, 0.1]
  static let style = 0.3
  private static let blockVariance = 0.25
  private static let itemCount = 20
  private static let cuts = [-1.5, -0.7, 0.1, 0.9]
  private static let pattern: [[Double]] = [
    [1, 1, -1, -1], [1, -1, 1, -1], [-1, 1, -1, 1], [-1, -1, 1, 1],
  ]

  /// How the random numbers of these surveys are called.
  var purpose: String { "segments \(structure) \(feature.rawValue) \(levels[0])" }

  /// One survey: what was answered, and the segment of each respondent.
  func draw(_ stream: inout RandomStream) -> (plain: IntegerMatrix, segments: Partition) {
    var cells: [Int8] = []
    cells.reserveCapacity(rowCount * Self.itemCount)
    var labels: [UInt8] = []
    for _ in 0..<rowCount {
      let segment = segment(&stream)
      labels.append(UInt8(segment))
      appendAnswers(segment, to: &cells, &stream)
    }
    return (
      IntegerMatrix(rowCount: rowCount, columnCount: Self.itemCount, elements: cells),
      Partition(labels: labels, clusterCount: 4)
    )
  }

  /// What the engine clusters of such answers.
  func features(_ plain: IntegerMatrix) -> ClusterFeatures {
    let grid = GridMatrix(plain)
    return feature == .plainGap ? ClusterFeatures(grid) : ClusterFeatures(centring: grid)
  }

  // MARK: - Steps

  private func segment(_ stream: inout RandomStream) -> Int {
    guard case .segments(_, let shares) = structure else { return 0 }
    var rest = stream.uniform()
    for (segment, share) in shares.enumerated() {
      if rest < share { return segment }
      rest -= share
    }
    return shares.count - 1
  }

  private func appendAnswers(
    _ segment: Int, to cells: inout [Int8], _ stream: inout RandomStream
  ) {
    let style = structure == .factors && feature == .battery ? 0.2 : Self.style
    let block = structure == .factors ? Self.blockVariance : 0
    let own = (1 - style - block).squareRoot()
    let habit = stream.normal()
    let otherHabit = 0.8 * habit + 0.6 * stream.normal()
    let blocks = (0..<8).map { _ in block > 0 ? block.squareRoot() * stream.normal() : 0 }
    for item in 0..<Self.itemCount {
      let place = item * 4 / Self.itemCount
      let shift = shift(segment, place)
      let common = style.squareRoot() * habit
      let importance = Self.point(
        (feature == .battery ? 0.1 : 0.5) + shift + common + blocks[place] + own * stream.normal())
      guard feature != .battery else {
        cells.append(importance)
        continue
      }
      let satisfaction = Self.point(
        0.1 - 0.8 * shift + levels[segment] + style.squareRoot() * otherHabit + blocks[4 + place]
          + own * stream.normal())
      cells.append(importance - satisfaction)
    }
  }

  private func shift(_ segment: Int, _ block: Int) -> Double {
    guard case .segments(let separation, _) = structure else { return 0 }
    return Self.pattern[segment][block] * separation / 2
  }

  private static func point(_ value: Double) -> Int8 {
    Int8(1 + cuts.count { value > $0 })
  }
}

/// The linear discriminant that knows the segments of a survey's design.
struct SegmentOracle: Sendable {
  private let rule: LinearDiscriminant

  /// Takes means and covariance from a large draw.
  init(_ survey: SegmentSurvey, seed: UInt64) throws {
    var large = survey
    large.rowCount = 20_000
    var stream = RandomStream(seed: seed, purpose: "oracle of " + survey.purpose)
    let (plain, segments) = large.draw(&stream)
    let parts = (0..<4).map { segment in
      CrossProducts(
        of: plain.elements, columnCount: plain.columnCount,
        rows: segments.labels.indices.filter { segments.labels[$0] == UInt8(segment) },
        weights: WholeWeights(ones: plain.rowCount))
    }
    let shares = parts.map { Double($0.weight) / Double(plain.rowCount) }
    var pooled = Matrix(rowCount: plain.columnCount, columnCount: plain.columnCount)
    for (part, share) in zip(parts, shares) {
      for place in pooled.elements.indices {
        pooled.elements[place] += share * part.covariance.elements[place]
      }
    }
    rule = try LinearDiscriminant(
      means: Matrix(
        rowCount: 4, columnCount: plain.columnCount, elements: parts.flatMap { $0.mean }),
      covariance: pooled, shares: shares)
  }

  /// The segments that it assigns.
  func assign(_ plain: IntegerMatrix) -> Partition {
    let rows = Matrix(
      rowCount: plain.rowCount, columnCount: plain.columnCount,
      elements: plain.elements.map(Double.init))
    return Partition(labels: rule.assign(rows).map { UInt8($0) }, clusterCount: 4)
  }
}

extension MonteCarlo {
  /// Averages numbers over a few surveys that each take long: one at a time on a thread.
  ///
  /// - Parameters:
  ///   - purpose: the population's name, which its random numbers hang on.
  ///   - limits: by number, its bar; `nil` where there is none.
  ///   - factor: how many times the usual number of surveys.
  ///   - body: simulates one survey, the number of which it is told, and returns its numbers.
  /// - Returns: a cell for each number.
  func longCells(
    _ purpose: String, limits: [Limits?], times factor: Double,
    _ body: @Sendable (Int, inout RandomStream) -> [Double]
  ) -> [Cell] {
    let count = max(10, Int((Double(surveyCount) * factor).rounded()))
    let found = workers.map(count) { number in
      var stream = RandomStream(seed: seed, purpose: purpose, index: UInt64(number))
      return body(number, &stream)
    }
    return limits.indices.map { place in
      let mean = found.reduce(0) { $0 + $1[place] } / Double(count)
      let squares = found.reduce(0) { $0 + ($1[place] - mean) * ($1[place] - mean) }
      return Cell(
        value: mean, error: (squares / Double(count) / Double(max(1, count - 1))).squareRoot(),
        surveyCount: count, limits: limits[place], slack: slack)
    }
  }
}
