public import Groundwork
import ReportWriters
public import Survey
import Tables

/// How a night treats its studies. Nothing here changes a number but `isStrict` of the options,
/// which refuses.
public struct NightlySettings: Sendable {
  /// The program's version.
  public var version: String
  /// The moment of the night: names of runs and dates come from it.
  public var nowSeconds: Int
  /// How an input is waited for.
  public var quiet: QuietInput
  /// Analyses what is unchanged, too.
  public var isForced: Bool
  /// Whether respondents.csv, which holds ids as read, is written.
  public var includesRespondents: Bool
  /// Threads, block size, strictness.
  public var options: AnalysisOptions

  /// Takes the parts.
  public init(
    version: String, nowSeconds: Int, quiet: QuietInput, isForced: Bool = false,
    includesRespondents: Bool = true, options: AnalysisOptions = AnalysisOptions()
  ) {
    self.version = version
    self.nowSeconds = nowSeconds
    self.quiet = quiet
    self.isForced = isForced
    self.includesRespondents = includesRespondents
    self.options = options
  }
}

/// What a night does with one study. `report` is its table of contents.
public struct NightlyStudyRun {
  private let study: Study
  private let studySHA256: String
  private let input: String
  private let folder: String
  private let settings: NightlySettings
  private let leftovers: Leftovers
  private let log: (LogPriority, String) -> Void

  private var base: String { FileSystem.join(folder, "Reports/\(Slug.of(study.name))") }
  private var memory: AnswerMemory {
    AnswerMemory(reports: base, program: settings.version, leftovers: leftovers)
  }
  private var seenPeople: SeenPeople {
    SeenPeople(
      in: "\(base)/.state", identity: study.responses.respondent?.text ?? "",
      leftovers: leftovers)
  }
  private var watch: EarlierWatch? { EarlierWatch(in: base, inputs: seenPeople.inputs) }
  private var facts: RunFacts {
    RunFacts(
      version: settings.version, startSeconds: settings.nowSeconds, options: settings.options)
  }

  /// The date of the night.
  private var date: String { String(facts.startText.prefix(10)) }

  /// - Parameters:
  ///   - study: the study, as its file says it.
  ///   - studySHA256: the digest of the study file.
  ///   - input: the file of the answers.
  ///   - folder: the folder of the study file.
  ///   - settings: how the night treats its studies.
  ///   - leftovers: takes note of what must be removed if the run ends early.
  ///   - log: told what happens.
  public init(
    _ study: Study, studySHA256: String, input: String, folder: String,
    settings: NightlySettings, leftovers: Leftovers, log: @escaping (LogPriority, String) -> Void
  ) {
    self.study = study
    self.studySHA256 = studySHA256
    self.input = input
    self.folder = folder
    self.settings = settings
    self.leftovers = leftovers
    self.log = log
  }

  /// Does what is to be done for the study, and tells what was.
  ///
  /// - Throws: a `Failure`; then the latest run is the one that it was, whole.
  public func report() throws -> StudyReport {
    try lock().holding(leftovers) { try reportLocked() }
  }

  private func reportLocked() throws -> StudyReport {
    sweep()
    let resting = try settle()
    if let run = unchanged() {
      settleMemory(run.identity.inputSHA256)
      let text = "nothing has changed since the latest run"
      return report(.unchanged, run.name, run.respondentCount, text)
    }
    if let run = try brokenOff() {
      settleAndRetain(run.identity.inputSHA256)
      let text = "publishing, which had been broken off, is finished"
      return report(.done, run.name, run.respondentCount, text)
    }
    // Not before: the answers of a run whose publishing was broken off are those of its memory.
    memory.sweep()
    var directory = try reserve()
    let night = seenPeople.completed(night())
    var result = try analyse(night)
    try checkResting(resting)
    let earlier = deliveredBefore(result)
    result.since = RunComparison.sinceLast(of: result, facts: facts, in: base)
    let notes = [earlier, missing(result), lostEvidence(result), setBack()].filter { !$0.isEmpty }
    if let problem = seenPeople.keep(night, result) { log(.warning, problem) }
    let run = try publish(result, &directory)
    settleAndRetain(result.input.sha256)
    var report = report(
      .done, run, result.input.respondentCount, notes.joined(separator: "; "))
    report.tell(result)
    return report
  }

