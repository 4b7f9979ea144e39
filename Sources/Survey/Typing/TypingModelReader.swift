import Groundwork
import Statistics
import Tables

/// Reads `model.json`.
///
/// JSON is YAML, so the reader of study files reads it, with its guards against files that stand
/// for gigabytes. Every value is checked before it is used: a model may come from somebody else.
public enum TypingModelReader {
  /// The largest model, in bytes.
  public static let byteLimit = 16 << 20
  /// The most outcomes and segments of a model.
  static let outcomeLimit = 2_000
  static let segmentLimit = 254
  /// The most questions of the short route.
  static let questionLimit = 64

  /// The model in a file.
  ///
  /// - Parameter path: the file.
  /// - Returns: the model, checked.
  /// - Throws: `TypingModelFailure`, with the place of what is wrong.
  public static func read(path: String) throws(TypingModelFailure) -> TypingModel {
    let bytes: [UInt8]
    do throws(StudyError) {
      bytes = try StudyBytes.contents(of: path, byteLimit: byteLimit)
    } catch {
      throw failure(error, path)
    }
    return try parse(bytes, file: path)
  }

  /// The model that a text stands for.
  ///
  /// - Parameters:
  ///   - bytes: the bytes of the file.
  ///   - file: its name for messages.
  /// - Returns: the model, checked.
  /// - Throws: `TypingModelFailure`, with the place of what is wrong.
  public static func parse(
    _ bytes: [UInt8], file: String
  ) throws(TypingModelFailure) -> TypingModel {
    let node: StudyNode
    do throws(StudyError) {
      node = try StudyDocument.parse(bytes, file: file, byteLimit: byteLimit)
    } catch {
      throw failure(error, file)
    }
    return try model(ModelCursor(node: node, path: ""))
  }

  // MARK: - Steps

  private static func failure(_ error: StudyError, _ file: String) -> TypingModelFailure {
    switch error {
    case .missing:
      return .missing(file: file, isInRun: isRun(FileSystem.split(file).parent))
    case .isDirectory:
      let model = FileSystem.join(file, "model.json")
      return .isDirectory(
        file: file, holdsModel: FileSystem.target(of: model) == .other, isRun: isRun(file))
    case .notPermitted: return .notPermitted(file: file)
    case .cannotRead(_, let code): return .cannotRead(file: file, code: code)
    case .wrong(let problems, _):
      let first = problems.first
      return .corrupt(
        first?.place ?? Place(file: file, line: 1), what: first?.message.what ?? "it is empty")
    }
  }

  /// Whether a directory is that of a run.
  private static func isRun(_ directory: String) -> Bool {
    FileSystem.target(of: FileSystem.join(directory, "manifest.json")) == .other
  }

  private static func model(_ root: ModelCursor) throws(TypingModelFailure) -> TypingModel {
    guard case .mapping(let entries) = root.node.content,
      let schema = entries.first(where: { $0.key == "schema" })
    else { throw .notAModel(root.node.place, found: nil) }
    let name = try ModelCursor(node: schema.value, path: "schema").text()
    guard name == TypingModel.schema else {
      throw .notAModel(schema.value.place, found: "\"\(name)\"")
    }
    let version = try root.member("version")
    guard let number = StudyText.whole(try version.text()),
      TypingModel.versions.contains(number)
    else {
      throw .otherVersion(version.node.place, found: try version.text())
    }
    let reading = try reading(root.member("reading"))
    var outcomes: [TypingModel.Item] = []
    for item in try root.member("outcomes").items() {
      outcomes.append(try outcome(item, reading.scale))
    }
    guard (1...outcomeLimit).contains(outcomes.count) else {
      throw try root.member("outcomes").wrong("1 to \(outcomeLimit) outcomes")
    }
    var segments: [TypingModel.Segment] = []
    for item in try root.member("segments").items() { segments.append(try segment(item)) }
    guard (2...segmentLimit).contains(segments.count) else {
      throw try root.member("segments").wrong("2 to \(segmentLimit) segments")
    }
    let parts = RouteReader(
      scale: reading.scale, outcomeCount: outcomes.count, segmentCount: segments.count)
    return TypingModel(
      study: try root.member("study").text(), job: try root.member("job").text(),
      reading: reading, outcomes: outcomes, segments: segments,
      nearest: try parts.nearest(root.member("all_questions")),
      golden: try root.optional("golden_questions").map { golden throws(TypingModelFailure) in
        try parts.golden(golden)
      }, goldenReason: try root.member("golden_reason").text(),
      baseline: try root.present("study_answers").map { baseline throws(TypingModelFailure) in
        try BaselineReader(parts: parts).baseline(baseline)
      },
      verdict: try root.present("verdict").map { verdict throws(TypingModelFailure) in
        try verdict.word(TypingModel.Verdict.self)
      })
  }

