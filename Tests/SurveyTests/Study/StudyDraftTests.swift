import Groundwork
import Tables
import Testing

@testable import Survey

/// A table in memory: a header and rows of cells made from the row's number.
private func table(
  _ header: [String], rowCount: Int = 60, _ cell: (_ row: Int, _ column: Int) -> String
) -> TableInput {
  var lines = [header.map { field($0) }.joined(separator: ",")]
  for row in 0..<rowCount {
    lines.append(header.indices.map { field(cell(row, $0)) }.joined(separator: ","))
  }
  return .bytes(Array((lines.joined(separator: "\n") + "\n").utf8), name: "answers.csv")
}

private func field(_ text: String) -> String {
  "\"" + text.replacing("\"", with: "\"\"") + "\""
}

/// Ratings that use every point of a scale, different in each column.
private func rating(_ row: Int, _ column: Int, _ low: Int, _ high: Int) -> String {
  String(low + (row * 7 + column * 3 + row / 5) % (high - low + 1))
}

private func draft(_ input: TableInput) throws -> (draft: StudyDraft, study: Study) {
  let draft = try StudyDraft.detect(input, responseFile: "answers.csv")
  return (draft, try StudyReader.parse(Array(draft.yaml.utf8), file: "study.yaml"))
}

@Suite("Drafting a study file from the answers")
struct StudyDraftTests {
  /// Headers, and the outcomes that they shall give: id, text, columns.
  struct Pairs: Sendable, CustomTestStringConvertible {
    var name: String
    var headers: [String]
    var ids: [String]
    var texts: [String]
    var decisions: Int
    var testDescription: String { name }
  }

  static let pairs: [Pairs] = [
    Pairs(
      name: "imp_01, sat_01", headers: ["imp_01", "imp_02", "sat_01", "sat_02"],
      ids: ["01", "02"], texts: ["Outcome 01", "Outcome 02"], decisions: 2),
    Pairs(
      name: "Importance_9, Satisfaction_9",
      headers: ["Importance_9", "Importance_10", "Satisfaction_9", "Satisfaction_10"],
      ids: ["9", "10"], texts: ["Outcome 9", "Outcome 10"], decisions: 2),
    Pairs(
      name: "Wichtigkeit 1, Zufriedenheit 1",
      headers: ["Wichtigkeit 1", "Wichtigkeit 2", "Zufriedenheit 1", "Zufriedenheit 2"],
      ids: ["1", "2"], texts: ["Outcome 1", "Outcome 2"], decisions: 2),
    Pairs(
      name: "alternating, with words", headers: ["speedImp", "speedSat", "priceImp", "priceSat"],
      ids: ["speed", "price"], texts: ["speed", "price"], decisions: 2),
    Pairs(
      name: "X [importance]",
      headers: [
        "Find it [importance]", "Fix them [importance]", "Find it [satisfaction]",
        "Fix them [satisfaction]",
      ], ids: ["01", "02"], texts: ["Find it", "Fix them"], decisions: 1),
    Pairs(
      name: "Importance [X]",
      headers: [
        "Importance [a b]", "Importance [c d]", "Satisfaction [a b]", "Satisfaction [c d]",
      ],
      ids: ["01", "02"], texts: ["a b", "c d"], decisions: 1),
    Pairs(
      name: "Importance: X",
      headers: [
        "Importance: Find: it", "Importance: Fix it", "Satisfaction: Find: it",
        "Satisfaction: Fix it",
      ],
      ids: ["01", "02"], texts: ["Find: it", "Fix it"], decisions: 1),
    Pairs(
      name: "How important is X",
      headers: [
        "How important is it to you to find it?", "How important is parking: free, near?",
        "How satisfied are you with parking: free, near?", "How satisfied are you to find it?",
      ], ids: ["01", "02"], texts: ["find it", "parking: free, near"], decisions: 1),
    Pairs(
      name: "a matrix as Google Forms writes it",
      headers: [
        "How important are these? [Find it]", "How important are these? [Fix it [soon]]",
        "And how satisfied are you? [Find it]", "And how satisfied are you? [Fix it [soon]]",
      ], ids: ["01", "02"], texts: ["Find it", "Fix it [soon]"], decisions: 1),
    Pairs(
      name: "stem - X, where X has brackets of its own",
      headers: [
        "How important is each? - Shade (trees or not)", "How important is each? - Playground(s)",
        "How important is each? - Fence [wood]", "How satisfied are you? - Shade (trees or not)",
        "How satisfied are you? - Playground(s)", "How satisfied are you? - Fence [wood]",
      ], ids: ["01", "02", "03"], texts: ["Shade (trees or not)", "Playground(s)", "Fence [wood]"],
      decisions: 1),
    Pairs(
      name: "round brackets around the item or around the marking word",
      headers: [
        "Importance (a b)", "Importance (c d)", "a b (satisfaction)", "c d (satisfaction)",
      ], ids: ["01", "02"], texts: ["a b", "c d"], decisions: 1),
    Pairs(
      name: "few words with brackets of their own",
      headers: [
        "Importance our playground(s)", "Importance (near) parking",
        "Satisfaction our playground(s)", "Satisfaction (near) parking",
      ], ids: ["01", "02"], texts: ["our playground(s)", "(near) parking"], decisions: 1),
    Pairs(
      name: "by order alone",
      headers: [
        "Importance of speed", "Importance of price", "Satisfaction with haste",
        "Satisfaction with cost",
      ],
      ids: ["01", "02"], texts: ["speed", "price"], decisions: 3),
  ]

