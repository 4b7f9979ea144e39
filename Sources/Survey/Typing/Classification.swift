public import Tables

/// People who were typed by a model.
public struct Classification: Sendable {
  /// Which questions decided.
  public enum Route: String, Sendable, CaseIterable {
    /// All questions of the clustering: the nearest center.
    case all
    /// The few golden questions: the discriminant.
    case golden
  }

  /// The model.
  public var model: TypingModel
  /// The route that was taken.
  public var route: Route
  /// The columns that the route of all questions needs and the file lacks.
  public var lackingColumns: [String]
  /// Whether golden questions decided because of these columns, and not because they were wished.
  public var isFallback: Bool
  /// The columns of the route that are blank for everybody or nearly so, though people of the study
  /// answered them: whether the segments still fit cannot be told then.
  public var blankColumns: [String]
  /// The columns that were read.
  public var columns: [String]
  /// The name of the input as given.
  public var inputName: String
  /// The ids as read, by person.
  public var ids: IdentityColumn
  /// The column of the ids; `nil` where people are told apart by their records.
  public var idColumn: String?
  /// By person: the number of the record in the file, from 1; empty where more records were left
  /// out than are numbered.
  public var records: [Int]
  /// The people in the order of their ids' bytes; in that of the file where it has no ids.
  public var order: [Int32]
  /// By person: the position of the segment, `Classification.unplaced` without an answer.
  public var segments: [UInt8]
  /// By person: the position of the next segment.
  public var seconds: [UInt8]
  /// By person: how clearly the segment is the own one. All questions: how much nearer its center
  /// is than the next, in feature units. Golden questions: the logarithm of how much likelier it
  /// is than the next.
  public var margins: [Double]
  /// By person: the probability of the segment, 0...1. Golden questions: that of the discriminant.
  /// All questions: that of normal clouds about the centers, not calibrated
  /// (`TypingModel.confidence`); empty where the model does not hold what it takes.
  public var confidences: [Double]
  /// By person: the answered questions of the route.
  public var answered: [Int]
  /// By person: the weights in millionths; `nil` where everybody counts as one.
  public var weights: [Int64]?
  /// What is to be said on the data.
  public var findings: [Finding]
  /// How the people lie to the segments, against those of the study.
  public var drift: TypingDrift

  /// The segment of who answered none of the questions.
  public static let unplaced = UInt8.max
}