  // MARK: - Steps

  /// Nobody else works on the study from here on.
  private func lock() throws(NightlyFailure) -> StudyLock {
    try StudyLock(
      beside: folder, slug: Slug.of(study.name),
      holder: StudyLock.holder(since: SystemClock.wallSeconds), leftovers: leftovers)
  }

  /// What killed runs left behind goes.
  private func sweep() { LatestLink.sweep(base) }

  /// Nobody writes to the answers any more.
  private func settle() throws(NightlyRunFailure) -> FileFacts? {
    try settings.quiet.rest(of: input, log: log)
  }

  /// The latest run, if another one would be the same.
  private func unchanged() -> PublishedRun? {
    guard !settings.isForced, let latest = PublishedRun("\(base)/latest"), isSame(latest) else {
      return nil
    }
    guard latest.isWhole() else {
      log(.warning, "files of the latest run, \(latest.name), are missing; it is done again")
      return nil
    }
    guard study.alerts == nil || latest.isWatched else {
      log(.info, "the latest run, \(latest.name), was not watched; it is done again")
      return nil
    }
    guard !hasStalled(latest) else {
      log(.info, "the answers have not changed; base-falls is told")
      return nil
    }
    return latest
  }

  /// Whether nobody has come for so long that a rule on new respondents is to be told tonight, of
  /// answers that have not changed since they were last watched.
  private func hasStalled(_ latest: PublishedRun) -> Bool {
    guard study.alerts != nil, let watch, let ledger = watch.ledger,
      watch.run.identity.inputSHA256 == latest.identity.inputSHA256
    else { return false }
    return !ledger.newFalls(of: study, on: date).isEmpty
  }

  /// A whole run of the same things that is newer than the latest: whoever published it was ended
  /// before the link was renewed. It is the latest now. Where the link is newer than the run,
  /// somebody points it at an older one on purpose.
  private func brokenOff() throws(PublicationFailure) -> PublishedRun? {
    guard !settings.isForced else { return nil }
    let latest = PublishedRun("\(base)/latest")
    let found = PublishedRun.all(in: base, limit: 10).first { run in
      run.started > latest?.started ?? "" && isNewerThanLink(run) && isSame(run)
        && run.isWhole(digests: true)
    }
    guard let found else { return nil }
    try LatestLink.point("\(base)/latest", to: found.path, leftovers: leftovers)
    return found
  }

  /// The place where the run will appear: one that cannot be written is known before anything is
  /// computed.
  private func reserve() throws(PublicationFailure) -> RunDirectory {
    try RunDirectory(
      .reports(beside: folder, slug: Slug.of(study.name)), leftovers: leftovers)
  }

  /// What the watch goes on with: the evidence of the newest run that was watched, and whom that
  /// run has seen. Runs by hand in between have none; their respondents are new to the ledger.
  private func night() -> NightContext {
    let watch = watch
    let asksForDrift = study.alerts?.rules.contains { $0.kind == .drift } == true
    let model = asksForDrift ? watch?.model { log(.warning, $0) } : nil
    return NightContext(
      seen: watch.map { .input(sha256: $0.run.identity.inputSHA256) } ?? .nobody,
      ledger: watch?.ledger, date: date, model: model)
  }

  /// Reads the answers, those that came since the last night alone where that can be, and computes
  /// everything.
  private func analyse(_ night: NightContext) throws(SurveyError) -> AnalysisResult {
    var options = settings.options
    options.answerMemory = memory
    let result = try Analysis.run(
      study, studySHA256: studySHA256, input: .file(path: input), options: options, night: night)
    if let reading = result.reading { log(.info, ReadingWords.sentence(reading)) }
    return result
  }

  /// What was decoded is the memory of the next night; runs that nobody wants to keep go.
  private func settleAndRetain(_ inputSHA256: String) {
    settleMemory(inputSHA256)
    let outcome = Retention.apply(
      study.retention, in: base, today: Day(secondsSince1970: settings.nowSeconds),
      channels: study.channels)
    if let lost = WaitingAlerts.lost(in: base, channels: study.channels) { log(.warning, lost) }
    for problem in outcome.problems { log(.warning, problem) }
    for run in outcome.removed { log(.info, "\(run) removed by history.keep") }
  }

