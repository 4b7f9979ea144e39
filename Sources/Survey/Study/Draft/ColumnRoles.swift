import Groundwork
import Tables

/// What the columns beside the ratings are: id, weight, groups of respondents.
struct ColumnRoles {
  /// The respondent id, with the reason.
  private(set) var respondent: (column: DraftColumn, reason: String)?
  /// A column named like an id that cannot be one, with the reason.
  private(set) var doubtfulRespondent: (column: DraftColumn, reason: String)?
  private(set) var weight: (column: DraftColumn, reason: String)?
  /// Columns that may be weights and were not taken, each with the reason.
  private(set) var doubtfulWeights: [(column: DraftColumn, reason: String)] = []
  /// Families of columns that are probably replicate weights.
  private(set) var replicates: [ReplicateFamily] = []
  private(set) var segments: [DraftColumn] = []
  /// Columns that could divide respondents and were not taken, each with the reason.
  private(set) var doubtfulSegments: [(column: DraftColumn, reason: String)] = []
  /// The rest, in order.
  private(set) var unused: [DraftColumn] = []

  /// The most columns that are taken as segments without being asked.
  static let segmentLimit = 8

  /// - Parameters:
  ///   - columns: all but the paired ones.
  ///   - identities: the decoded columns whose name looks like an id, by position.
  init(_ columns: [DraftColumn], identities: [Int: IdentityColumn]) {
    findRespondent(columns, identities)
    let beside = columns.filter { $0.position != respondent?.column.position }
    replicates = ReplicateFamily.all(beside)
    let inFamilies = Set(replicates.flatMap { $0.columns.map(\.position) })
    let others = beside.filter { !inFamilies.contains($0.position) }
    findWeight(others)
    let rest = others.filter { column in
      column.position != weight?.column.position
        && !doubtfulWeights.contains { $0.column.position == column.position }
    }
    for column in rest { sort(column) }
  }

  // MARK: - Respondent

  /// Names of respondent ids, the surest first.
  private static let idNames = [
    "responseid", "respondentid", "respondent", "participantid", "participant", "recordid",
    "caseid", "responsenumber", "userid", "personid", "submissionid", "uuid", "id", "key", "serial",
    "token", "resp", "respid", "rid", "lfdn", "#",
  ]

  /// How sure a name is that of a respondent id, from 0, the surest; `nil` when it is not.
  static func idRank(_ column: DraftColumn) -> Int? {
    let names = [column.name, column.text].map { compact($0) }
    return names.compactMap { name in idNames.firstIndex(of: name) }.min()
  }

  private mutating func findRespondent(
    _ columns: [DraftColumn], _ identities: [Int: IdentityColumn]
  ) {
    let ranked = columns.compactMap { column in
      ColumnRoles.idRank(column).map { (rank: $0, column: column) }
    }.sorted { ($0.rank, $0.column.position) < ($1.rank, $1.column.position) }
    for (_, column) in ranked {
      guard let identity = identities[column.position] else { continue }
      if ColumnRoles.isUnique(identity) {
        let count = column.summary.rowCount
        respondent = (column, "named like an id, and different in all \(count) records")
        return
      }
      let reason = identity.blankCount > 0 ? "some cells are blank" : "some ids stand twice"
      doubtfulRespondent = doubtfulRespondent ?? (column, reason)
    }
  }

  private static func isUnique(_ column: IdentityColumn) -> Bool {
    guard column.rowCount > 0, column.blankCount == 0 else { return false }
    if Set(column.hashes).count == column.rowCount { return true }
    let ids = Set((0..<column.rowCount).map { Array(column.bytes(of: $0)) })
    return ids.count == column.rowCount
  }

