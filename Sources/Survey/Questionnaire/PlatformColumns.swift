import Tables

/// The columns of a table under the names that survey platforms give to the study's columns.
///
/// It is asked only for a name that no column bears as it is. A column that bears the name of
/// another column of the study is never taken.
struct PlatformColumns {
  /// A column that may be meant.
  struct Match: Equatable {
    var position: Int
    var platform: SurveyPlatform
  }

  private var matches: [SurveyPlatform: [String: [Int]]] = [:]
  /// The position of the column that tells respondents apart, and the study's name for it.
  private var respondent: (name: String, match: Match)?

  /// No column at all.
  init() {}

  init(_ head: TableHead, study: Study) {
    let questionnaire = Questionnaire(study)
    let export = PlatformExport(head)
    let named = Set(study.everyColumn.map(\.text))
    let columns = head.columns.filter { !named.contains($0.name) }
    let groups = Set(questionnaire.questions.compactMap(\.gridCode))
    for column in columns {
      for (platform, name) in PlatformColumns.names(column.name, groups, export) {
        matches[platform, default: [:]][name, default: []].append(column.position)
      }
    }
    for platform in SurveyPlatform.allCases {
      // A spelling that two columns of the study share tells neither.
      let spellings = Dictionary(grouping: named, by: platform.spelling)
      for (name, users) in spellings where users.count > 1 { matches[platform]?[name] = nil }
    }
    if head.layout == .qualtrics, head.headerRowCount == 3 { addGrids(questionnaire, columns) }
    if let name = study.responses.respondent?.text, let own = export.respondent,
      let platform = export.platform, let column = columns.first(where: { $0.name == own })
    {
      respondent = (name, Match(position: column.position, platform: platform))
    }
  }

  /// The columns that a name of the study may mean; one, if all is well.
  func matches(of name: String) -> [Match] {
    var found: [Match] = []
    for platform in SurveyPlatform.allCases {
      for position in matches[platform]?[platform.spelling(of: name)] ?? []
      where !found.contains(where: { $0.position == position }) {
        found.append(Match(position: position, platform: platform))
      }
      // A row of a grid in Qualtrics is told by its wording, under the study's own name.
      for position in matches[platform]?[PlatformColumns.byWording(name)] ?? [] {
        found.append(Match(position: position, platform: platform))
      }
    }
    if found.isEmpty, let respondent, respondent.name == name { return [respondent.match] }
    return found
  }

  // MARK: - LimeSurvey, KoboToolbox, ODK

  /// What a header may stand for: itself, `grid[name]`, `group/name` or `group-name`.
  ///
  /// A grid or group counts when the questionnaire has it, or the platform's own columns tell whose
  /// export it is: then people have regrouped the questions.
  private static func names(
    _ header: String, _ groups: Set<String>, _ export: PlatformExport
  ) -> [(SurveyPlatform, String)] {
    var names = SurveyPlatform.allCases.map { ($0, header) }
    if header.last == "]", let open = header.firstIndex(of: "[") {
      let isKnown = export.platform == .limeSurvey || groups.contains(String(header[..<open]))
      let inner = header[header.index(after: open)...].dropLast()
      if isKnown { names.append((.limeSurvey, String(inner))) }
    }
    let separator: Character = header.contains("/") ? "/" : "-"
    let path = header.split(separator: separator, omittingEmptySubsequences: false)
    if let last = path.last, path.count > 1 {
      let isKnown = path.dropLast().allSatisfy { groups.contains(String($0)) }
      if isKnown || export.platform == .xlsForm { names.append((.xlsForm, String(last))) }
    }
    return names
  }

  // MARK: - Qualtrics

  /// A name that no spelling can be.
  private static func byWording(_ name: String) -> String { "\u{0}\(name)" }

  /// Rows of grids are columns `grid_number` there, and the number is a place: the wording in the
  /// second row of headers must end in the very statement, else it is not the column.
  private mutating func addGrids(_ questionnaire: Questionnaire, _ columns: [TableColumn]) {
    let grids = questionnaire.questions.filter { !$0.battery.isEmpty }
    let items = Dictionary(grouping: grids, by: \.battery).mapValues { grids in
      grids.flatMap(\.items).map { ($0, PlatformColumns.words($0.text)) }
        .sorted { $0.1.count > $1.1.count }
    }
    for column in columns {
      guard let battery = PlatformColumns.battery(of: column.name) else { continue }
      let wording = PlatformColumns.words(column.text)
      // Of two statements of which one ends like the other, the longer one is meant.
      let fits = items[battery]?.first { wording.hasSuffix(" - " + $0.1) }
      guard let fits else { continue }
      for item in items[battery] ?? [] where item.1 == fits.1 {
        let key = PlatformColumns.byWording(item.0.column.text)
        matches[.qualtrics, default: [:]][key, default: []].append(column.position)
      }
    }
  }

  /// The battery of a header such as `impBlock2_7`.
  private static func battery(of header: String) -> String? {
    let parts = header.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, Int(parts[1]) != nil, let mark = parts[0].firstRange(of: "Block"),
      Int(parts[0][mark.upperBound...]) != nil
    else { return nil }
    return String(parts[0][..<mark.lowerBound])
  }

  /// A text with one blank wherever it has blanks or line ends.
  private static func words(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }
}

extension Study {
  /// Every column that the study names, each once, in the order of the study.
  var everyColumn: [ColumnReference] {
    var seen: Set<String> = []
    return (namedColumns + jobColumns.map { ("", $0.column) } + jobRatings.map { ("", $0.column) })
      .map(\.column).filter { seen.insert($0.text).inserted }
  }
}
