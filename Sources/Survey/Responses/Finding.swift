/// One remark on the quality of the data or the fit of the study to them.
public struct Finding: Sendable, Equatable {
  /// How much a finding matters.
  public enum Severity: String, Sendable, CaseIterable {
    /// Good to know.
    case note
    /// Should be looked at before the numbers are used.
    case warning
    /// Above a limit: the run is refused.
    case error
  }

  /// How much it matters.
  public var severity: Severity
  /// The kind of the remark, a stable word such as `invalid-rating`.
  public var kind: String
  /// The item, segment or column it is about; empty for the whole file.
  public var subject: String
  /// How often it occurs.
  public var count: Int
  /// A sentence without the place and without a full stop.
  public var text: String
  /// The first places, at most 20, as `file:line:byteColumn`.
  public var places: [String]

  /// A finding; `text` is a sentence without place and full stop.
  public init(
    _ severity: Severity, kind: String, subject: String = "", count: Int = 1, text: String,
    places: [String] = []
  ) {
    self.severity = severity
    self.kind = kind
    self.subject = subject
    self.count = count
    self.text = text
    self.places = places
  }
}
