import Foundation
import Groundwork
import Survey
import Testing

/// A study file with something wrong in it, and the sentences about it.
struct BadStudy: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var sentences: [String]
  var testDescription: String { name }

  /// The shortest study with lines added, which begin at line 10.
  static func adding(_ lines: String, _ name: String, _ sentences: String...) -> BadStudy {
    BadStudy(name: name, text: StudyCase.shortest + lines + "\n", sentences: sentences)
  }

  /// The shortest study with a piece replaced.
  static func replacing(
    _ piece: String, with other: String, _ name: String, _ sentences: String...
  ) -> BadStudy {
    BadStudy(
      name: name, text: StudyCase.shortest.replacing(piece, with: other), sentences: sentences)
  }
}

@Suite("Study files with something wrong in them")
struct StudyProblemTests {
  @Test("what is no YAML of the plain kind is told with its place", arguments: yamlCases)
  func yaml(_ bad: BadStudy) { check(bad) }

  @Test("unknown, missing and wrong keys and values are told with their place", arguments: keyCases)
  func keys(_ bad: BadStudy) { check(bad) }

  @Test("contradictions are told with their place", arguments: meaningCases)
  func meaning(_ bad: BadStudy) { check(bad) }

  private func check(_ bad: BadStudy) {
    #expect(StudyCase.sentences(bad.text) == bad.sentences.map { "study.yaml:" + $0 })
  }