  @Test("columns are paired by name and by text", arguments: pairs)
  func pairing(_ pairs: Pairs) throws {
    let input = table(["id"] + pairs.headers) { row, column in
      column == 0 ? "r\(row)" : rating(row, column, 1, 5)
    }
    let (draft, study) = try draft(input)
    #expect(study.outcomes.map(\.id) == pairs.ids)
    #expect(study.outcomes.map(\.text) == pairs.texts)
    #expect(draft.decisionsLeft == pairs.decisions, "\(draft.yaml)")
    #expect(study.responses.respondent?.text == "id")
    #expect(study.responses.scale == Scale(low: 1, high: 5, top: 4))
    let named = Set(study.outcomes.flatMap { [$0.importance.text, $0.satisfaction.text] })
    #expect(named == Set(pairs.headers))
  }

  @Test("two batteries without a telling word are paired, and a person must confirm it")
  func batteries() throws {
    let headers = (1...4).map { "Q5_\($0)" } + (1...4).map { "Q6_\($0)" }
    let (draft, study) = try draft(table(headers) { rating($0, $1, 1, 7) })
    #expect(study.outcomes.map(\.importance.text) == ["Q5_1", "Q5_2", "Q5_3", "Q5_4"])
    #expect(study.outcomes.map(\.satisfaction.text) == ["Q6_1", "Q6_2", "Q6_3", "Q6_4"])
    #expect(draft.yaml.contains("# DECIDE: no header tells which battery asks what"))
    #expect(study.responses.respondent == nil)
  }

  @Test("Qualtrics' question texts give the outcomes their wording")
  func qualtrics() throws {
    let rows = """
      ResponseId,Q5_1,Q5_2,Q6_1,Q6_2,Q7
      Response ID,How important<br>are these? - Find it,How important<br>are these? - Fix - it,\
      How satisfied are you? - Find it,How satisfied are you? - Fix - it,Your role?
      "{""ImportId"":""_recordId""}","{""ImportId"":""a""}","{""ImportId"":""b""}",\
      "{""ImportId"":""c""}","{""ImportId"":""d""}","{""ImportId"":""e""}"

      """
    var text = rows
    for row in 0..<40 {
      let answers = (0..<4).map { rating(row, $0, 1, 10) }.joined(separator: ",")
      text += "R_\(row),\(answers),\(row % 2 == 0 ? "Admin" : "Auditor")\n"
    }
    let (draft, study) = try draft(.bytes(Array(text.utf8), name: "answers.csv"))
    #expect(study.outcomes.map(\.id) == ["1", "2"])
    #expect(study.outcomes.map(\.text) == ["Find it", "Fix - it"])
    #expect(study.segmentations.map(\.column.text) == ["Q7"])
    #expect(study.responses.scale == Scale(low: 1, high: 10, top: 9))
    #expect(draft.decisionsLeft == 1)
  }

