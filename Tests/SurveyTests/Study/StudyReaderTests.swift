import Groundwork
import Survey
import Tables
import Testing

/// The whole file of the design, without what later versions bring.
private let fullStudy = """
  # yaml-language-server: $schema=study.schema.json
  study: Patch management 2026
  job: {verb: Keep, object: server and network components' software patched, clarifier: at work}
  responses:
    file: data/responses.csv
    respondent: "#1"
    scale: 0-10
    top: 8
    labels: {Not at all: 0, "5 - Half": 5, Extremely: 10}
    missing: ["", N/A, -99]
    not-asked: [Not shown]
    does-not-apply: [Does not apply to me]
    refused: ["no"]
    duplicates: last
    reject-limit: 2.5 %
    delimiter: semicolon
    header-rows: 2
    encoding: windows-1252
  outcomes:
    importance: imp_{id}
    satisfaction: "{id} sat"
    list:
      - 01: Minimize the time it takes to learn that a patch is needed
      - id: 007
        text: "Minimize the likelihood: a patch breaks a service"
        importance: Q5_7
        direction: minimize
        unit: likelihood
        progress: [whole job, more cheaply]
      - {id: x, text: Increase the number of x, satisfaction: "#40", direction: increase}
  segments:
    - role
    - {column: Q12, name: Company size, levels: [small, large]}
  weight: wt
  scores: {scorer: unfloored, base: available, minimum: 12.5}
  clusters: {on: markers, k: 4}
  factors:
    {on: gap, correlation: polychoric, extraction: minres, rotation: none, count: 3}
  seed: 18446744073709551615
  altitude:
    {level: functional, parent: Maintain trust, narrower: [Automate], related: [Keep a list]}
  steps:
    determine: {text: Determine what must be patched, outcomes: [01, x]}
    apply: {text: Apply the patch, outcomes: [007]}
    verify: {text: Verify}
  success:
    - {id: s1, text: Audit passed, importance: s1_imp, satisfaction: s1_sat, expectation: s1_exp}
    - {id: s4, text: A breach, dimension: social, aim: avoid, happened: s4_seen}
  roles: {column: role, executor: [End user], support: [Support], buyer: [Buyer]}
  circumstances: [servers, {name: Team size, column: team_size}]
  solutions: {column: tool, provider: [A, B], non-provider: [Scripts], nothing: [By hand]}
  barriers: {budget: bar_budget, time: bar_time}
  workarounds: [wa_spreadsheet, {name: Weekend, column: wa_weekend}]
  activities: [act_scan]

  """

