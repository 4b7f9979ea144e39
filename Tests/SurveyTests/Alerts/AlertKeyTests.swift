import Testing

@testable import Survey

@Suite("The part `alerts` of a study file")
struct AlertKeyTests {
  private static let segments = "segments: [{column: role, levels: [Admin, User]}]\n"

  private func sentences(_ rule: String) -> [String] {
    StudyCase.sentences(
      StudyCase.shortest + Self.segments + "alerts:\n  rules:\n    - " + rule + "\n")
  }

  @Test("Rules of every kind are read")
  func good() throws {
    let study = try StudyCase.parse(
      StudyCase.shortest + Self.segments + """
        targets: [{outcome: 01, metric: satisfaction, at-least: 6}]
        alerts:
          level: 10 %
          horizon: 90
          rules:
            - {when: change, figure: satisfaction, by: 0.5, outcomes: [02], segments: [role]}
            - {when: change}
            - {when: enters, band: 12, segments: none, outcomes: all}
            - {when: leaves, band: 10}
            - {when: target-met}
            - {when: share-falls, segmentation: role, segment: Admin, below: 20 %}
            - {when: base-falls, below: 100, nights: 7}
            - {when: findings-rise}
            - {when: drift}

        """)
    let plan = try #require(study.alerts)
    #expect(plan.level == 0.1 && plan.horizon == 90)
    #expect(
      plan.rules.map(\.kind) == [
        .change(.satisfaction, by: 0.5), .change(.opportunity, by: 1), .enters(band: 12),
        .leaves(band: 10), .targetMet,
        .shareFalls(segmentation: "role", segment: "Admin", below: 0.2),
        .baseFalls(below: 100, nights: 7), .findingsRise, .drift,
      ])
    #expect(plan.rules[0].outcomes == [1] && plan.rules[0].groups == .named(["role"]))
    #expect(plan.rules[1].outcomes == nil && plan.rules[1].groups == .all)
    #expect(plan.rules[2].groups == .everybody)
    #expect(try StudyCase.parse(StudyCase.shortest).alerts == nil)
  }

  @Test(
    "Rules that cannot be are told, with the nearest name",
    arguments: [
      ("{when: chang}", "Fix: write `change` if that is meant."),
      ("{when: enters}", "`alerts.rules[].band` is missing. Fix: add a line such as `band: 12`."),
      ("{when: enters, band: 25}", "found \"25\", expected 0 to 20"),
      (
        "{when: change, band: 12}",
        "`alerts.rules[].band` says what cannot be, found \"`when: change`\", expected `when: "
          + "enters or leaves`. Fix: delete it, or write another `when`."
      ),
      ("{when: change, outcomes: [\"03\"]}", "names nothing in this study, found \"03\""),
      ("{when: change, segments: [rolle]}", "Fix: write `role` if that is meant."),
      ("{when: change, by: 0}", "found \"0\", expected above 0. Fix: write 1."),
      ("{when: target-met}", "says nothing without `targets`"),
      (
        "{when: share-falls, segmentation: role, segment: Admn, below: 20 %}",
        "Fix: write `Admin` if that is meant."
      ),
      (
        "{when: share-falls, segmentation: role, segment: Admin, below: 20}",
        "Fix: write 20 % if that is meant."
      ),
      ("{when: base-falls, below: 10 %}", "expected a whole number of new respondents"),
      ("{when: drift, by: 1}", "expected `when: change`"),
      ("{when: drift}\n    - {when: drift}", "segments drift"),
    ])
  func bad(_ rule: String, _ sentence: String) {
    let found = sentences(rule)
    #expect(found.count == 1 && found[0].contains(sentence), "\(found)")
  }

  @Test("A level that promises nothing is refused")
  func level() {
    let found = StudyCase.sentences(
      StudyCase.shortest + "alerts: {level: 80 %, rules: [{when: change}]}\n")
    #expect(found.count == 1 && found[0].contains("expected above 0 and at most 50 %"))
  }
}
