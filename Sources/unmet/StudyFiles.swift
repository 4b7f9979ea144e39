import Groundwork
import Survey
import Tables

/// Why a file that the study names is not opened.
enum PathFailure: Failure {
  /// The study names a file outside its own folder.
  case outside(file: String, study: String)

  var exitStatus: ExitStatus { .permission }

  var message: Message {
    switch self {
    case .outside(let file, let study):
      Message(
        study, "the responses lie outside the study's folder", found: "\"\(file)\"",
        expected: "a file beside or below the study file",
        fix: "name the file on the command line, as --data \(file)")
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

  /// The responses: what `--data` names, `-` for the standard input, else what the study names.
  ///
  /// A study file may come from somebody else, so the file it names must lie in its own folder or
  /// below; what the user names on the command line may lie anywhere.
  func input(of study: Study, data: String?) throws -> TableInput {
    if let data { return data == "-" ? .standardInput : .file(path: data) }
    let file = study.responses.file
    let parts = FileSystem.parts(file)
    let path = FileSystem.join(directory, file)
    guard file.utf8.first != UInt8(ascii: "/"), !parts.contains(".."), !leavesDirectory(path) else {
      throw PathFailure.outside(file: file, study: study.file)
    }
    return .file(path: path)
  }

  /// Whether links lead a path out of the study's folder; what does not exist leads nowhere.
  private func leavesDirectory(_ path: String) -> Bool {
    guard let real = FileSystem.realPath(path), let home = FileSystem.realPath(directory) else {
      return false
    }
    return !real.utf8.starts(with: (home == "/" ? home : home + "/").utf8)
  }
}