  @Test("foreign encodings and control characters are told with their place")
  func bytes() {
    #expect(
      StudyCase.sentences([0xFF, 0xFE, 0x61, 0x00]) == [
        "study.yaml:1:1: the study file is not UTF-8 text, found UTF-16. Fix: save it as UTF-8."
      ])
    #expect(
      StudyCase.sentences(Array("study: a\n# caf".utf8) + [0xE9, 0x0A]) == [
        "study.yaml:2:6: the study file is not UTF-8 text, found a byte that is not UTF-8. "
          + "Fix: save it as UTF-8."
      ])
    #expect(
      StudyCase.sentences("study: a\n  \u{1}b\n") == [
        "study.yaml:2:3: a control character stands in the study file, found byte 1, "
          + "expected text. Fix: delete it."
      ])
    #expect(
      StudyCase.sentences("study: \"a\\0b\"\n") == [
        "study.yaml:1:8: a control character stands in the study file, found byte 0, "
          + "expected text. Fix: delete it."
      ])
  }

  @Test("at most twenty problems are told, in the order of the file, and the rest is counted")
  func many() throws {
    let keys = (0..<40).map { "k\($0): 1\n" }.joined()
    let text = StudyCase.shortest + keys
    let sentences = StudyCase.sentences(text)
    #expect(sentences.count == 21)
    #expect(sentences[0].hasPrefix("study.yaml:10:1: unknown key `k0`, expected one of: study,"))
    #expect(sentences[19].hasPrefix("study.yaml:29:1: unknown key `k19`"))
    #expect(
      sentences[20]
        == "study.yaml: 20 further problems are not listed. Fix: correct those above first.")
    let error = #expect(throws: StudyError.self) { try StudyCase.parse(text) }
    #expect(error?.exitStatus == .studyFile)
    #expect(error?.message.description == sentences[0] && error?.problemCount == 40)
  }

  @Test("columns are counted in bytes, lines as editors count them")
  func places() {
    // Four bytes for the letters, and U+0085 ends a line for the parser alone.
    let text = StudyCase.shortest.replacing("Short", with: "\"\u{E9}\u{E9}\u{85}x\" # y")
    let bad = text.replacing("responses: {file", with: "responses: {\u{E9}: \"\u{85}\", fil")
    #expect(
      StudyCase.sentences(bad).map { $0.prefix(29) } == [
        "study.yaml:3:13: unknown key ", "study.yaml:3:23: unknown key ",
      ])
  }

  @Test("outcomes that are misspelt are told once, not again by every step that names one")
  func misspelt() {
    let text = StudyCase.shortest.replacing("outcomes:", with: "outcoms:")
    let steps = "steps: {Plan: {text: Plan it, outcomes: [01]}, Do: {text: Do it, outcomes: [02]}}"
    let sentences = StudyCase.sentences(text + steps + "\n")
    #expect(sentences.count == 1 && sentences[0].contains("unknown key `outcoms`"), "\(sentences)")
  }

  @Test("a study's name is known where something else in its file is wrong")
  func name() throws {
    let path = NSTemporaryDirectory() + "unmet-name-" + UUID().uuidString + ".yaml"
    defer { try? FileManager.default.removeItem(atPath: path) }
    func name(_ text: String) throws -> String? {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return StudyReader.name(path: path)
    }
    let text = StudyCase.shortest
    let own = try #require(try name(text))
    #expect(try !own.isEmpty && name(text.replacing("outcomes:", with: "outcoms:")) == own)
    #expect(try name("study: [1]\n") == nil && name("a: b: c\n") == nil && name("x: 1\n") == nil)
    #expect(StudyReader.name(path: path + "/none") == nil)
  }

  // MARK: - The tables

  private static let yamlCases: [BadStudy] = [
    BadStudy(
      name: "an empty file", text: "",
      sentences: [
        "1:1: the study file is empty, expected a study. "
          + "Fix: write one with `unmet init responses.csv`."
      ]),
    BadStudy(
      name: "comments only", text: "# nothing\n",
      sentences: [
        "1:1: the study file is empty, expected a study. "
          + "Fix: write one with `unmet init responses.csv`."
      ]),
    BadStudy(
      name: "a list", text: "- a\n",
      sentences: [
        "1:1: this is no study file, found a list, expected a mapping of keys and values. "
          + "Fix: write one with `unmet init responses.csv`."
      ]),
    .replacing(
      "Short", with: "&a Short", "an anchor",
      "1:8: anchors (&) are refused. Fix: delete it, or put the text in quotes."),
    .adding(
      "weight: *w", "an alias of nothing",
      "10:9: aliases (*) are refused. Fix: write the value out, or put the text in quotes."),
    .adding(
      "? *w : x\n? *v : y", "aliases as keys",
      "10:3: aliases (*) are refused. Fix: write the value out, or put the text in quotes."),
    .adding(
      "scores:\n  <<: {scorer: mean}", "a merge key",
      "11:3: merge keys (<<) are refused. Fix: write the keys out."),
    .adding(
      "weight: !!str wt", "a tag",
      "10:9: tags (!) are refused. Fix: delete it, or put the text in quotes."),
    .adding(
      "---\nstudy: b", "a second document",
      "10:1: a second document begins, expected one study a file. Fix: delete the line ---, or "
        + "put the second study into a file of its own."),
    .adding(
      "weight: a\nseed: 1\nweight: b", "a key twice",
      "12:1: key `weight` stands twice in one mapping, found the first at line 10. "
        + "Fix: delete one of the two."),
    .adding(
      "scores: {base: paired, base: paired}", "a key twice in braces",
      "10:10: key `base` stands twice in one mapping, found the first at line 10. "
        + "Fix: delete one of the two."),
    .adding(
      "? [a]\n: b", "a list as key", "10:3: a key must be a text. Fix: write it as `key: value`."),
    .replacing(
      "Short", with: "a: b", "a colon in a text",
      "1:9: a colon stands where no key can be. Fix: put a text that contains \": \" in quotes, "
        + "or correct the indentation."),
    .adding(
      "segments: [a, b\nweight: c", "an open bracket",
      "11:7: the list in [ ] that begins at line 10 goes wrong here. "
        + "Fix: check commas and the closing ]."),
    .adding(
      "scores: {base: paired\nseed: [", "an open brace",
      "11:5: the mapping in { } that begins at line 10 goes wrong here. "
        + "Fix: check commas and the closing }."),
    .adding(
      "weight: \"abc", "an open quote",
      "11:1: the text in quotes that begins at line 10 is not closed. Fix: add the closing quote."),
    .adding(
      "scores:\n\tbase: paired", "a tab",
      "11:1: a text cannot begin with this character. Fix: indent with spaces, not tabs, and put "
        + "a text that begins with @ or ` in quotes."),
    .adding(
      "weight abc\nseed: 1", "a missing colon",
      "11:1: a colon is missing after the key that begins at line 10. Fix: write `key: value`."),
    .adding(
      "a: \(String(repeating: "[", count: 20))\(String(repeating: "]", count: 20))", "deep nesting",
      "10:15: the nesting is too deep, expected at most 12 levels. "
        + "Fix: check brackets and indentation."),
  ]

  private static let allKeys =
    "study, job, responses, outcomes, weight, design, rake, segments, scores, hypotheses, "
    + "clusters, factors, seed, altitude, jobs, steps, chain, success, experience, answers, "
    + "roles, circumstances, barriers, workarounds, activities, solutions, proposals, targets, "
    + "measures, waves, alerts, lint, history, deliver"
  private static let column = "a column (its header, or its position as \"#12\")"

  private static let keyCases: [BadStudy] = [
    BadStudy(
      name: "missing keys", text: "study: x\n",
      sentences: [
        "1:1: `job` is missing. Fix: add a line such as "
          + "`job: Keep server and network components' software patched`.",
        "1:1: `responses` is missing. Fix: add a line such as "
          + "`responses: {file: responses.csv, scale: 1-5}`.",
        "1:1: `outcomes` is missing. Fix: add a line such as `outcomes: "
          + "{importance: \"imp_{id}\", satisfaction: \"sat_{id}\", list: [{01: Text}]}`.",
      ]),
    .replacing(
      "scale", with: "scal", "a typo in a key",
      "3:26: unknown key `scal` in `responses`, expected one of: file, respondent, scale, top, "
        + "labels, missing, not-asked, does-not-apply, refused, duplicates, reject-limit, "
        + "delimiter, header-rows, encoding. Fix: write `scale` if that is meant."),
    .adding(
      "xyz: 1", "a key that means nothing",
      "10:1: unknown key `xyz`, expected one of: \(allKeys). Fix: delete it or use one of these."),
    .adding(
      "chain: {rule: all}", "a chain without steps",
      "10:8: `chain` says nothing without `steps`. Fix: add `steps` or delete it."),
    .adding(
      "hypotheses: [{outcome: 01, at-least: 12, below: 15}]", "a hypothesis with two claims",
      "10:14: a hypothesis claims one thing, found 2 claims, expected at-least, below or "
        + "than-others. Fix: keep one of them."),
    .adding(
      "hypotheses: [{outcome: 01, at-least: 20.5}]", "a cut above all scores",
      "10:38: `hypotheses[].at-least` claims what no opportunity can be, found \"20.5\", "
        + "expected 0 to 20, the scorer's range. Fix: write a number from 0 to 20."),
    .adding(
      "hypotheses: [{outcome: 99, at-least: 12}]", "a hypothesis on no outcome",
      "10:24: `hypotheses[].outcome` names nothing in this study, found \"99\". "
        + "Fix: write one of `01`, `02`, or delete it."),
    .adding(
      "rake: {cap: 3, design-effect: 2}", "two ways to trim",
      "10:7: `rake.cap` and `rake.design-effect` contradict each other, found both, "
        + "expected one of them. Fix: delete one of the two."),
    .adding(
      "rake: {margins: [{column: sex, targets: {f: 51 %, m: 48 %}}]}", "targets under 100 %",
      "10:41: the targets of margin \"sex\" do not make a whole, found 99 %, expected 100 %. "
        + "Fix: correct the shares; every answer needs one."),
    .adding(
      "rake: {margins: [{column: sex, targets: {f: 100 %, m: 0 %}}]}", "a target of 0",
      "10:52: the answer \"m\" of margin \"sex\" has a share of 0, expected a share above 0. "
        + "Fix: declare the answer under `responses.missing`, or give it its share."),
    .adding(
      "design: {units: store, second-population: people}", "a second stage without a first",
      "10:43: `design.second-population` says nothing without `design.population`. "
        + "Fix: add `design.population` or delete it."),
    .adding(
      "design: {replicates: {columns: 'r_{1-4}', method: brr}}", "replicates without weights",
      "10:22: `design.replicates` says nothing without `weight`. Fix: add `weight` or delete it."),
    .adding(
      "weight: w\ndesign: {units: store, replicates: {columns: 'r_{1-4}', method: brr}}",
      "a design told twice",
      "11:9: `design.units` and `design.replicates` contradict each other, found both, "
        + "expected one of them. Fix: delete one of the two."),
    .adding(
      "weight: w\ndesign: {replicates: {columns: 'r_{1-4}', method: jackknife, scales: [1, 1]}}",
      "scales of other replicates",
      "11:70: `design.replicates.scales` needs one number for each replicate, found 2, expected 4. "
        + "Fix: write as many numbers as there are columns."),
    .adding(
      "weight: w\ndesign: {replicates: {columns: r_1, method: brr}}", "one replicate",
      "11:32: `design.replicates.columns` has a wrong value, found \"r_1\", expected a column name "
        + "with a range of numbers in it, such as rep_{1-80}. Fix: write it as in "
        + "`columns: \"rep_{1-80}\"`."),
    .adding(
      "weight: w\ndesign: {replicates: {columns: [a, a], method: bootstrap, fay: 0.3}}",
      "a column twice",
      "11:36: \"a\" stands twice in `design.replicates.columns`, found the first at line 11. "
        + "Fix: delete one of the two.",
      "11:64: `design.replicates.fay` says nothing without `method: brr`. "
        + "Fix: add `method: brr` or delete it."),
    .adding(
      "waves: [{name: a, file: a.csv}]", "a single wave",
      "10:8: `waves` has too few entries, found 1, expected at least 2. Fix: name all of them."),
    .adding(
      "waves: [{name: a, file: a.csv}, {name: a, file: b.csv}]", "a wave twice",
      "10:40: \"a\" stands twice in `waves[].name`, found the first at line 10. "
        + "Fix: delete one of the two."),
    .adding(
      "quality: []", "a key of a later version",
      "10:1: this version of unmet does not know `quality`. "
        + "Fix: delete the key or use a later version."),
    .adding(
      "scores: {scorer: top-bx}", "a typo in a word",
      "10:18: `scores.scorer` has a wrong value, found \"top-bx\", expected top-box, mean or "
        + "unfloored. Fix: write `top-box` if that is meant."),
    .adding(
      "weight: #12", "a position without quotes",
      "10:8: `weight` has no value, found a comment, expected \(column). "
        + "Fix: put the text that begins with # in quotes."),
    .adding(
      "weight:", "a key without value",
      "10:8: `weight` has no value, expected \(column). Fix: write the value or delete the key."),
    .adding(
      "weight: \"#0\"", "position 0",
      "10:9: `weight` has a wrong value, found \"#0\", expected \(column). "
        + "Fix: write it as in `weight: weight`."),
    .adding(
      "segments: {a: b}", "a mapping for a list",
      "10:11: `segments` is of the wrong kind, found a mapping, expected a list. "
        + "Fix: write it as in `segments: [role, company_size]`."),
    .adding(
      "weight: [a]", "a list for a column",
      "10:9: `weight` is of the wrong kind, found a list, expected \(column). "
        + "Fix: write it as in `weight: weight`."),
    .adding(
      "success: [a]", "a text for a mapping",
      "10:11: an item of `success` is of the wrong kind, found a text, expected a mapping. Fix: "
        + "write it as in `- {id: s1, text: Our systems pass the audit, importance: s1_imp, "
        + "satisfaction: s1_sat}`."),
    .adding(
      "segments: []", "an empty list", "10:11: `segments` is empty. Fix: fill it or delete the key."
    ),
    .adding(
      "clusters: {k: 11}", "too many clusters",
      "10:15: `clusters.k` has a wrong value, found \"11\", expected auto, or a whole number from "
        + "2 to 10. Fix: write it as in `k: auto`."),
    .adding(
      "scores: {minimum: 5}", "a minimum below the disclosure floor",
      "10:19: `scores.minimum` has a wrong value, found \"5\", expected a number of at least 10. "
        + "Fix: write it as in `minimum: 50`."),
    .adding(
      "seed: -1", "a negative seed",
      "10:7: `seed` has a wrong value, found \"-1\", expected a whole number from 0 to "
        + "18446744073709551615. Fix: write it as in `seed: 1`."),
    .adding(
      "    - 03", "an outcome without text",
      "10:7: an item of `outcomes.list` is of the wrong kind, found a text, expected a pair "
        + "`id: text` or a mapping. "
        + "Fix: write it as in `- {01: Minimize the time it takes to learn that a patch "
        + "is needed}`."
    ),
    .adding(
      "    - {id: 03}", "an outcome with an id alone",
      "10:7: `outcomes.list[].text` is missing. Fix: add a line such as "
        + "`text: Minimize the time it takes to learn that a patch is needed`."),
    .adding(
      "    - 03:", "an outcome with an empty text",
      "10:10: `outcomes.list[].03` has no value, expected a text. "
        + "Fix: write the value or delete the key."),
    .replacing(
      "imp_{id}", with: "imp_id", "a pattern without {id}",
      "5:15: `outcomes.importance` has a wrong value, found \"imp_id\", expected a column name "
        + "with {id} in it. Fix: write it as in `importance: imp_{id}`.",
      "8:7: outcome 01 and 1 more have no importance column. Fix: add `importance:` to the "
        + "outcome, or `outcomes.importance` with {id} in it."),
    .replacing(
      "1-5}", with: "1-5, reject-limit: 1}", "a limit that may be one percent or all",
      "3:52: `responses.reject-limit` has a wrong value, found \"1\", expected a share: a number "
        + "from 0 to below 1, or a percentage such as 1 %. Fix: write `1 %` if that is meant."),
  ]

  private static let meaningCases: [BadStudy] = [
    .replacing(
      "Keep software patched", with: "{verb: Keep}", "half a job",
      "2:6: the job has neither a text nor both verb and object. "
        + "Fix: write `job: Keep software patched`."),
    .replacing(
      "1-5", with: "1-5, top: 1", "a top cut that everybody reaches",
      "3:43: `responses.top` lies outside the scale, found 1, expected 2 to 5. "
        + "Fix: correct `top` or `scale`."),
    .replacing(
      "1-5", with: "1-5, labels: {Low: 1, High: 6}", "a label outside the scale",
      "3:55: the label \"High\" stands for a point outside the scale, found 6, expected 1 to 5. "
        + "Fix: correct the point or `scale`."),
    .replacing(
      "1-5", with: "1-5, missing: [a, 3, a], refused: [a]", "answers twice",
      "3:51: `responses.missing` names a point of the scale, found 3, expected a text that is no "
        + "point from 1 to 5. Fix: delete it or correct `scale`.",
      "3:54: \"a\" stands twice in `responses.missing`, found the first at line 3. "
        + "Fix: delete one of the two.",
      "3:68: the answer \"a\" stands in `responses.refused` and in `responses.missing`, found the "
        + "other at line 3. Fix: keep one of the two."),
    .adding(
      "    - 01: Again", "an outcome id twice",
      "10:7: outcome id 01 is used twice, found the first at line 8. "
        + "Fix: give each outcome an id of its own."),
    .adding(
      "    - {id: 03, text: t, importance: sat_02}", "two questions on one column",
      "10:37: column \"sat_02\" is used twice, found the importance of 03 and, at line 9, the "
        + "satisfaction of 02. Fix: give each question a column of its own."),
    .adding(
      "weight: imp_01\ndesign: {strata: sat_02, units: store}", "ratings that tell the design",
      "10:9: column \"imp_01\" cannot tell the weight, found the importance of 01, named at line "
        + "8, expected a column without ratings. "
        + "Fix: name the column that holds the weight, or delete the key.",
      "11:18: column \"sat_02\" cannot tell the strata, found the satisfaction of 02, named at "
        + "line 9, expected a column without ratings. "
        + "Fix: name the column that holds the strata, or delete the key."),
    .adding(
      "segments: [role, role, {column: x, name: role}, all]", "segments that collide",
      "10:18: `segments` names column \"role\" twice, found the first at line 10. "
        + "Fix: delete one of the two.",
      "10:24: two segmentations are called \"role\", found the first at line 10. "
        + "Fix: add `name:` to one of them.",
      "10:49: a segmentation cannot be called \"all\", the report uses that name. "
        + "Fix: write `{column: ..., name: ...}` with another name."),
    .adding(
      "segments: [{column: x, levels: [a, a]}]", "a level twice",
      "10:36: \"a\" stands twice in `segments[].levels`, found the first at line 10. "
        + "Fix: delete one of the two."),
    .adding(
      "steps:\n  a: {text: A, outcomes: [01, 02]}\n  b: {text: B, outcomes: [02, 1]}",
      "steps that collide",
      "12:27: outcome 02 belongs to two steps, found a and b. Fix: delete it from one of them.",
      "12:31: step b names an unknown outcome, found \"1\", expected an id of `outcomes.list`. "
        + "Fix: write `01` if that is meant."),
    .adding(
      "success:\n  - {id: 01, text: x, importance: i}\n  - {id: s, text: y}",
      "success outcomes that cannot be used",
      "11:10: outcome id 01 is used twice, found the first at line 8. "
        + "Fix: give each outcome an id of its own.",
      "12:10: success outcome s has no column, expected importance, satisfaction, expectation, "
        + "expected or happened. Fix: add one of them."),
  ]
}
