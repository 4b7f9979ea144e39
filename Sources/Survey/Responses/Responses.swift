import Groundwork
public import Statistics
public import Tables

/// The answers of all respondents, column by column, one byte a rating.
public struct Responses: Sendable {
  /// n, the respondents of the analysis.
  public var respondentCount: Int
  /// The ids as read; without an id column the record's digest and occurrence number.
  public var ids: IdentityColumn
  /// Rating codes by outcome, then respondent.
  public var importance: [[UInt8]]
  /// Rating codes of satisfaction, by outcome, then respondent.
  public var satisfaction: [[UInt8]]
  /// Whole units by respondent, of millionths as they came or finer where they were fitted to
  /// margins; `nil` when everybody weighs the same.
  public var weights: [Int64]?
  /// The weights as they came, in millionths; `nil` without a weight column.
  public var givenWeights: [Int64]?
  /// Design, weights and margins as the variances need them.
  public var sample: Sample
  /// What the draws of replicates hang on: respondents, sampling units, strata.
  public var replicateKeys: ReplicateWeights.Keys
  /// How the weights came about; `nil` when they are as they came.
  public var weighting: Weighting?
  /// One for each segmentation of the study, in its order.
  public var groupings: [Grouping]
  /// The sum of the weights, or the number of respondents.
  public var totalWeight: Int64
  /// What else is known of people; empty unless it was read.
  public var profile: [ProfileVariable] = []
  /// What people answered in the columns of the job model; empty unless it was read.
  public var job = JobAnswers()

  /// The respondents in an order that depends on nothing but their ids: by the hash of the id,
  /// then by its bytes. Everything sequential (training samples, floating-point passes) runs in
  /// this order, which is what makes results independent of the order of rows.
  public func canonicalOrder(seed: UInt64) -> [Int32] {
    let hashes = ids.hashes.map { StableHash.combine($0, seed) }
    return (0..<Int32(respondentCount)).sorted { left, right in
      let (a, b) = (hashes[Int(left)], hashes[Int(right)])
      return a == b
        ? ids.bytes(of: Int(left)).lexicographicallyPrecedes(ids.bytes(of: Int(right))) : a < b
    }
  }

  /// The respondents in the order of their ids' bytes.
  public func orderByID() -> [Int32] {
    (0..<Int32(respondentCount)).sorted { left, right in
      ids.bytes(of: Int(left)).lexicographicallyPrecedes(ids.bytes(of: Int(right)))
    }
  }

  /// By respondent, the weights of the analysis in the unit of the weight column: fitted ones sum
  /// to what the given ones do. Empty when everybody weighs 1.
  public var weightsAsGiven: [Double] {
    guard let weights else { return [] }
    let given = givenWeights.map { Double($0.reduce(0, +)) / Double(DecimalColumn.scale) }
    let unit =
      weighting == nil
      ? 1 / Double(DecimalColumn.scale)
      : (given ?? Double(respondentCount)) / Double(totalWeight)
    return weights.map { Double($0) * unit }
  }

  /// The respondents of positive weight: those of weight 0 stay in the design, and are nobody.
  public var peopleCount: Int { weights.map { $0.count { $0 > 0 } } ?? respondentCount }

  /// Kish's effective number of respondents, (sum w)^2 / sum w^2.
  public var effectiveCount: Double {
    guard let weights else { return Double(respondentCount) }
    let square = weights.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) }
    return square > 0 ? Double(totalWeight) * Double(totalWeight) / Double(square) : 0
  }

  /// The share of all ratings that is missing, 0...1.
  public var missingShare: Double {
    let columns = importance + satisfaction
    let missing = columns.reduce(0) { $0 + $1.count { !RatingCode.isAnswered($0) } }
    let all = columns.count * respondentCount
    return all > 0 ? Double(missing) / Double(all) : 0
  }
}

/// Which group of a segmentation each respondent belongs to.
public struct Grouping: Sendable, Equatable {
  /// The segmentation's name.
  public var name: String
  /// Declared order, or sorted by bytes.
  public var levels: [String]
  /// Positions in `levels` by respondent; `levels.count` stands for "in none of them".
  public var codes: [UInt16]

  /// A grouping of respondents; `codes` are positions in `levels`.
  public init(name: String, levels: [String], codes: [UInt16]) {
    self.name = name
    self.levels = levels
    self.codes = codes
  }
}
