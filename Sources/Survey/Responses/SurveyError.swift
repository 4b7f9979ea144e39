public import Groundwork
public import Tables

/// Why an analysis cannot be carried out. Cases carry facts; `SurveyErrorMessage.swift` makes the
/// sentences.
public enum SurveyError: Error, Sendable {
  /// The table cannot be read.
  case table(TableError)
  /// The study names a column that the data lack.
  case missingColumn(ColumnReference, input: String, nearest: String?, columns: [String])
  /// The file of new people lacks columns that a model needs.
  case lackingColumns(LackingColumns)
  /// The study names a column by a header that several columns bear.
  case ambiguousColumn(ColumnReference, input: String, positions: [Int])
  /// Two uses of the study name the same column of ratings.
  case columnUsedTwice(ColumnReference, first: ColumnReference)
  /// More ratings of an item lie outside the scale than the limit allows.
  case tooManyInvalid(InvalidRatings, otherItems: Int)
  /// More answers in a column of the job model mean nothing known than the limit allows.
  case unknownAnswers(UnknownAnswers)
  /// More records have a wrong number of fields than the limit allows.
  case tooManyRejected(input: String, rejected: RejectedRecords, records: Int, limit: Double)
  case duplicateRespondents(input: String, column: String, repeated: Int, rows: [Int])
  case blankRespondent(input: String, column: String, count: Int, row: Int)
  case badWeights(input: String, column: String, kind: WeightFault, place: FieldPlace?, count: Int)
  /// A stratum or a sampling unit is not told.
  case blankDesign(ColumnReference, input: String, use: String, count: Int, row: Int)
  /// Columns named as replicate weights are none, or were made in another way than the study says.
  case badReplicates(ColumnReference, input: String, fault: ReplicateFault)
  /// A population size is no number above 0.
  case badPopulation(ColumnReference, input: String, place: FieldPlace?, count: Int)
  /// A stratum has one sampling unit; or one of its units has one second unit.
  case lonelyUnit(ColumnReference?, input: String, stratum: String)
  /// Population sizes of a stratum differ, or are below the number of units drawn.
  case impossiblePopulation(
    ColumnReference?, input: String, stratum: String, found: Double, expected: Double?, units: Int)
  /// Answers of a margin have no target.
  case unknownMarginAnswer(
    ColumnReference, input: String, answer: String, count: Int, nearest: String?)
  /// A target has no respondent, or none with a weight.
  case emptyTarget(ColumnReference, input: String, answer: String, share: Double)
  /// The margins contradict each other.
  case marginsNotMet(
    ColumnReference, input: String, answer: String, found: Double, target: Double, cycles: Int)
  /// A hypothesis names a segment that the data lack.
  case unknownSegment(Place, segmentation: String, segment: String, nearest: String?)
  /// Two margins sort the respondents alike.
  case dependentMargins(ColumnReference, input: String)
  case noRespondents(input: String)
  case tooManySegments(ColumnReference, name: String, found: Int, limit: Int)
  case tooManyClusters(requested: Int, respondents: Int)
  case tooLarge(what: String, bytes: Int, limit: Int)
}

/// What is wrong with replicate weights.
public enum ReplicateFault: Sendable, Equatable {
  /// Their sum is so many times that of the weights.
  case sum(ratio: Double)
  /// They do not follow the weights: factors of them.
  case factors
  /// They are the weights themselves.
  case fullWeights
  /// Half samples in which the reduced half keeps this share, where the study says another.
  case halves(kept: Double, stated: Double)
  /// A jackknife that leaves some weights as they are, as with strata, without scales.
  case strata
}

/// What is wrong with a weight.
public enum WeightFault: Sendable, Equatable {
  case notANumber, blank, negative, allZero, tooLarge
}

/// The ratings of one item that are neither points of the scale nor declared codes.
public struct InvalidRatings: Sendable {
  /// The column's name.
  public var item: String
  /// Ratings of the item that are neither points nor declared codes.
  public var count: Int
  /// Answers of the item, valid and invalid.
  public var answered: Int
  /// The limit that was passed, a share 0...1.
  public var limit: Double
  /// The first places in the file.
  public var places: [FieldPlace]
  /// The scale they should be on.
  public var scale: Scale
  /// Where the study declares the scale.
  public var scalePlace: Place
  /// The name of the input.
  public var input: String
}

extension SurveyError: Failure {
  /// The status with which the command ends.
  public var exitStatus: ExitStatus {
    switch self {
    case .table(let error): error.exitStatus
    case .missingColumn, .columnUsedTwice, .tooManySegments, .dependentMargins, .unknownSegment:
      .studyFile
    case .lackingColumns, .ambiguousColumn, .tooManyInvalid, .unknownAnswers, .tooManyRejected,
      .duplicateRespondents,
      .blankRespondent, .badWeights, .badReplicates, .blankDesign, .badPopulation, .lonelyUnit,
      .impossiblePopulation, .unknownMarginAnswer, .emptyTarget, .marginsNotMet, .noRespondents,
      .tooManyClusters, .tooLarge:
      .data
    }
  }
}
