import Groundwork
import ReportWriters
import Survey
import Tables

/// Why a file that the study names is not opened.
enum PathFailure: Failure {
  /// The study names a file outside its own folder.
  case outside(file: String, study: String)
  /// The study names a wave's file outside its own folder.
  case waveOutside(file: String, study: String)

  var exitStatus: ExitStatus { .permission }

  var message: Message {
    switch self {
    case .outside(let file, let study):
      Message(
        study, "the responses lie outside the study's folder", found: "\"\(file)\"",
        expected: "a file beside or below the study file",
        fix: "name the file on the command line, as --data \(file)")
    case .waveOutside(let file, let study):
      Message(
        study, "a file of `waves` lies outside the study's folder", found: "\"\(file)\"",
        expected: "a file beside or below the study file",
        fix: "put it there, or name two files with --baseline and --new")
    }
  }
}

/// Where a study lies and where its responses are.
struct StudyFiles {
  /// The folder of the study file, as the user wrote it.
  let directory: String

  init(studyPath: String) {
    directory = FileSystem.split(studyPath).parent
  }

  /// The directory of a study's published runs: `Reports/<slug>`.
  func reports(of study: Study) -> String {
    FileSystem.join(directory, "Reports/\(Slug.of(study.name))")
  }

  /// The responses: what `--data` names, `-` for the standard input, else what the study names.
  ///
  /// A study file may come from somebody else, so the file it names must lie in its own folder or
  /// below; what the user names on the command line may lie anywhere.
  func input(of study: Study, data: String?) throws -> TableInput {
    if let data { return data == "-" ? .standardInput : .file(path: data) }
    let file = study.responses.file
    guard let path = path(file) else {
      throw PathFailure.outside(file: file, study: study.file)
    }
    return .file(path: path)
  }

  /// A file that `waves` names; the same rule holds.
  func wavePath(_ file: String, of study: Study) throws -> String {
    guard let path = path(file) else {
      throw PathFailure.waveOutside(file: file, study: study.file)
    }
    return path
  }

  /// Where a file lies that a study names; `nil` outside its folder.
  private func path(_ file: String) -> String? {
    let path = FileSystem.join(directory, file)
    guard file.utf8.first != UInt8(ascii: "/"), !FileSystem.parts(file).contains(".."),
      !leavesDirectory(path)
    else { return nil }
    return path
  }

  /// Whether links lead a path out of the study's folder; what does not exist leads nowhere.
  private func leavesDirectory(_ path: String) -> Bool {
    guard let real = FileSystem.realPath(path), let home = FileSystem.realPath(directory) else {
      return false
    }
    return !real.utf8.starts(with: (home == "/" ? home : home + "/").utf8)
  }
}