  /// The answers are the ones that rested before they were read.
  private func checkResting(_ resting: FileFacts?) throws(NightlyRunFailure) {
    if FileFacts(of: input) != resting { throw .changedMeanwhile(path: input) }
  }

  /// Says so where the same answers were analysed by an earlier run than the latest: an older file
  /// came again, or the right one came back after a wrong one. Empty otherwise.
  private func deliveredBefore(_ result: AnalysisResult) -> String {
    let digest = result.input.sha256
    guard let latest = PublishedRun("\(base)/latest"), latest.identity.inputSHA256 != digest,
      let run = PublishedRun.all(in: base).first(where: { $0.identity.inputSHA256 == digest })
    else { return "" }
    let text =
      "the same answers as in the run \(run.name); the latest run, \(latest.name), had others"
    log(.warning, text)
    return text
  }

  /// Says so where respondents of the run before are missing from these answers, as after an export
  /// that was cut short. Returns what the summary tells of it: of a large loss alone.
  private func missing(_ result: AnalysisResult) -> String {
    guard let loss = result.since?.loss else { return "" }
    let text = LossWords.sentence(loss)
    log(loss.isLarge ? .warning : .info, text)
    return loss.isLarge ? text : ""
  }

  /// Says so where the latest run is dated after this one: a clock, or `--now`, was set back. Empty
  /// otherwise.
  private func setBack() -> String {
    guard let latest = PublishedRun("\(base)/latest"), latest.started > facts.startText else {
      return ""
    }
    let text =
      "the latest run, \(latest.name), is dated after this night: `latest` goes back to \(date)"
    log(.warning, text)
    return text
  }

  /// Writes the run and makes it visible, whole or not at all; returns its name.
  private func publish(
    _ result: AnalysisResult, _ directory: inout RunDirectory
  ) throws(PublicationFailure) -> String {
    let papers = RunPapers.papers(
      of: result, includesRespondents: settings.includesRespondents)
    for paper in papers { try directory.write(paper) }
    try directory.write(Manifest.paper(result, facts: facts, files: directory.files))
    let path = try directory.publish(run: facts.runName(of: result))
    return FileSystem.split(path).name
  }

  /// Says so where evidence of earlier nights is of no use any more, and why; empty otherwise.
  private func lostEvidence(_ result: AnalysisResult) -> String {
    guard let text = result.alerts.section?.lostEvidence else { return "" }
    log(.warning, text)
    return text
  }

  // MARK: - Parts of steps

  /// What was remembered of an input on the way is what counts, now that its run is published.
  private func settleMemory(_ inputSHA256: String) {
    memory.settle(inputSHA256: inputSHA256)
    seenPeople.settle(inputSHA256)
  }

  private func isNewerThanLink(_ run: PublishedRun) -> Bool {
    let link = "\(base)/latest"
    return FileSystem.kind(of: link) == nil
      || FileSystem.isNewer("\(run.path)/\(RunPapers.manifestName)", than: link)
  }

  /// Whether a run was made of what another one would be made of now.
  private func isSame(_ run: PublishedRun) -> Bool {
    // The length is known at once, so that what grew is not read for its digest.
    guard run.inputByteCount == FileFacts(of: input)?.byteCount,
      let digest = FileSystem.digest(of: input)
    else { return false }
    let options = Manifest.options(study, facts: facts).document
    let own = RunIdentity(
      inputSHA256: digest, studySHA256: studySHA256, version: settings.version,
      options: JSONDocument(Array(options.utf8)),
      includesRespondents: settings.includesRespondents)
    return run.identity == own
  }

  private func report(
    _ state: StudyReport.State, _ run: String, _ respondentCount: Int?, _ message: String
  ) -> StudyReport {
    var report = StudyReport(
      study: study.name, file: study.file, state: state, exit: 0, message: message)
    report.run = run
    report.respondentCount = respondentCount
    return report
  }
}
