import Testing

@testable import Survey

@Suite("Columns that cannot be what a study takes them for, and concrete advice")
struct MisusedColumnTests {
  @Test("Each misuse is told with its place", arguments: columns)
  func misuse(_ bad: BadStudy) { check(bad) }

  @Test("Advice says what to write", arguments: advice)
  func fixes(_ bad: BadStudy) { check(bad) }

  private func check(_ bad: BadStudy) {
    #expect(StudyCase.sentences(bad.text) == bad.sentences.map { "study.yaml:" + $0 })
  }

  private static func ids(_ lines: String, _ name: String, _ sentences: String...) -> BadStudy {
    BadStudy(
      name: name,
      text: StudyCase.shortest.replacing("1-5}", with: "1-5, respondent: who}") + lines + "\n",
      sentences: sentences)
  }

  private static let columns: [BadStudy] = [
    ids(
      "circumstances: [who]\nmeasures: [{name: A, family: usage, column: who}]", "the ids",
      "10:17: column \"who\" cannot tell the circumstance, found the ids of the respondents, named "
        + "at line 3, expected a column of answers. Fix: name the column that holds the "
        + "circumstance, or delete the entry.",
      "11:45: column \"who\" cannot tell the measure, found the ids of the respondents, named at "
        + "line 3, expected a column of answers. Fix: name the column that holds the measure, or "
        + "delete the entry."),
    .adding(
      "circumstances: [imp_01, {column: sat_02, name: S}]", "ratings",
      "10:17: column \"imp_01\" cannot tell the circumstance, found the importance of 01, named at "
        + "line 8, expected a column without ratings. Fix: name the column that holds the "
        + "circumstance, or delete the key.",
      "10:34: column \"sat_02\" cannot tell the circumstance, found the satisfaction of 02, named "
        + "at line 9, expected a column without ratings. Fix: name the column that holds the "
        + "circumstance, or delete the key."),
    .adding(
      "circumstances: [age, site,\n  age, {column: x, name: site}]", "a column and a name twice",
      "11:3: \"age\" stands twice in `circumstances`, found the first at line 10. "
        + "Fix: delete one of the two.",
      "11:17: \"site\" stands twice in `circumstances[].name`, found the first at line 10. "
        + "Fix: delete one of the two."),
    .adding(
      "barriers: {a: {column: x, answer: A}, b: {column: x, answer: B}, c: x,\n"
        + "  d: {column: x, answer: A}}", "a choice twice",
      "11:15: \"x, A\" stands twice in `barriers`, found the first at line 10. "
        + "Fix: delete one of the two."),
  ]

  private static let advice: [BadStudy] = [
    .adding(
      "solutions: {column: sex, provider: [Femal], ours: [Female]}", "a typo in another list",
      "10:52: `solutions.ours` names what is no solution of the study, found \"Female\", expected "
        + "an answer that `solutions.provider` or `solutions.non-provider` lists. Fix: list it "
        + "under provider or non-provider, too, or write `Femal` if that is meant."),
    .adding(
      "solutions: {column: sex, provider: [A], nothing: [None], ours: [None]}",
      "nothing of one's own",
      "10:65: `solutions.ours` names what is no solution of the study, found \"None\", expected "
        + "an answer that `solutions.provider` or `solutions.non-provider` lists. Fix: move it "
        + "from nothing to provider or non-provider, or delete it here."),
    .adding(
      "targets: [{outcome: 01, metric: attained, at-least: 80}]", "one error, not two",
      "10:33: outcome 01 has no metric of that kind, found attained, expected importance, "
        + "satisfaction or opportunity. Fix: write `metric: satisfaction`, or the id of a success "
        + "outcome."),
    .adding(
      "targets: [{outcome: 01, metric: attained}]", "two mistakes, both told",
      "10:11: a target sets one goal, found none, expected at-least, at-most or improve-by. "
        + "Fix: add one of them.",
      "10:33: outcome 01 has no metric of that kind, found attained, expected importance, "
        + "satisfaction or opportunity. Fix: write `metric: satisfaction`, or the id of a success "
        + "outcome."),
    .adding(
      "targets: [{outcome: 01, metric: satisfaction, at-least: 50 %}]", "a percentage",
      "10:57: `targets[].at-least` says what cannot be, found \"50 %\", expected 0 to 10. "
        + "Fix: write 5, ten times the share."),
    .adding(
      "targets: [{outcome: 01, metric: opportunity, at-most: 60 %}]", "a percentage of 20",
      "10:55: `targets[].at-most` says what cannot be, found \"60 %\", expected 0 to 20. "
        + "Fix: write a number from 0 to 20."),
    .adding(
      "targets: [{outcome: 01, metric: opportunity, improve-by: 20 %}]", "the wrong metric",
      "10:58: `targets[].improve-by` does not go with this metric, found \"opportunity\", expected "
        + "satisfaction, attained or met, of which more is better. Fix: write `at-least` or "
        + "`at-most` in place of `improve-by`, or one of these metrics."),
    .adding(
      "targets: [{outcome: 01, metric: satisfaction, improve-by: 20}]", "a part above 1",
      "10:59: `targets[].improve-by` says what cannot be, found \"20\", expected a part above 0 "
        + "and below 1, or a percentage such as 20 %. Fix: write 20 % if that is meant."),
    .adding(
      "jobs: {health: {text: Stay well, parent: health}}", "a job above itself",
      "10:42: job health stands above itself. Fix: delete its `parent`."),
    .adding(
      "lint: {ignore: [nocode]}", "no code",
      "10:17: `lint.ignore[]` names nothing in this study, found \"nocode\". Fix: write the code "
        + "of a rule, such as `outcome-long` (docs/statements.md lists them), or the id of an "
        + "outcome, step or success outcome."),
    .adding(
      "targets: [{outcome: 01, metric: satisfaction, at-least: 6, segmentation: role, segment: A}]",
      "a segmentation where there is none",
      "10:74: `targets[].segmentation` names nothing in this study, found \"role\". "
        + "Fix: declare it first, or delete it here."),
  ]
}
