public import Tables

/// Where the answers are and how to read them.
public struct ResponseFile: Sendable, Equatable {
  /// What to do when two records carry the same respondent id.
  public enum Duplicates: String, Sendable, CaseIterable { case refuse, first, last }

  /// The path as written, relative to the study file.
  public var file: String
  /// The column of respondent ids; `nil` tells respondents apart by their records.
  public var respondent: ColumnReference?
  /// What importance and satisfaction were rated on.
  public var scale: Scale
  /// Texts that mean "no answer", and why; a blank is among them.
  public var missing: [MissingText]
  /// What to do when two records carry the same id.
  public var duplicates: Duplicates
  /// The share of an item's answers that may be invalid before the run is refused, 0...1.
  public var rejectLimit: Double
  /// Declared delimiter, header rows and encoding; what is not declared is detected.
  public var format: TableFormat
  /// Where `scale` stands, for messages about ratings outside it.
  public var scalePlace: Place

  /// A response file with every default filled in.
  public init(file: String, scale: Scale, scalePlace: Place) {
    self.file = file
    self.respondent = nil
    self.scale = scale
    self.missing = [MissingText(text: "", reason: .notAnswered)]
    self.duplicates = .refuse
    self.rejectLimit = 0.01
    self.format = TableFormat()
    self.scalePlace = scalePlace
  }
}

/// A text in the data that means "no answer", and why there is none.
public struct MissingText: Sendable, Equatable {
  /// The text, compared byte by byte.
  public var text: String
  /// Why there is no answer.
  public var reason: MissingReason

  /// A text and its reason.
  public init(text: String, reason: MissingReason) {
    self.text = text
    self.reason = reason
  }
}

/// Why there is no rating.
public enum MissingReason: UInt8, Sendable, CaseIterable {
  /// Blank or a declared missing code: the export does not tell whether it was asked.
  case notAnswered = 0
  /// The question was not put to this respondent.
  case notAsked = 1
  /// The respondent said that it does not apply.
  case doesNotApply = 2
  /// The respondent declined to answer.
  case refused = 3
  /// Something stands there that is neither a point of the scale nor a declared code.
  case invalid = 4
}
