/// The two columns of one outcome.
struct ColumnPair {
  var importance: DraftColumn
  var satisfaction: DraftColumn
  /// What the questions are about, empty when the headers do not say.
  var subject: String
}

/// Pairs importance and satisfaction columns.
struct ColumnPairing {
  private(set) var pairs: [ColumnPair] = []
  /// How the pairs were found, a sentence without full stop.
  private(set) var reason = ""
  /// What a person must decide about the pairing, if anything.
  private(set) var decision: String?
  /// Columns that ask one of the two questions and have no partner.
  private(set) var unpaired: [DraftColumn] = []

  /// A column that asks one of the two questions, with the ways to find its partner.
  private struct Asker {
    var column: DraftColumn
    var question: Question
    /// By name without the marking word, by what the text is about, by the name's last part.
    var keys: [String]
    var subject: String
  }

  init(_ columns: [DraftColumn]) {
    let askers = columns.compactMap { ColumnPairing.asker($0) }
    let importance = askers.filter { $0.question == .importance }
    let satisfaction = askers.filter { $0.question == .satisfaction }
    if !importance.isEmpty, !satisfaction.isEmpty {
      pairByKeys(importance, satisfaction)
      if pairs.isEmpty { pairByOrder(importance, satisfaction) }
    } else if importance.isEmpty, satisfaction.isEmpty {
      pairBatteries(columns)
    }
    let used = Set(paired.map(\.position))
    unpaired = askers.map(\.column).filter { !used.contains($0.position) }
  }

  /// The columns of the pairs.
  private var paired: [DraftColumn] { pairs.flatMap { [$0.importance, $0.satisfaction] } }

  /// Every column that asks one of the two questions.
  var askers: [DraftColumn] { paired + unpaired }

  // MARK: - By name and text

  private static func asker(_ column: DraftColumn) -> Asker? {
    guard column.mayBeRating else { return nil }
    let ofName = QuestionText(column.name)
    let ofText = column.text == column.name ? nil : QuestionText(column.text)
    guard let question = ofName?.question ?? ofText?.question else { return nil }
    let matching = [ofName, ofText].compactMap { $0 }.filter { $0.question == question }
    let text = column.text == column.name ? ofName : ofText
    return Asker(
      column: column, question: question,
      keys: [
        ofName?.key ?? "", matching.last?.key ?? "", ColumnName.lastPart(column.name),
      ], subject: text?.question == question ? text?.subject ?? "" : "")
  }

  /// Of the three keys the one that finds the most partners; of equal ones the first.
  private mutating func pairByKeys(_ importance: [Asker], _ satisfaction: [Asker]) {
    let reasons = [
      "their names differ only in the word for importance or satisfaction",
      "their question texts are about the same thing", "their names end alike",
    ]
    for (key, reason) in reasons.enumerated() {
      let partners = ColumnPairing.unique(satisfaction, key)
      let leaders = ColumnPairing.unique(importance, key)
      let found = importance.compactMap { asker -> ColumnPair? in
        let name = asker.keys[key]
        guard leaders[name] != nil, let partner = partners[name] else { return nil }
        return ColumnPairing.pair(asker, partner)
      }
      // A lone pair may have nothing in its names but the marking words.
      if found.count > pairs.count { (pairs, self.reason) = (found, reason) }
    }
  }

  /// The columns by key, without keys that several columns share.
  private static func unique(_ askers: [Asker], _ key: Int) -> [String: Asker] {
    let groups = Dictionary(grouping: askers) { $0.keys[key] }
    return groups.compactMapValues { $0.count == 1 ? $0[0] : nil }
  }

  private static func pair(_ importance: Asker, _ satisfaction: Asker) -> ColumnPair {
    let subjects = [importance.subject, satisfaction.subject].filter { !$0.isEmpty }
    return ColumnPair(
      importance: importance.column, satisfaction: satisfaction.column,
      subject: subjects.first ?? "")
  }

  /// As many columns of each: the first goes with the first.
  private mutating func pairByOrder(_ importance: [Asker], _ satisfaction: [Asker]) {
    guard importance.count == satisfaction.count else { return }
    pairs = zip(importance, satisfaction).map { ColumnPairing.pair($0, $1) }
    reason = "there are as many of both, and they stand in the same order"
    decision = "nothing but their order pairs these columns; check every line of the list"
  }

  // MARK: - By batteries

