import Testing

@testable import Survey

@Suite("The tree of jobs")
struct JobTreeTests {
  private static let tree = """
    jobs:
      trust: {text: Maintain trust, level: aspirational}
      automate: {text: Automate patching, parent: job}
      linux: {text: Automate patching of Linux, parent: automate}
      inventory: {text: Keep an inventory, related: [job]}
    altitude: {parent: trust, narrower: [automate, Patch by hand], related: [Keep calm]}

    """

  @Test("Ids and texts make one tree, the study's own job first, levels following the parents")
  func reading() throws {
    let jobs = try StudyCase.parse(StudyCase.shortest + Self.tree).jobs
    #expect(
      jobs.map(\.id) == [
        "job", "trust", "automate", "linux", "inventory", "Patch by hand", "Keep calm",
      ])
    #expect(
      jobs.map(\.level) == [
        .main, .aspirational, .functional, .functional, .main, .functional, .main,
      ])
    #expect(jobs.map(\.parent) == ["trust", nil, "job", "automate", nil, "job", nil])
    #expect(jobs[0].text == "Keep software patched" && jobs[0].place?.line == 2)
    #expect(jobs.map(\.place?.line) == [2, 11, 12, 13, 14, 15, 15])
  }

  @Test("Children, depth and neighbours follow from it")
  func functions() throws {
    let jobs = try StudyCase.parse(StudyCase.shortest + Self.tree).jobs
    #expect(jobs.children(of: "job").map(\.id) == ["automate", "Patch by hand"])
    #expect(jobs.below("trust").map(\.id) == ["job", "automate", "linux", "Patch by hand"])
    #expect(jobs.above("linux").map(\.id) == ["automate", "job", "trust"])
    #expect(jobs.map { jobs.depth(of: $0.id) } == [1, 0, 2, 3, 0, 2, 0])
    #expect(jobs.related(to: "job").map(\.id) == ["inventory", "Keep calm"])
    #expect(jobs.related(to: "inventory").map(\.id) == ["job"])
  }

  @Test("Without a tree there is the study's own job, and every outcome belongs to it")
  func alone() throws {
    let study = try StudyCase.parse(StudyCase.shortest)
    #expect(study.jobs.map(\.id) == [Job.ownID])
    #expect(study.outcomes.allSatisfy { $0.job == Job.ownID })
    // A pair of id and text has no job, even with the id `job`.
    let pair = StudyCase.shortest.replacing("- 01:", with: "- job:")
    #expect(try StudyCase.parse(pair).outcomes[0].job == Job.ownID)
  }

  @Test("Outcomes name their job, a text of `altitude` the declared job of that text")
  func outcomes() throws {
    let text =
      StudyCase.shortest + "    - {id: 03, text: T, job: linux}\n"
      + Self.tree.replacing("narrower: [automate,", with: "narrower: [Automate patching,")
    let study = try StudyCase.parse(text)
    #expect(study.outcomes.map(\.job) == ["job", "job", "linux"])
    #expect(study.jobs.count == 7 && study.jobs[2].parent == "job")
  }

  @Test("What is wrong in a tree is told with its place", arguments: cases)
  func problems(_ bad: BadStudy) {
    #expect(StudyCase.sentences(bad.text) == bad.sentences.map { "study.yaml:" + $0 })
  }

  @Test("A tree made to be slow is refused at once")
  func tooMany() {
    let jobs = (0..<5_000).map { "  j\($0): {text: T, parent: j\(($0 + 1) % 5_000)}\n" }.joined()
    #expect(
      StudyCase.sentences(StudyCase.shortest + "jobs:\n" + jobs) == [
        "study.yaml:11:3: `jobs` has too many entries, expected at most 200. "
          + "Fix: name the jobs that matter."
      ])
  }

  // MARK: - The table

  private static let cases: [BadStudy] = [
    .adding(
      "jobs: {job: {text: X}}", "the reserved id",
      "10:8: the id `job` is that of the study's own job. "
        + "Fix: give this job another id, or write its text under `job`."),
    .adding(
      "jobs: {automate: {text: X, parent: jobb, related: [inventry]}, inventory: {text: Y}}",
      "unknown ids",
      "10:36: `jobs.*.parent` names nothing in this study, found \"jobb\". "
        + "Fix: write `job` if that is meant.",
      "10:52: `jobs.*.related[]` names nothing in this study, found \"inventry\". "
        + "Fix: write `inventory` if that is meant."),
    .adding(
      "    - {id: 03, text: T, job: atomate}\njobs: {automate: {text: X}}", "an outcome of no job",
      "10:30: `outcomes.list[].job` names nothing in this study, found \"atomate\". "
        + "Fix: write `automate` if that is meant."),
    .adding(
      "altitude: {narrower: [automat]}\njobs: {automate: {text: X}}",
      "a text that is nearly an id",
      "10:23: `altitude.narrower[]` names nothing in this study, found \"automat\". "
        + "Fix: write `automate` if that is meant."),
    .adding(
      "jobs: {a: {text: A, parent: b}, b: {text: B, parent: c}, c: {text: C, parent: a}}",
      "a cycle",
      "10:29: jobs stand above each other, found a below b below c below a, expected a tree. "
        + "Fix: delete one `parent`."),
    .adding(
      "altitude: {parent: trust}\njobs: {trust: {text: A, parent: job}}",
      "a cycle through the study's own job",
      "10:20: jobs stand above each other, found job below trust below job, expected a tree. "
        + "Fix: delete one `parent`."),
    .adding(
      "altitude: {narrower: [b]}\njobs: {a: {text: A}, b: {text: B, parent: a}}",
      "a narrower job of another parent",
      "10:23: `altitude.narrower` names a job that stands below another one, found b below a, "
        + "expected a job below the study's own. Fix: delete it here, or its `parent`."),
    .adding(
      "jobs: {a: {text: A, level: main, parent: job}}", "a level not below its parent's",
      "10:28: the level of job a is not below that of job, found main below main, expected main "
        + "below aspirational, or functional below any. Fix: change one of the two levels, "
        + "or name another parent."
    ),
    .adding(
      "altitude: {level: aspirational, parent: Something higher}", "nothing above aspirational",
      "10:19: the level of job job is not below that of Something higher, found aspirational "
        + "below aspirational, expected main below aspirational, or functional below any. "
        + "Fix: change one of the two levels, or name another parent."),
    .adding(
      "jobs: {a: {text: A, related: [a, a]}}", "a job beside itself",
      "10:31: job a is related to itself. Fix: delete it from `related`.",
      "10:34: \"a\" stands twice in `jobs.*.related`, found the first at line 10. "
        + "Fix: delete one of the two.",
      "10:34: job a is related to itself. Fix: delete it from `related`."),
  ]
}
