import Testing

@testable import Survey

@Suite("Problems of targets, measures, older scales and interviews")
struct GoalProblemTests {
  private static let success =
    "success: [{id: s1, text: T, satisfaction: s1_sat}, {id: s2, text: U, expectation: s2_exp}]\n"

  private func sentences(_ text: String) -> [String] {
    StudyCase.sentences(StudyCase.shortest + text)
  }

  @Test("Targets of every kind are read")
  func good() throws {
    let study = try StudyCase.parse(
      StudyCase.shortest + Self.success + """
        segments: [role]
        targets:
          - {outcome: 01, metric: satisfaction, at-least: 6.0}
          - {outcome: 02, metric: opportunity, at-most: 9}
          - {outcome: 01, metric: satisfaction, baseline: 4.2, improve-by: 20 %}
          - {outcome: s1, metric: attained, at-least: 80 %, segmentation: role, segment: Support}
          - {outcome: s2, metric: met, improve-by: 0.3}
          - {outcome: s2, metric: met, improve-by: 150 %, baseline: 0.25}

        """)
    #expect(
      study.targets.map(\.goal) == [
        .atLeast(6), .atMost(9), .improveBy(0.2, baseline: 4.2), .atLeast(0.8),
        .improveBy(0.3, baseline: nil), .improveBy(1.5, baseline: 0.25),
      ])
    #expect(study.targets.map(\.subject)[3...] == [.success(0), .success(1), .success(1)])
    #expect(study.targets[3].segment == "Support" && study.targets[0].segment == nil)
    #expect(study.targets.map(\.ratioOfWaves) == [nil, nil, nil, nil, 1.3, nil])
  }

  @Test(
    "Targets that cannot be are told",
    arguments: [
      (
        "{outcome: 03, metric: satisfaction, at-least: 6}",
        "`targets[].outcome` names nothing in this study, found \"03\"."
      ),
      ("{outcome: 01, metric: satisfaction}", "a target sets one goal, found none"),
      (
        "{outcome: 01, metric: satisfaction, at-least: 6, at-most: 7}",
        "a target sets one goal, found 2 goals, expected at-least, at-most or improve-by."
      ),
      (
        "{outcome: 01, metric: satisfaction, at-least: 11}",
        "`targets[].at-least` says what cannot be, found \"11\", expected 0 to 10."
      ),
      (
        "{outcome: 01, metric: opportunity, at-most: 60 %}",
        "`targets[].at-most` says what cannot be, found \"60 %\", expected 0 to 20."
      ),
      (
        "{outcome: s1, metric: attained, at-least: 80}",
        "found \"80\", expected a share, 0 to 1, or a percentage up to 100 %."
      ),
      (
        "{outcome: 01, metric: attained, at-least: 80 %}",
        "outcome 01 has no metric of that kind, found attained, expected importance, satisfaction "
          + "or opportunity."
      ),
      (
        "{outcome: s1, metric: met, at-least: 80 %}",
        "outcome s1 has no metric of that kind, found met, expected attained."
      ),
      (
        "{outcome: 01, metric: satisfaction, improve-by: 20}",
        "found \"20\", expected a part above 0 and below 1, or a percentage such as 20 %."
      ),
      (
        "{outcome: 01, metric: opportunity, improve-by: 20 %}",
        "expected satisfaction, attained or met, of which more is better."
      ),
      (
        "{outcome: 01, metric: satisfaction, improve-by: 20 %, baseline: 9}",
        "found \"9\", expected above 0, and by 20 % more at most 10."
      ),
      (
        "{outcome: 01, metric: satisfaction, at-least: 6, baseline: 5}",
        "`targets[].baseline` says nothing without `targets[].improve-by`."
      ),
      (
        "{outcome: 01, metric: satisfaction, at-least: 6, segment: A}",
        "`targets[].segment` says nothing without `targets[].segmentation`."
      ),
      ("{outcome: 01, metric: joy, at-least: 6}", "`targets[].metric` has a wrong value"),
      (
        "{outcome: 01, metric: satisfaction, at-least: many}",
        "expected a number of at least 0, or a percentage such as 80 %."
      ),
    ])
  func targets(item: String, part: String) {
    let told = sentences(Self.success + "targets: [\(item)]\n")
    #expect(told.count == 1 && told[0].contains(part), "\(told)")
  }

  @Test("Measures need names and columns of their own")
  func measures() throws {
    let study = try StudyCase.parse(
      StudyCase.shortest
        + "measures: [{name: A, family: usage, column: a}, "
        + "{name: B, family: value, column: b, better: lower}]\n")
    #expect(study.measures.map(\.better) == [.higher, .lower])
    #expect(study.measures.map(\.family) == [.usage, .value])
    let told = sentences(
      "measures: [{name: A, family: usage, column: a}, {name: A, family: value, column: imp_01}]\n")
    #expect(told.count == 2)
    #expect(told[0].contains("\"A\" stands twice in `measures[].name`"))
    #expect(told[1].contains("column \"imp_01\" is used twice"))
  }

  private func outcomes(_ head: String, _ fields: String, missing: String = "") -> [String] {
    StudyCase.sentences(
      """
      study: Short
      job: Keep software patched
      responses: {file: r.csv, scale: 1-5\(missing)}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        \(head)
        list: [{id: 01, text: One, \(fields)}, {02: Two}]

      """)
  }

  @Test(
    "Older scales that cannot be are told",
    arguments: [
      (
        "{scale: 1-10, top: 1}",
        "`outcomes.list[].legacy.top` says what cannot be, found \"1\", "
          + "expected 2 to 10."
      ),
      ("{scale: 1-10, top: 10, reversed: true}", "found \"10\", expected 1 to 9."),
      (
        "{scale: 1-3, points: {1: 1, 2: 3}}",
        "`outcomes.list[].legacy.points` has too few entries, found 2, expected at least 3."
      ),
      (
        "{scale: 1-3, points: {1: 1, 2: 3, 3: 5, 4: 5}}",
        "found \"4\", expected old points, 1 to 3."
      ),
      (
        "{scale: 1-3, points: {1: 1, 2: 3, 3: 6}}",
        "found \"6\", expected points of the study, 1 to 5."
      ),
      (
        "{scale: 1-3, top: 3, points: {1: 1, 2: 4, 3: 5}}",
        "found \"2 as 4\", expected points from 4 up for old ones from 3 up alone."
      ),
      (
        "{scale: 1-3, reversed: true, points: {1: 5, 2: 3, 3: 1}}",
        "`outcomes.list[].legacy.points` and `outcomes.list[].legacy.reversed` contradict"
      ),
      ("{top: 3}", "`outcomes.list[].legacy.scale` is missing"),
    ])
  func legacy(value: String, part: String) {
    let told = outcomes("", "legacy: \(value)")
    #expect(told.count == 1 && told[0].contains(part), "\(told)")
  }

  @Test("A missing text that is a point of the older scale is told")
  func missingPoint() {
    let told = outcomes("legacy: {scale: 1-10}", "unit: time", missing: ", missing: [9]")
    #expect(told.count == 1)
    #expect(told[0].contains("`responses.missing` names a point of the scale, found 9"))
  }

  @Test("More mentions than interviews, and interviews without mentions, are told")
  func mentions() {
    #expect(outcomes("interviews: 14", "mentions: 14") == [])
    #expect(outcomes("", "mentions: 14") == [])
    let many = outcomes("interviews: 14", "mentions: 15")
    #expect(many.count == 1 && many[0].contains("found \"15\", expected at most 14"))
    let none = outcomes("interviews: 14", "unit: time")
    #expect(
      none.count == 1
        && none[0].contains("`outcomes.interviews` says nothing without `outcomes.list[].mentions`")
    )
  }
}