@Suite("Reading a study file")
struct StudyReaderTests {
  @Test("the short form takes every default")
  func shortForm() throws {
    let study = try StudyCase.parse(StudyCase.shortest)
    #expect(study.name == "Short")
    #expect(
      study.job
        == JobStatement(
          text: "Keep software patched", place: Place(file: "study.yaml", line: 2, byteColumn: 6)))
    #expect(study.responses.scale == Scale(low: 1, high: 5, top: 4))
    #expect(study.responses.missing == [MissingText(text: "", reason: .notAnswered)])
    #expect(study.responses.respondent == nil)
    #expect(study.responses.rejectLimit == 0.01)
    #expect(study.responses.format == TableFormat())
    #expect(study.outcomes.map(\.id) == ["01", "02"])
    #expect(study.outcomes.map(\.importance.text) == ["imp_01", "imp_02"])
    #expect(study.outcomes[1].place == Place(file: "study.yaml", line: 9, byteColumn: 7))
    #expect(study.segmentations.isEmpty)
    #expect(study.scoring.minimumBase == 30)
    #expect(study.clustering.clusterCount == nil)
    #expect(study.factoring == FactorPlan())
    #expect(study.seed == 1)
    #expect(study.file == "study.yaml")
  }

  @Test("the usual top cut is 4 of 1-5, 6 of 1-7, 9 of 1-10 and 9 of 0-10")
  func usualTops() throws {
    for (scale, top) in [("1-5", 4), ("1-7", 6), ("1-10", 9), ("0-10", 9), ("0-1", 1)] {
      let text = StudyCase.shortest.replacing("1-5", with: scale)
      #expect(try StudyCase.parse(text).responses.scale.top == top, "\(scale)")
    }
  }

  @Test("everything about the answers is read")
  func responses() throws {
    let responses = try StudyCase.parse(fullStudy).responses
    #expect(responses.file == "data/responses.csv")
    #expect(responses.respondent?.position == 0)
    #expect(responses.scale.top == 8)
    let labels = [("Not at all", 0), ("5 - Half", 5), ("Extremely", 10)]
    #expect(responses.scale.labels == labels.map { ScaleLabel(text: $0.0, point: $0.1) })
    let missing: [(String, MissingReason)] = [
      ("", .notAnswered), ("N/A", .notAnswered), ("-99", .notAnswered), ("Not shown", .notAsked),
      ("Does not apply to me", .doesNotApply), ("no", .refused),
    ]
    #expect(responses.missing == missing.map { MissingText(text: $0.0, reason: $0.1) })
    #expect(responses.duplicates == .last)
    #expect(responses.rejectLimit == 0.025)
    #expect(responses.format.delimiter == UInt8(ascii: ";"))
    #expect(responses.format.headerRowCount == 2)
    #expect(responses.format.encoding == .windows1252)
    #expect(responses.scalePlace == Place(file: "study.yaml", line: 7, byteColumn: 10))
  }

  @Test("ids keep their zeros, and an outcome's own columns go before the pattern")
  func outcomes() throws {
    let outcomes = try StudyCase.parse(fullStudy).outcomes
    #expect(outcomes.map(\.id) == ["01", "007", "x"])
    #expect(outcomes.map(\.importance.text) == ["imp_01", "Q5_7", "imp_x"])
    #expect(outcomes.map(\.satisfaction.text) == ["01 sat", "007 sat", "#40"])
    #expect(outcomes.map(\.step) == ["determine", "apply", "determine"])
    #expect(outcomes.map(\.direction) == [nil, .minimize, .increase])
    #expect(outcomes.map(\.unit) == [nil, "likelihood", nil])
    #expect(outcomes.map(\.progress) == [[], ["whole job", "more cheaply"], []])
    #expect(outcomes[1].text == "Minimize the likelihood: a patch breaks a service")
    #expect(outcomes[2].satisfaction.position == 39)
  }

  @Test("everything about the analysis is read")
  func analysis() throws {
    let study = try StudyCase.parse(fullStudy)
    #expect(study.segmentations.map(\.name) == ["role", "Company size"])
    #expect(study.segmentations.map(\.column.text) == ["role", "Q12"])
    #expect(study.segmentations.map(\.levels) == [[], ["small", "large"]])
    #expect(study.weight?.text == "wt")
    let scoring = ScoringPlan(scorer: .unfloored, base: .available, minimumBase: 12.5)
    #expect(study.scoring == scoring)
    let clustering = ClusteringPlan(feature: .markers, clusterCount: 4, factorFeature: .gap)
    #expect(study.clustering == clustering)
    let factoring = FactorPlan(
      correlation: .polychoric, extraction: .minres, rotation: .none, factorCount: 3)
    #expect(study.factoring == factoring)
    #expect(study.seed == .max)
  }

  @Test("the whole job model is read")
  func jobModel() throws {
    let study = try StudyCase.parse(fullStudy)
    #expect(study.job.text == "Keep server and network components' software patched at work")
    #expect(study.job.clarifier == "at work")
    #expect(study.jobs.map(\.text).dropFirst() == ["Maintain trust", "Automate", "Keep a list"])
    #expect(study.jobs.map(\.level) == [.functional, .main, .functional, .functional])
    #expect(study.jobs.map(\.parent) == ["Maintain trust", nil, "job", nil])
    #expect(study.jobs[0].related == ["Keep a list"])
    #expect(study.steps.map(\.id) == ["determine", "apply", "verify"])
    #expect(study.steps.map(\.text).last == "Verify")
    #expect(study.success.map(\.dimension) == [.functional, .social])
    #expect(study.success.map(\.aim) == [.achieve, .avoid])
    #expect(study.success.map(\.expectation?.text) == ["s1_exp", nil])
    #expect(study.success.map(\.happened?.text) == [nil, "s4_seen"])
    #expect(study.roles?.executor == ["End user"])
    #expect(study.roles?.support == ["Support"])
    #expect(study.roles?.buyer == ["Buyer"])
    #expect(study.circumstances.map(\.name) == ["servers", "Team size"])
    #expect(study.barriers.map(\.column.text) == ["bar_budget", "bar_time"])
    #expect(study.workarounds.map(\.name) == ["wa_spreadsheet", "Weekend"])
    #expect(study.activities.map(\.name) == ["act_scan"])
    #expect(study.solutions?.provider == ["A", "B"])
    #expect(study.solutions?.nonProvider == ["Scripts"])
    #expect(study.solutions?.nothing == ["By hand"])
  }

  @Test("a byte order mark and Windows line ends change nothing")
  func lineEnds() throws {
    let windows = "\u{FEFF}" + StudyCase.shortest.replacing("\n", with: "\r\n")
    #expect(try StudyCase.parse(windows) == StudyCase.parse(StudyCase.shortest))
  }

  @Test("a text is never a number, a date or a truth value")
  func textsStayTexts() throws {
    let words = ["no", "yes", "~", "null", "010", "1:30", "0x10", "1e3", "2026-01-02", ".inf"]
    let list = words.map { "    - \($0): \($0)\n" }.joined()
    let start = StudyCase.shortest.split(separator: "list:")[0]
    let study = try StudyCase.parse(start + "list:\n" + list)
    #expect(study.outcomes.map(\.id) == words)
    #expect(study.outcomes.map(\.text) == words)
  }

  @Test("a file is read with its digest, and a missing one is told with status 66")
  func files() throws {
    let path = perthStudyPath
    let (study, digest) = try StudyReader.read(path: path)
    #expect(study.outcomes.count == 22)
    #expect(digest.count == 64)
    #expect(throws: StudyError.missing(file: "no/such.yaml")) {
      try StudyReader.read(path: "no/such.yaml")
    }
    #expect(StudyError.missing(file: "x").exitStatus == .inputMissing)
    let folder = String(path.dropLast("/study.yaml".count))
    #expect(throws: StudyError.isDirectory(file: folder)) { try StudyReader.read(path: folder) }
  }

  @Test("the study of the Perth parks survey is complete")
  func perth() throws {
    let study = try StudyReader.read(path: perthStudyPath).study
    #expect(study.job.text == "Enjoy an urban park near home")
    #expect(study.outcomes.first?.id == "01")
    #expect(study.outcomes.last?.satisfaction.text == "sat_22")
    #expect(study.outcomes[2].text == "Children's playground(s)")
    #expect(study.segmentations.map(\.name) == ["gender", "age_group", "residence"])
    #expect(study.responses.scale == Scale(low: 1, high: 5, top: 4))
    let missing = ["", "No Response", "Prefer not to disclose"]
    #expect(study.responses.missing.map(\.text) == missing)
  }
}

/// The hand-written study of the Perth parks survey, beside the tests.
private let perthStudyPath: String = {
  let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
  return folder.joined(separator: "/") + "/Perth/study.yaml"
}()