  /// Two batteries such as Q5_1, Q5_2, ... and Q6_1, Q6_2, ... with nothing to tell which of
  /// them asks for importance.
  private mutating func pairBatteries(_ columns: [DraftColumn]) {
    let ratings = columns.filter { $0.looksLikeRating && $0.answerCount > 0 }
    let batteries = ColumnName.batteries(ratings).filter { $0.columns.count >= 3 }
    guard batteries.count == 2, batteries[0].parts == batteries[1].parts else { return }
    pairs = zip(batteries[0].columns, batteries[1].columns).map { importance, satisfaction in
      ColumnPair(
        importance: importance, satisfaction: satisfaction,
        subject: ColumnPairing.commonLabel(importance, satisfaction))
    }
    let (first, second) = (quoted(batteries[0].prefix), quoted(batteries[1].prefix))
    reason = "\(first) and \(second) are batteries of equal length"
    decision =
      "no header tells which battery asks what; \(first) is taken for importance and "
      + "\(second) for satisfaction, exchange them if it is the other way round"
  }

  private func quoted(_ prefix: String) -> String {
    let spaces = prefix.reversed().prefix { $0 == " " }.count
    return "\"\(prefix.dropLast(spaces))\""
  }

  /// What stands behind the stem in both question texts, if it is the same.
  private static func commonLabel(_ left: DraftColumn, _ right: DraftColumn) -> String {
    func label(_ column: DraftColumn) -> String? {
      let text = KnownAnswers.collapsed(column.text)
      guard text != column.name, let range = text.firstRange(of: " - ") else { return nil }
      return String(text[range.upperBound...])
    }
    guard let first = label(left), label(right) == first else { return "" }
    return first
  }
}

/// Parts of column names.
enum ColumnName {
  /// The last run of digits or letters: `7` of `Q5_7`.
  static func lastPart(_ name: String) -> String {
    let end = name.reversed().drop { !$0.isLetter && !$0.isNumber }
    guard let last = end.first else { return "" }
    let part = end.prefix { $0.isNumber == last.isNumber && ($0.isLetter || $0.isNumber) }
    return String(String(part.reversed()).lowercased())
  }

  /// Columns whose names differ only in the number at their end, by what stands before it.
  static func batteries(
    _ columns: [DraftColumn]
  ) -> [(prefix: String, parts: [String], columns: [DraftColumn])] {
    var prefixes: [String] = []
    var members: [String: [DraftColumn]] = [:]
    for column in columns {
      let digits = column.name.reversed().prefix(while: \.isNumber).count
      let prefix = String(column.name.dropLast(digits))
      guard digits > 0, !prefix.isEmpty else { continue }
      if members[prefix] == nil { prefixes.append(prefix) }
      members[prefix, default: []].append(column)
    }
    return prefixes.map { prefix in
      let columns = members[prefix] ?? []
      return (prefix, columns.map { String($0.name.dropFirst(prefix.count)) }, columns)
    }
  }

  /// What all names share before and behind a part of their own, and these parts; `nil` when a
  /// part is blank or stands twice. Parts are cut where letters, digits and separators meet, so
  /// that `imp_01`, `imp_02` gives `imp_` and `01`, `02`.
  static func pattern(
    _ names: [String]
  ) -> (prefix: String, suffix: String, parts: [String])? {
    guard names.count > 1, let first = names.first else { return nil }
    var prefix = first[...]
    var suffix = first[...]
    for name in names {
      while !name.hasPrefix(prefix) { prefix = prefix.dropLast() }
      while !name.hasSuffix(suffix) { suffix = suffix.dropFirst() }
    }
    while let last = prefix.last, names.contains(where: { joins(last, $0, prefix.count) }) {
      prefix = prefix.dropLast()
    }
    while let next = suffix.first, names.contains(where: { joinsBack(next, $0, suffix.count) }) {
      suffix = suffix.dropFirst()
    }
    let parts = names.map { String($0.dropFirst(prefix.count).dropLast(suffix.count)) }
    let isWhole = names.allSatisfy { $0.count > prefix.count + suffix.count }
    guard isWhole, Set(parts).count == parts.count, !prefix.isEmpty || !suffix.isEmpty else {
      return nil
    }
    return (String(prefix), String(suffix), parts)
  }

  /// Whether the prefix ends within a run of letters or of digits of a name.
  private static func joins(_ last: Character, _ name: String, _ count: Int) -> Bool {
    name.dropFirst(count).first.map { isSameRun(last, $0) } ?? false
  }

  private static func joinsBack(_ next: Character, _ name: String, _ count: Int) -> Bool {
    name.dropLast(count).last.map { isSameRun($0, next) } ?? false
  }

  private static func isSameRun(_ left: Character, _ right: Character) -> Bool {
    (left.isNumber && right.isNumber)
      || (left.isLetter && right.isLetter && !(left.isLowercase && right.isUppercase))
  }
}
