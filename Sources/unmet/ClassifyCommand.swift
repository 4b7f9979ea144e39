import ArgumentParser
import Groundwork
import ReportWriters
import Survey
import Tables

/// `unmet classify`: types new people by the model of a run.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Type new people into the segments of a run, and tell whether these still fit.",
    discussion: """
      Examples:
        unmet classify model.json new.csv
        unmet classify model.json new.csv --id respondent --out segments.csv
        unmet classify model.json new.csv --questions golden --out - | sort -t, -k2
        unmet classify model.json - --json --out piped.csv < new.csv
        unmet classify model.json new.csv --weight weight --out weighed.csv --drift drift.csv
        unmet classify old.json new.csv --against model.json --out both.csv --transition moves.csv

      model.json lies in each run with clusters: Reports/<study>/latest/model.json. The columns \
      have the names of the study; ids may have another, by --id. By all questions a person gets \
      the nearest segment, on the answers of the study the very segments of the run; by the golden \
      questions the likeliest one, with its probability. Missing answers are filled with what the \
      others let expect. The output has a row a person: id, segment, confidence (by \
      all questions not calibrated: it takes the segments for granted), margin, second, route, \
      answered, row (the number of the record in the file, 1 behind the header). Rows are sorted \
      by id; without ids they stand as in the file.

      Ratings are on the scale of the model. Where the study declares `legacy`, its own people \
      were asked on an older scale: --legacy reads its file, and others of that survey, as the \
      study did, and gives its people the segments of the run.

      It is time to segment again when, with 50 people or more, margins are smaller than those of \
      the study's people, each held out of the segments, by a fifth of their standard deviation (p \
      under .01), a share has moved by ten points (its 99 % interval leaves the old one out), the \
      people whose confidence by the golden questions is under .5 have become ten points more (p \
      under .01), or a fifth of the typing questions is answered otherwise: stability index .25 \
      beyond chance, adjusted p under .01. With fewer people, or with a question that is blank for \
      everybody, it cannot be told.

      Once they were made again, --against types the same people by the new model too: it matches \
      old and new segments by their centers, and tells who stayed and where the others went.

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The model of a run, model.json.", completion: .file(extensions: ["json"]))
  var model: String

  @Argument(
    help: ArgumentHelp("The answers; - is the standard input.", valueName: "responses"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var responses: String

  @Option(
    help: ArgumentHelp(
      "Write here; - is the standard output, and the default.", valueName: "file"),
    completion: .file())
  var out = "-"

  @Flag(help: "Replace the file that is there.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Which questions decide: all, golden, or auto: all where the file has them, else golden.",
      valueName: "which"))
  var questions = Classifier.Questions.auto

  @Flag(
    help: "People were asked on the older scales (`legacy`) of the study, as its own people were.")
  var legacy = false

  @Option(
    help: ArgumentHelp(
      "Weigh people by this column: shares, margins and answers, held against the study's "
        + "weighted ones. Without it everybody counts as one.",
      valueName: "column"))
  var weight: String?

  @Option(
    help: ArgumentHelp(
      "The column of ids, where it has another name than in the study, or the study had none.",
      valueName: "column"))
  var id: String?

  @Option(
    help: ArgumentHelp(
      "Write here how far each question's answers are from the study's: all questions of the "
        + "study that the file has.",
      valueName: "file"),
    completion: .file())
  var drift: String?

  @Option(
    help: ArgumentHelp(
      "Type the same people by this newer model too, and tell where each segment's people went.",
      valueName: "model"),
    completion: .file(extensions: ["json"]))
  var against: String?

  @Option(
    help: ArgumentHelp(
      "Write here how many people of each old segment are in each new one; needs --against.",
      valueName: "file"),
    completion: .file())
  var transition: String?

  @Flag(help: "Refuse any invalid rating and any record with a wrong number of fields.")
  var strict = false

  @Flag(help: "Print the summary as JSON; needs --out with a file.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print no summary and no progress.")
  var quiet = false

  @OptionGroup
  var reading: ReadingOptions

  @OptionGroup
  var machine: MachineOptions

  func validate() throws {
    try checkPaths()
    if force, out == "-", drift == nil, transition == nil {
      throw Misuse.error(
        "--force", "there is no file to replace", expected: "--out with the name of a file",
        fix: "add --out segments.csv, or leave --force out")
    }
    if json, out == "-" {
      throw Misuse.error(
        "--json", "the standard output is taken by the table",
        expected: "--out with the name of a file", fix: "add --out segments.csv")
    }
    if transition != nil, against == nil {
      throw Misuse.error(
        "--transition", "there is no second model", expected: "--against with the newer model",
        fix: "add --against new-model.json")
    }
    if against != nil, responses == "-" {
      throw Misuse.error(
        "--against", "the answers are read twice", found: "the standard input",
        expected: "a file", fix: "write the answers to a file first")
    }
  }

  func run() throws {
    let progress = ProgressLine(isQuiet: quiet)
    try CleanRun.perform(progress) { try run($0, progress) }
  }

  // MARK: - Steps

  /// Every output has a name of its own, in one directory: they appear together or not at all.
  private func checkPaths() throws {
    let named = [("--out", out), ("--drift", drift), ("--transition", transition)]
    for (option, path) in named {
      guard let path, path.isEmpty || path.hasSuffix("/") || (path == "-" && option != "--out")
      else { continue }
      throw Misuse.error(
        option, "this cannot be written", found: "\"\(path)\"",
        expected: option == "--out" ? "the name of a file, or -" : "the name of a file",
        fix: "name a file, such as segments.csv")
    }
    let files = named.compactMap { option, path in path.map { (option, path: $0) } }
      .filter { $0.path != "-" }
    let parts = files.map { FileSystem.split($0.path) }
    for (place, file) in files.enumerated().dropFirst() {
      let isTaken = parts[..<place].contains { $0.name == parts[place].name }
      guard parts[place].parent == parts[0].parent, !isTaken else {
        throw Misuse.error(
          file.0, "the outputs are written together, each under its own name",
          found: "\"\(file.path)\"", expected: "another name beside \"\(files[0].path)\"",
          fix: "name files of one directory")
      }
    }
  }

  private func run(_ leftovers: Leftovers, _ progress: ProgressLine) throws {
    let known = try TypingModelReader.read(path: model)
    let newer = try against.map { try TypingModelReader.read(path: $0) }
    let paths = [out == "-" ? nil : out, drift, transition].compactMap { $0 }
    let names = paths.map { FileSystem.split($0).1 }
    var files = try paths.first.map { first in
      try FileSet(
        directory: FileSystem.split(first).0, names: names,
        replaceable: force ? Set(names) : [], leftovers: leftovers)
    }
    // Of two models one may know older scales: the other reads its own.
    let isEither = known.hasLegacy || newer?.hasLegacy ?? false
    let found = try classify(
      (known, model), progress, readsAllQuestions: drift != nil,
      readsLegacy: legacy && (known.hasLegacy || !isEither))
    let moved = try newer.map { newer in
      let name = against ?? ""
      let again = try classify(
        (newer, name), progress, readsAllQuestions: false, readsLegacy: legacy && newer.hasLegacy)
      return try SegmentTransition(from: found, to: again, file: name)
    }
    progress.clear()
    if out == "-" {
      for piece in 0..<ClassificationCSV.pieceCount(found) {
        try StandardOutput.write(ClassificationCSV.bytes(found, piece: piece))
      }
    }
    for paper in papers(found, moved) { try files?.write(paper) }
    _ = try files?.publish()
    if json {
      try StandardOutput.write(ClassificationSummary.json(found, moved))
    } else if !quiet {
      StandardError.write(
        ClassificationSummary.text(found) + (moved.map(TransitionSummary.text) ?? ""))
    }
  }

  private func classify(
    _ known: (TypingModel, String), _ progress: ProgressLine, readsAllQuestions: Bool,
    readsLegacy: Bool
  ) throws -> Classification {
    try Classifier.run(
      known, input: responses == "-" ? .standardInput : .file(path: responses),
      wishes: Classifier.Wishes(
        questions: questions, format: reading.format(over: known.0.reading.format),
        weight: weight, id: id, readsAllQuestions: readsAllQuestions, readsLegacy: readsLegacy),
      options: machine.options(isStrict: strict, progress: progress))
  }

  private func papers(_ found: Classification, _ moved: SegmentTransition?) -> [Paper] {
    func name(_ path: String?) -> String? { path.map { FileSystem.split($0).1 } }
    return [
      out == "-" ? nil : name(out).map { ClassificationCSV.paper(found, name: $0) },
      name(drift).map { DriftCSV.paper(found, name: $0) },
      moved.flatMap { moved in
        name(transition).map { TransitionCSV.paper(moved, name: $0) }
      },
    ].compactMap { $0 }
  }
}