  @Test("scales are found from numbers, and codes beside them are missing")
  func scales() throws {
    for (low, high, code) in [(1, 5, "-99"), (1, 7, "99"), (1, 10, "N/A"), (0, 10, "98")] {
      let input = table(["imp_1", "imp_2", "sat_1", "sat_2"]) { row, column in
        row == column ? code : rating(row, column, low, high)
      }
      let study = try draft(input).study
      #expect(study.responses.scale.low == low && study.responses.scale.high == high)
      #expect(study.responses.missing.map(\.text) == ["", code])
    }
  }

  /// Four pairs of columns, each with the scale that it was asked on.
  private func mixed(
    _ scales: [(low: Int, high: Int)],
    _ cell: (Int, Int, (low: Int, high: Int)) -> String = {
      rating($0, $1, $2.low, $2.high)
    }
  ) throws -> (draft: StudyDraft, study: Study) {
    let ids = scales.indices.map { "\($0 + 1)" }
    let header = ids.map { "imp_\($0)" } + ids.map { "sat_\($0)" }
    return try draft(
      table(header, rowCount: 120) { row, column in
        cell(row, column, scales[column % scales.count])
      })
  }

  @Test("pairs on another scale than most are read as an older survey's, and a person decides")
  func mixedScales() throws {
    let (draft, study) = try mixed([(1, 5), (1, 10), (1, 5), (1, 5)])
    #expect(study.responses.scale == Scale(low: 1, high: 5, top: 4))
    #expect(study.outcomes.map { $0.legacy?.high } == [nil, 10, nil, nil])
    #expect(study.outcomes[1].legacy == LegacyScale(low: 1, high: 10, top: 9))
    #expect(study.outcomes.map(\.importance.text) == ["imp_1", "imp_2", "imp_3", "imp_4"])
    #expect(draft.yaml.contains("  # DECIDE: 3 pairs hold only 1-5, 1 holds 1-10 (2).\n"))
    #expect(draft.choices.contains("Several scales: 3 pairs hold only 1-5, 1 holds 1-10 (2)."))
    let narrow = try mixed([(1, 10), (1, 10), (1, 5), (1, 7)]).study
    #expect(narrow.responses.scale == Scale(low: 1, high: 10, top: 9))
    #expect(narrow.outcomes.map { $0.legacy?.high } == [nil, nil, 5, 7])
  }

  @Test("low answers are no narrower scale, a rare 0 no other, and labels no older survey's")
  func notMixed() throws {
    let low = try mixed([(1, 10), (1, 10), (1, 10), (1, 10)]) { row, column, scale in
      let point = Int(rating(row, column, scale.low, scale.high)) ?? 1
      // Nobody is above 5 in the third pair, and hardly anybody there.
      return column % 4 == 2 ? (row == 7 ? "5" : "\(1 + point % 4)") : "\(point)"
    }
    #expect(low.study.outcomes.allSatisfy { $0.legacy == nil })
    #expect(!low.draft.yaml.contains("legacy"))
    let zero = try mixed([(0, 10), (1, 10), (0, 10), (1, 10)]).study
    #expect(zero.responses.scale.low == 0 && zero.outcomes.allSatisfy { $0.legacy == nil })
    let labelled = try mixed([(1, 5), (1, 10), (1, 5), (1, 5)]) { row, column, scale in
      let point = rating(row, column, scale.low, scale.high)
      return column % 4 == 1 ? "\(point) - so" : point
    }
    #expect(labelled.study.outcomes.allSatisfy { $0.legacy == nil })
    #expect(labelled.draft.yaml.contains("# DECIDE: the columns seem to be rated on several"))
  }

  @Test("codes and stray answers beside an older scale are told as those of the study's own")
  func mixedCodes() throws {
    let (draft, study) = try mixed([(1, 5), (1, 10), (1, 5)]) { row, column, scale in
      if column == 1, row == 3 { return "99" }
      if column == 1, row == 4 { return "55" }
      return rating(row, column, scale.low, scale.high)
    }
    #expect(study.outcomes[1].legacy?.high == 10)
    #expect(study.responses.missing.map(\.text) == ["", "99"])
    #expect(draft.yaml.contains("answers outside the scale count as invalid, 1 in all: 55."))
  }

