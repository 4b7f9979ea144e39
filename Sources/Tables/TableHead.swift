/// How the header rows of a table are laid out.
public enum HeaderLayout: String, Sendable, CaseIterable {
  /// One row of names; or further rows of which nothing special is known.
  case plain
  /// Two rows: the question above the first column of its group, the row or option label below.
  case surveyMonkey
  /// Names, question texts and a row of JSON `ImportId` objects.
  case qualtrics
  /// Names `V1`, `V2`, ... and their texts, as Qualtrics wrote them before 2017.
  case qualtricsLegacy
}

/// One column of a table. Its position is its identity: names may repeat or be blank.
public struct TableColumn: Sendable, Equatable {
  /// The position in the record, from 0.
  public var position: Int
  /// The name as written in the first header row (SurveyMonkey: question and label joined).
  public var name: String
  /// The wording of the question; the same as `name` where there is one header row.
  public var text: String

  /// A column at a position.
  public init(position: Int, name: String, text: String) {
    self.position = position
    self.name = name
    self.text = text
  }
}

/// What is known of a table once its first bytes are read.
public struct TableHead: Sendable, Equatable {
  /// The name of the input, for messages.
  public var inputName: String
  /// The byte between two fields.
  public var delimiter: UInt8
  /// What a quote means.
  public var quoting: Quoting
  /// The number of header rows, 0 only when declared.
  public var headerRowCount: Int
  /// The encoding of the bytes.
  public var encoding: TextEncoding
  /// The layout of the header rows.
  public var layout: HeaderLayout
  /// The columns by position, without the phantom column.
  public var columns: [TableColumn]
  /// Whether every record ends in a delimiter, behind which an unnamed column stays blank.
  public var hasPhantomColumn: Bool
  /// What was detected and why, in plain sentences.
  public var evidence: [String]

  /// The number of fields that a record must have.
  public var fieldCount: Int { columns.count + (hasPhantomColumn ? 1 : 0) }

  /// A head as found or, in tests, as wanted.
  public init(
    inputName: String, delimiter: UInt8, headerRowCount: Int, encoding: TextEncoding,
    layout: HeaderLayout, columns: [TableColumn], hasPhantomColumn: Bool, evidence: [String],
    quoting: Quoting = .doubled
  ) {
    self.inputName = inputName
    self.delimiter = delimiter
    self.quoting = quoting
    self.headerRowCount = headerRowCount
    self.encoding = encoding
    self.layout = layout
    self.columns = columns
    self.hasPhantomColumn = hasPhantomColumn
    self.evidence = evidence
  }
}