  /// Letters and digits in lower case; the mark `#` alone stays.
  static func compact(_ name: String) -> String {
    if name == "#" { return name }
    return String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  // MARK: - Weight

  /// Finds the weight. Large numbers may be anything, but beside replicate weights they are counts
  /// of people in the population.
  private mutating func findWeight(_ columns: [DraftColumn]) {
    var usable: [DraftColumn] = []
    for column in columns where ColumnRoles.isNamedWeight(column.name) {
      let summary = column.summary
      let low = summary.minimumMillionths ?? -1
      let high = summary.maximumMillionths ?? 0
      if column.answers.contains(where: { ColumnRoles.hasDecimalComma($0.text) }) {
        doubtfulWeights.append((column, "write its numbers with a decimal point, as in 1.25"))
      } else if summary.numericCount < summary.rowCount || low < 0 || high <= 0 {
        doubtfulWeights.append((column, "not every record has a positive number there"))
      } else if high > 50_000_000, replicates.isEmpty {
        doubtfulWeights.append((column, "numbers up to \(high / 1_000_000) are no usual weights"))
      } else {
        usable.append(column)
      }
    }
    if usable.count == 1 {
      weight = (usable[0], "named like a weight, and a positive number in every record")
    } else {
      doubtfulWeights += usable.map { ($0, "one of \(usable.count) columns named like a weight") }
    }
  }

  private static func isNamedWeight(_ name: String) -> Bool {
    let parts = name.lowercased().split { !$0.isLetter }
    // A lone letter is a weight only where it is the whole name: `Q3_w` may be anything.
    return parts.contains { $0 != "w" && weightNames.contains(String($0)) }
      || weightNames.contains(compact(name))
  }

  private static let weightNames: Set<String> = [
    "weight", "weights", "wt", "wgt", "wts", "weighting", "w", "fullw", "fullwt", "fullwgt",
    "fullweight", "finalw", "finalwt", "finalwgt", "finalweight", "pw", "pwt", "pwgt", "pweight",
    "perwt", "pwgtp", "sampwt", "basewt", "basewgt", "nrwt", "hhwt", "popwt", "wtss", "wtssall",
    "wtssnr", "wtssps", "wtfinl", "gewicht", "gewichte", "gewichtung",
    "poids", "pondération", "ponderation", "peso", "ponderación", "ponderacion", "weging",
    "weegfactor",
  ]

  /// Whether a text is a number but for the comma in the place of the point.
  private static func hasDecimalComma(_ text: String) -> Bool {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { StudyText.isDigits($0) }
  }

  // MARK: - Segments

  /// Columns that survey tools add: they describe the filling in, not the respondent.
  private static let toolNames: Set<String> = [
    "startdate", "enddate", "status", "ipaddress", "progress", "durationinseconds", "duration",
    "finished", "recordeddate", "recipientlastname", "recipientfirstname", "recipientemail",
    "externalreference", "externaldatareference", "locationlatitude", "locationlongitude",
    "locationaccuracy", "distributionchannel", "userlanguage", "responseset", "name",
    "emailaddress",
    "email", "collectorid", "firstname", "lastname", "customdata1", "timestamp", "startdateutc",
    "submitdateutc", "networkid", "tags", "ending", "responsetype", "submitdate", "lastpage",
    "startlanguage", "seed", "token", "datestamp", "ipaddr", "refurl", "timestarted",
    "datesubmitted", "contactid", "sessionid", "useragent", "referer", "start", "end", "uuid",
    "submissiontime", "validationstatus", "index", "deviceid", "formversion", "starttime",
    "completiontime", "lastmodifiedtime", "date", "time", "city", "zip", "zipcode", "postal",
  ]

  private mutating func sort(_ column: DraftColumn) {
    let levels = column.answers
    let isTool = [column.name, column.text].contains {
      ColumnRoles.toolNames.contains(ColumnRoles.compact($0))
    }
    guard !isTool, !column.summary.hasMoreLevels, (2...12).contains(levels.count),
      levels.allSatisfy({ $0.text.utf8.count <= 80 }), column.answerCount >= 20
    else {
      unused.append(column)
      return
    }
    if let reason = ColumnRoles.doubt(column) {
      doubtfulSegments.append((column, reason))
    } else if segments.count == ColumnRoles.segmentLimit {
      doubtfulSegments.append((column, "\(ColumnRoles.segmentLimit) others were taken already"))
    } else {
      segments.append(column)
    }
  }

  /// Why a column that could divide respondents is not taken without being asked.
  private static func doubt(_ column: DraftColumn) -> String? {
    let levels = column.answers
    if StudyText.isBlank(column.name) { return "it has no name" }
    if column.summary.numericCount == column.answerCount {
      return "its answers are numbers, which may be codes or quantities"
    }
    if 2 * column.answerCount < column.summary.rowCount { return "most cells are blank" }
    let second = levels.map(\.count).sorted().dropLast().last ?? 0
    return second < 10 ? "only one answer is given by 10 people or more" : nil
  }
}