  @Test("labels of a known ladder, labelled points and 4.0 are declared as labels")
  func labels() throws {
    let importance = [
      "Not at all important", "Slightly important", "Moderately important",
      "Very important", "Extremely important",
    ]
    let satisfaction = [
      "Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied",
      "Very satisfied",
    ]
    let study = try draft(
      table(["imp_1", "imp_2", "sat_1", "sat_2"]) { row, column in
        let point = (Int(rating(row, column, 1, 5)) ?? 1) - 1
        return row == 7 ? "Does not apply" : (column < 2 ? importance : satisfaction)[point]
      }
    ).study
    let points = Dictionary(
      uniqueKeysWithValues: study.responses.scale.labels.map { ($0.text, $0.point) })
    for index in 0..<5 {
      #expect(points[importance[index]] == index + 1)
      #expect(points[satisfaction[index]] == index + 1)
    }
    #expect(
      study.responses.missing.last == MissingText(text: "Does not apply", reason: .doesNotApply))

    let numbers = try draft(
      table(["imp_1", "imp_2", "sat_1", "sat_2"]) { row, column in
        let point = rating(row, column, 1, 5)
        return point == "5" ? "5 - Extremely" : "\(point).0"
      }
    ).study
    let labels = ["1.0", "2.0", "3.0", "4.0", "5 - Extremely"]
    #expect(numbers.responses.scale.labels.map(\.text) == labels)
    #expect(numbers.responses.scale.labels.map(\.point) == [1, 2, 3, 4, 5])
  }

  @Test("an unknown scale and stray answers are left to a person")
  func undecided() throws {
    let words = ["Low", "Mid", "High"]
    let unknown = try draft(
      table(["imp_1", "sat_1"]) { row, column in words[(row + column) % 3] }
    ).draft
    #expect(unknown.yaml.contains("# DECIDE: the answers below are on no known scale"))
    let stray = try draft(
      table(["imp_1", "sat_1"], rowCount: 300) { row, column in
        row == 4 ? "55" : rating(row, column, 1, 5)
      })
    #expect(stray.study.responses.scale.high == 5)
    #expect(stray.draft.yaml.contains("# DECIDE: answers outside the scale count as invalid"))
  }

  @Test("id, weight and segments are found, and what is doubtful is not taken")
  func roles() throws {
    let header = ["RespondentID", "wt", "imp_1", "sat_1", "role", "code", "note", "date", "sat_9"]
    let input = table(header) { row, column in
      switch column {
      case 0: "\(1000 + row)"
      case 1: "0.\(5 + row % 4)"
      case 2, 3: rating(row, column, 1, 5)
      case 4: row == 0 ? "Prefer not to say" : ["Admin", "Auditor", "Manager"][row % 3]
      case 5: "\(row % 2)"
      case 6: "free text \(row)"
      case 7: "2026-01-\(row % 9)"
      default: rating(row, column, 1, 5)
      }
    }
    let (draft, study) = try draft(input)
    #expect(study.responses.respondent?.text == "RespondentID")
    #expect(study.weight?.text == "wt")
    #expect(study.segmentations.map(\.name) == ["role"])
    let refused = MissingText(text: "Prefer not to say", reason: .refused)
    #expect(study.responses.missing.last == refused)
    #expect(draft.yaml.contains("  # - code  # not taken: its answers are numbers"))
    #expect(draft.yaml.contains("# Not used: note, date."))
    #expect(draft.yaml.contains("# DECIDE: no partner was found for sat_9."))
    #expect(!draft.yaml.contains("free text"))
  }

  @Test("numbered columns of weights are left to a person, and the weight beside them is found")
  func replicates() throws {
    let families = ["rep_", "fac_0", "jk"].flatMap { name in (1...4).map { "\(name)\($0)" } }
    let header = ["lfdn", "fullw"] + families + ["imp_1", "sat_1", "grid_1", "grid_2"]
    let input = table(header + ["grid_3", "grid_4", "role"]) { row, column in
      switch column {
      case 0: "\(row)"
      case 1: "\(100 + row).5"
      case 2...5: (row + column) % 2 == 0 ? "\(201 + 2 * row)" : "0"
      case 6...9: (row / (column - 5)) % 2 == 0 ? "0" : "2"
      case 10...13: "\(90 + row * column % 7).25"
      case 20: row == 9 ? "k. A." : row == 8 ? "Weiß nicht" : ["Admin", "Auditor"][row % 2]
      default: rating(row, column, 1, 5)
      }
    }
    let (draft, study) = try draft(input)
    #expect(study.responses.respondent?.text == "lfdn")
    #expect(study.segmentations.map(\.name) == ["role"])
    let missing = study.responses.missing.filter { $0.reason == .notAnswered }.map(\.text)
    #expect(missing == ["", "Weiß nicht", "k. A."])
    let references = ["rep_{1-4}", "fac_{01-04}", "jk{1-4}"]
    for reference in references {
      #expect(draft.yaml.contains("#     columns: \"\(reference)\"\n"), "\(draft.yaml)")
    }
    #expect(draft.yaml.contains("columns: \"jk{1-4}\"\n#     method: jackknife  # or brr, "))
    #expect(draft.yaml.contains("# DECIDE: are rep_1 to rep_4 replicate weights?"))
    #expect(study.weight?.text == "fullw")
    #expect(!draft.yaml.contains("- fac_01") && draft.yaml.contains("  # - grid_1  # not taken"))
    let block = draft.yaml.split(separator: "\n").drop { !$0.hasPrefix("# design:") }.prefix(4)
    let lines = "weight: w\n" + block.map { $0.dropFirst(2) }.joined(separator: "\n") + "\n"
    let design = try StudyCase.parse(StudyCase.shortest + lines).design
    #expect(design?.replicates?.columns.map(\.text) == (1...4).map { "rep_\($0)" })
  }

  @Test(
    "weights are known by many names",
    arguments: [
      ("weight", true), ("W", true), ("final_wt", true), ("wtssall", true), ("fullw", true),
      ("pw", true), ("FINALWT", true), ("q3_w", false), ("width", false),
    ])
  func weightNames(name: String, isWeight: Bool) throws {
    let input = table(["id", name, "imp_1", "sat_1"], rowCount: 40) { row, column in
      column < 2 ? "\(row).5" : rating(row, column, 1, 5)
    }
    let study = try draft(input).study
    #expect((study.weight?.text == name) == isWeight)
  }

  @Test("a weight with decimal commas is pointed out, text of another encoding refused")
  func germanExcel() throws {
    let header = ["id", "Gewicht", "Art", "imp_1", "sat_1"]
    let cells = { (row: Int, column: Int) in
      switch column {
      case 0: "p\(row)"
      case 1: "1,\(row)"
      case 2: row % 2 == 0 ? "m\u{E4}nnlich" : "weiblich"
      default: rating(row, column, 1, 5)
      }
    }
    let yaml = try draft(table(header, cells)).draft.yaml
    #expect(yaml.contains("Not taken: write its numbers with a decimal point, as in 1.25."))
    guard case .bytes(let bytes, let name) = table(header, cells) else { return }
    // Latin 1: one byte where UTF-8 has two.
    let latin = bytes.split(separator: 0xC3).joined().map { $0 == 0xA4 ? 0xE4 : $0 }
    let input = TableInput.bytes(latin, name: name)
    #expect(throws: StudyDraftError.notUTF8(input: name, column: "Art", count: 30)) {
      try StudyDraft.detect(input, responseFile: name)
    }
    let format = TableFormat(encoding: .windows1252)
    #expect(try StudyDraft.detect(input, responseFile: name, format: format).yaml.contains("1252"))
  }

  @Test("an id that repeats is not taken")
  func repeatedId() throws {
    let input = table(["id", "imp_1", "sat_1"]) { row, column in
      column == 0 ? "\(row / 2)" : rating(row, column, 1, 5)
    }
    let (draft, study) = try draft(input)
    #expect(study.responses.respondent == nil)
    #expect(draft.yaml.contains("# DECIDE: is this the respondent id? Not taken: some ids stand"))
  }

  @Test("any header and answer survives the way through the file")
  func quoting() throws {
    let names = [
      "no", "01", "a: b", "a #b", "\"q\"", "it's", "- x", "* y", "& z", "{a}", "[b]", "back\\slash",
      "\u{1F600}", "caf\u{E9}", "two\nlines", "tab\there", " lead", "trail ", "~", "%x", "@y",
      "`z`",
      "?", "a,b", "x|y", "> z", "null", "#5x", "\u{85}", "\u{2028}", "!tag", "<<", "=",
      "1e3", "0x1", "2026-01-01", "12:30", "yes", ":", "a:", "'",
    ]
    // Numbered, since some names are about the same thing once punctuation is left out.
    let numbered = names.enumerated().map { "\($1) \($0)" }
    let header = numbered.map { "\($0) importance" } + numbered.map { "\($0) satisfaction" }
    let study = try draft(table(header) { rating($0, $1, 1, 5) }).study
    let columns = study.outcomes.map(\.importance.text) + study.outcomes.map(\.satisfaction.text)
    #expect(Set(columns) == Set(header))
    for name in names {
      let scalar = YAMLText.scalar(name)
      let text = StudyCase.shortest + "weight: \(scalar)\nsegments: [\(scalar), x y]\n"
      let study = try StudyCase.parse(text)
      #expect(study.weight?.text == name)
      #expect(study.segmentations.map(\.name) == [name, "x y"])
    }
  }

  @Test("columns without a name of their own are named by position")
  func positions() throws {
    let input = table(["imp_1", "sat_1", "group", "group"], rowCount: 60) { row, column in
      column < 2 ? rating(row, column, 1, 5) : ["A", "B"][(row + column) % 2]
    }
    #expect(try draft(input).study.segmentations.map(\.column.text) == ["#3", "#4"])
  }

  @Test("what holds no pairs is refused with what it seems to be")
  func refused() {
    func sentence(_ input: TableInput) -> String {
      do {
        _ = try StudyDraft.detect(input, responseFile: "a.csv")
        return ""
      } catch {
        #expect(error.exitStatus.rawValue == 65)
        return error.message.description
      }
    }
    let none = table(["a", "b"]) { row, _ in "\(row)" }
    #expect(
      sentence(none)
        == "answers.csv: no importance and satisfaction columns can be paired, found 2 columns: "
        + "a, b, expected pairs such as imp_01 and sat_01, or headers such as \"How important is "
        + "X\" and \"How satisfied are you with X\". Fix: rename the columns, or write study.yaml "
        + "by hand and name each pair in it.")
    let list = table(["id", "full_statement"]) { row, _ in "\(row)" }
    #expect(sentence(list).hasPrefix("answers.csv: this is a list of outcomes, not of answers"))
    let long = table(["who", "outcome", "importance", "satisfaction"]) { rating($0, $1, 1, 5) }
    #expect(sentence(long).hasPrefix("answers.csv: one record is not one respondent"))
    let empty = TableInput.bytes(Array("imp_1,sat_1\n".utf8), name: "answers.csv")
    #expect(sentence(empty).hasPrefix("answers.csv"))
  }

  @Test("every optional line can be uncommented")
  func optionalLines() throws {
    let input = table(["imp_01", "imp_02", "sat_01", "sat_02"]) { rating($0, $1, 1, 5) }
    let yaml = try draft(input).draft.yaml
    let parts = yaml.split(separator: "# --- optional from here", maxSplits: 1)
    let keys = parts[1].split(separator: "\n").filter { line in
      StudyKey.children(of: "").contains { line.hasPrefix("# \($0.name): ") }
    }
    #expect(keys.count == StudyKey.children(of: "").count - 5)
    let text = parts[0] + keys.map { $0.dropFirst(2) }.joined(separator: "\n") + "\n"
    #expect(StudyCase.sentences(String(text)) == [])
  }

  @Test("the same table gives the same bytes on any number of threads")
  func deterministic() throws {
    let input = table(["id", "imp_1", "sat_1", "role"], rowCount: 500) { row, column in
      column == 0 ? "\(row)" : column == 3 ? ["A", "B", "C"][row % 3] : rating(row, column, 1, 5)
    }
    let format = TableFormat(blockByteCount: 64)
    let one = try StudyDraft.detect(input, responseFile: "a.csv", workers: .init(threadCount: 1))
    let two = try StudyDraft.detect(
      input, responseFile: "a.csv", format: format, workers: .init(threadCount: 3))
    #expect(one == two)
  }
}
