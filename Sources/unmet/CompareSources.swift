import Groundwork
import Survey
import Tables

/// Why two waves cannot be told.
enum WaveChoiceFailure: Failure {
  /// The study names no two waves, and nothing else tells what to compare.
  case noWaves(study: String)
  /// No wave has that name.
  case unknownWave(option: String, name: String, known: [String])
  /// Nothing lies before the wave.
  case firstWave(name: String, known: [String])
  /// Both are the same.
  case sameWave(name: String)

  var exitStatus: ExitStatus { .usage }

  var message: Message {
    switch self {
    case .noWaves(let study):
      Message(
        study, "there are no two waves to compare", expected: "`waves` in the study",
        fix: "name two files with --baseline and --new, or list the waves under `waves`")
    case .unknownWave(let option, let name, let known):
      Message(
        option, "the study has no such wave", found: "\"\(name)\"",
        expected: "one of: " + known.joined(separator: ", "),
        fix: Suggestion.nearest(to: name, among: known).map { "write \"\($0)\"" }
          ?? "name one of them")
    case .firstWave(let name, let known):
      Message(
        "--to", "there is no wave before it", found: "\"\(name)\", the first",
        expected: "one of: " + known.dropFirst().joined(separator: ", "),
        fix: "name the old wave with --from, or a later one with --to")
    case .sameWave(let name):
      Message(
        "--to", "both waves are the same", found: "\"\(name)\" twice",
        expected: "two different waves", fix: "name another wave")
    }
  }
}

/// Finds the two waves that a command line names.
struct CompareSources {
  let studyPath: String
  let study: Study

  typealias Both = (old: WaveSource, new: WaveSource)

  /// The two waves: of a second study file, of two files of the study, or of its `waves`, by their
  /// names where these are told.
  func sources(
    newStudy: String?, files: (String, String)?, names: (from: String?, to: String?)
  ) throws -> Both {
    if let newStudy { return try studies(newStudy) }
    if let files { return try inputs(files.0, files.1) }
    return try waves(names)
  }

  // MARK: - Steps

  private func studies(_ path: String) throws -> Both {
    let other = try StudyReader.read(path: path).study
    return (
      WaveSource(
        label: studyPath, study: study,
        input: try StudyFiles(studyPath: studyPath).input(of: study, data: nil)),
      WaveSource(
        label: path, study: other,
        input: try StudyFiles(studyPath: path).input(of: other, data: nil))
    )
  }

  private func inputs(_ old: String, _ new: String) throws -> Both {
    let isSame = FileSystem.realPath(old).map { $0 == FileSystem.realPath(new) } ?? false
    guard !isSame, old != "-" || new != "-" else {
      throw ImprovementFailure.sameFile(baseline: old, new: old)
    }
    func source(_ path: String) -> WaveSource {
      let input = path == "-" ? TableInput.standardInput : .file(path: path)
      return WaveSource(label: input.name, study: study, input: input)
    }
    return (source(old), source(new))
  }

  private func waves(_ names: (from: String?, to: String?)) throws -> Both {
    let waves = study.waves
    let known = waves.map(\.name)
    guard waves.count > 1 else { throw WaveChoiceFailure.noWaves(study: study.file) }
    func place(_ option: String, _ name: String) throws -> Int {
      guard let place = known.firstIndex(of: name) else {
        throw WaveChoiceFailure.unknownWave(option: option, name: name, known: known)
      }
      return place
    }
    let to = try names.to.map { try place("--to", $0) } ?? waves.count - 1
    let from = try names.from.map { try place("--from", $0) } ?? to - 1
    guard from >= 0 else { throw WaveChoiceFailure.firstWave(name: known[to], known: known) }
    guard from != to else { throw WaveChoiceFailure.sameWave(name: known[to]) }
    return (try source(waves[from]), try source(waves[to]))
  }

  private func source(_ wave: Wave) throws -> WaveSource {
    let files = StudyFiles(studyPath: studyPath)
    let own = try wave.study.map {
      try StudyReader.read(path: files.wavePath($0, of: study)).study
    }
    return WaveSource(
      label: wave.name, study: own ?? study,
      input: .file(path: try files.wavePath(wave.file, of: study)))
  }
}