  private static func outcome(
    _ cursor: ModelCursor, _ scale: Scale
  ) throws(TypingModelFailure) -> TypingModel.Item {
    TypingModel.Item(
      id: try cursor.member("id").text(), text: try cursor.member("text").text(),
      importance: try cursor.member("importance").text(),
      satisfaction: try cursor.member("satisfaction").text(),
      legacy: try cursor.present("legacy").map { older throws(TypingModelFailure) in
        try legacy(older, scale)
      })
  }

  /// An older scale, by what each of its points is read as.
  private static func legacy(
    _ cursor: ModelCursor, _ scale: Scale
  ) throws(TypingModelFailure) -> LegacyScale {
    let low = try cursor.member("low").whole(0...1_000)
    let high = try cursor.member("high").whole(low + 1...low + 10)
    var legacy = LegacyScale(low: low, high: high)
    legacy.points = try cursor.member("points").wholes(high - low + 1, scale.low...scale.high)
    return legacy
  }

  private static func segment(
    _ cursor: ModelCursor
  ) throws(TypingModelFailure) -> TypingModel.Segment {
    TypingModel.Segment(
      label: try cursor.member("label").text(), share: try cursor.member("share").share(),
      count: try cursor.member("people").whole(0...Int(Int32.max)))
  }

  private static func reading(
    _ cursor: ModelCursor
  ) throws(TypingModelFailure) -> TypingModel.Reading {
    var missing: [MissingText] = []
    for item in try cursor.member("missing").items() {
      let reason = try item.member("reason").whole(0...3)
      missing.append(
        MissingText(
          text: try item.member("text").text(),
          reason: MissingReason(rawValue: UInt8(reason)) ?? .notAnswered))
    }
    return TypingModel.Reading(
      scale: try scale(cursor.member("scale")), missing: missing,
      respondent: try cursor.member("respondent").items().first?.text(),
      duplicates: try cursor.member("duplicates").word(ResponseFile.Duplicates.self),
      rejectLimit: try cursor.member("reject_limit").share(),
      format: try format(cursor.member("format")))
  }

  private static func scale(_ cursor: ModelCursor) throws(TypingModelFailure) -> Scale {
    let low = try cursor.member("low").whole(0...1_000)
    let high = try cursor.member("high").whole(low + 1...low + 10)
    let top = try cursor.member("top").whole(low + 1...high)
    var labels: [ScaleLabel] = []
    for item in try cursor.member("labels").items() {
      labels.append(
        ScaleLabel(
          text: try item.member("text").text(),
          point: try item.member("point").whole(low...high)))
    }
    return Scale(low: low, high: high, top: top, labels: labels)
  }

  private static func format(_ cursor: ModelCursor) throws(TypingModelFailure) -> TableFormat {
    var format = TableFormat()
    if let delimiter = try cursor.optional("delimiter_byte") {
      let byte = try delimiter.whole(1...127)
      guard ![0x22, 0x0A, 0x0D].contains(byte) else { throw delimiter.wrong("a delimiter") }
      format.delimiter = UInt8(byte)
    }
    format.headerRowCount = try cursor.optional("header_rows")?.whole(0...10)
    format.encoding = try cursor.optional("encoding")?.word(TextEncoding.self)
    format.quoting = try cursor.member("quoting").items().first?.word(Quoting.self)
    return format
  }
}
