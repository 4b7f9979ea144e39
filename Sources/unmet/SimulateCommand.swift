import ArgumentParser
import Groundwork
import ReportWriters
import Survey
import Tables

/// `unmet simulate`: a survey of people who do not exist, for trying things out.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write a simulated survey for a study, or for one that is made up.",
    discussion: """
      Examples:
        unmet simulate --respondents 600 --out example
        unmet simulate example/study.yaml --respondents 600 --seed 7 --out again
        unmet simulate example/study.yaml --respondents 100000 --out - > many.csv

      DIR gets responses.csv (the name that the study gives), truth.csv with the planted segment \
      of each respondent, and the study file when it is not there already. - writes the responses \
      alone to the standard output. Each row hangs on the seed and its number alone.

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The study to be simulated; one is made up when there is none.",
    completion: .file(extensions: ["yaml", "yml"]))
  var study: String?

  @Option(help: ArgumentHelp("How many respondents.", valueName: "n"))
  var respondents: Int

  @Option(
    help: ArgumentHelp(
      "Where to write: a directory, or - for the standard output.", valueName: "dir"),
    completion: .directory)
  var out: String

  @Flag(help: "Replace files of the same names.")
  var force = false

  @Option(help: ArgumentHelp("Outcomes of a made-up study.", valueName: "n"))
  var outcomes: Int?

  @Option(help: ArgumentHelp("Scale of a made-up study.", valueName: "low-high"))
  var scale: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Relative sizes of the planted segments, 1 to 8 of them.", valueName: "size"))
  var segments: [Double] = [0.34, 0.28, 0.22, 0.16]

  @Option(help: "How far apart the planted segments are; 0 is none, 1 is clear.")
  var separation = 1.0

  @Option(help: "The share of what differs between people that is a habit of rating high, 0 to 1.")
  var style = Share(0.3)

  @Option(help: "The share of ratings left blank, 0 to below 1 or as 5%.")
  var missing = Share(0.05)

  @Option(help: ArgumentHelp("The seed of every draw.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Threads to use; all processors by default.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    try require(respondents >= 1, "--respondents \(respondents): expected 1 or more.")
    try require((1...8).contains(segments.count), "--segments: expected 1 to 8 sizes.")
    try require(
      segments.allSatisfy { $0 > 0 && $0.isFinite }, "--segments: expected positive sizes.")
    try require((0...10).contains(separation), "--separation \(separation): expected 0 to 10.")
    try require((0...1).contains(style.value), "--style \(style): expected 0 to 1.")
    try require(
      (0..<1).contains(missing.value), "--missing \(missing): expected 0 to below 1.")
    try require((1...10_000).contains(outcomes ?? 1), "--outcomes: expected 1 to 10000.")
    try require((1...1024).contains(threads ?? 1), "--threads: expected 1 to 1024.")
    try require(!out.isEmpty, "--out: expected a directory or -.")
    try require(
      study == nil || (outcomes == nil && scale == nil),
      "--outcomes and --scale belong to a made-up study.")
  }

  func run() throws {
    try CleanRun.perform { leftovers in
      let simulated = try source()
      let survey = SimulatedSurvey(
        SurveySimulator(study: simulated.study, design: design),
        workers: Workers(threadCount: threads))
      if out == "-" {
        try survey.responses { bytes in try StandardOutput.write(bytes) }
      } else {
        try write(survey, simulated, leftovers)
      }
    }
  }

  // MARK: - Steps

  private var design: SimulationDesign {
    SimulationDesign(
      respondentCount: respondents, segmentShares: segments, separation: separation,
      style: style.value, missingShare: missing.value, seed: seed)
  }

  /// The study, its text, and the name of its file.
  private func source() throws -> (study: Study, text: [UInt8], name: String) {
    guard let path = study else {
      let text = Array(
        SimulatedStudy.yaml(outcomeCount: outcomes ?? 20, scaleText: scale ?? "1-5").utf8)
      return (try StudyReader.parse(text, file: "study.yaml"), text, "study.yaml")
    }
    let read = try StudyReader.read(path: path)
    let text = FileSystem.contents(of: path, limit: 1 << 20) ?? []
    return (read.study, text, FileSystem.split(path).name)
  }

  private func write(
    _ survey: SimulatedSurvey, _ simulated: (study: Study, text: [UInt8], name: String),
    _ leftovers: Leftovers
  ) throws {
    let data = FileSystem.split(simulated.study.responses.file).name
    let isOwnStudy = study.map { isSame($0, FileSystem.join(out, simulated.name)) } ?? false
    var names = [data, "truth.csv"]
    if !isOwnStudy { names.append(simulated.name) }
    var files = try FileSet(
      directory: out, names: names, replaceable: force ? Set(names) : [], leftovers: leftovers)
    try files.write(
      Paper(name: data) { sink throws(PublicationFailure) in try survey.responses(sink) })
    try files.write(
      Paper(name: "truth.csv") { sink throws(PublicationFailure) in try survey.truth(sink) })
    if !isOwnStudy { try files.write(Paper(name: simulated.name) { simulated.text }) }
    _ = try files.publish()
  }

  private func isSame(_ first: String, _ second: String) -> Bool {
    FileSystem.realPath(first).map { $0 == FileSystem.realPath(second) } ?? false
  }

  private func require(_ condition: Bool, _ message: String) throws {
    if !condition { throw ValidationError(message) }
  }
}

/// The files of a simulated survey, made a few thousand rows at a time.
struct SimulatedSurvey: Sendable {
  private let simulator: SurveySimulator
  private let workers: Workers
  /// Rows that one thread makes at a time.
  private let rowsPerPiece = 4096

  init(_ simulator: SurveySimulator, workers: Workers) {
    self.simulator = simulator
    self.workers = workers
  }

  /// The header and all records, in order.
  func responses<E: Error>(_ sink: ([UInt8]) throws(E) -> Void) throws(E) {
    try sink(simulator.header)
    let total = simulator.design.respondentCount
    let rowsPerRound = rowsPerPiece * workers.threadCount
    for start in stride(from: 0, to: total, by: rowsPerRound) {
      let count = min(rowsPerRound, total - start)
      let pieces = workers.mapRanges(of: count, size: rowsPerPiece) { rows in
        simulator.records(start + rows.lowerBound..<start + rows.upperBound)
      }
      for piece in pieces { try sink(piece) }
    }
  }

  /// The planted segment of each respondent.
  func truth<E: Error>(_ sink: ([UInt8]) throws(E) -> Void) throws(E) {
    try sink(Array("respondent,segment\n".utf8))
    let total = simulator.design.respondentCount
    for start in stride(from: 0, to: total, by: rowsPerPiece) {
      var writer = CSVWriter()
      for row in start..<min(start + rowsPerPiece, total) {
        writer.rawText(simulator.respondentID(of: row))
        writer.integer(simulator.plantedSegment(of: row) + 1)
        writer.endRecord()
      }
      try sink(writer.bytes)
    }
  }
}
