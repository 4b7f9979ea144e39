public import Groundwork

/// Why a typing model cannot be used.
public enum TypingModelFailure: Failure, Equatable {
  /// There is no such file, or the path does not lead to one; `isInRun` where its directory is that
  /// of a run.
  case missing(file: String, isInRun: Bool)
  /// The path leads to a directory: one that holds a model, or that of a run.
  case isDirectory(file: String, holdsModel: Bool, isRun: Bool)
  /// The file may not be read.
  case notPermitted(file: String)
  /// Reading failed; `code` is the system's error number.
  case cannotRead(file: String, code: Int32)
  /// The file is no JSON of the plain kind; what the parser says.
  case corrupt(Place, what: String)
  /// The file is JSON, but not a model.
  case notAModel(Place, found: String?)
  /// The file is a model of another version.
  case otherVersion(Place, found: String)
  /// A value is missing or cannot be what it is said to be.
  case wrongValue(Place, key: String, expected: String)
  /// The few questions are asked for, and the model has none.
  case noGoldenRoute(file: String, reason: String)
  /// The study's answers are asked for, and the model does not hold them.
  case noAnswers(file: String)
  /// People are said to have been asked on older scales, and the model knows none.
  case noLegacy(file: String)
  /// Two models tell people apart by different columns; `nil` stands for none.
  case otherPeople(file: String, old: String?, new: String?)

  /// The status with which the command ends.
  public var exitStatus: ExitStatus {
    switch self {
    case .missing, .isDirectory: .inputMissing
    case .notPermitted: .permission
    case .cannotRead: .inputOutput
    case .corrupt, .notAModel, .otherVersion, .wrongValue: .studyFile
    case .noGoldenRoute, .noAnswers, .noLegacy, .otherPeople: .usage
    }
  }

  /// The sentence for the person.
  public var message: Message {
    let again = "take model.json of a run of `unmet analyze` again"
    switch self {
    case .missing(let file, let isInRun):
      return Message(
        file, "there is no such model" + (isInRun ? ": \(TypingModelFailure.noSegments)" : ""),
        fix: TypingModelFailure.nameModel(isInRun: isInRun))
    case .isDirectory(let file, let holdsModel, let isRun):
      return Message(
        file,
        holdsModel || !isRun
          ? "the path is a directory"
          : "the path is a directory: \(TypingModelFailure.noSegments)",
        expected: "model.json",
        fix: holdsModel
          ? "name the file model.json in it" : TypingModelFailure.nameModel(isInRun: isRun))
    case .notPermitted(let file):
      return Message(
        file, "you are not permitted to read the model",
        fix: "ask its owner for the right to read it")
    case .cannotRead(let file, let code):
      return Message(
        file, "reading failed with system error \(code)",
        fix: "check the disk or copy the file elsewhere")
    case .corrupt(let place, let what):
      return Message(place.description, "this is no model: \(what)", fix: again)
    case .notAModel(let place, let found):
      return Message(
        place.description, "this is no typing model", found: found,
        expected: "\"schema\": \"\(TypingModel.schema)\"", fix: again)
    case .otherVersion(let place, let found):
      return Message(
        place.description, "the model is of another version", found: found,
        expected: StudyText.either(TypingModel.versions.map(String.init)),
        fix: "analyze the study again with this version")
    case .wrongValue(let place, let key, let expected):
      return Message(
        place.description, "the model's `\(key)` cannot be used", expected: expected, fix: again)
    case .noGoldenRoute(let file, let reason):
      return Message(
        file, "the model has no golden questions" + (reason.isEmpty ? "" : ": \(reason)"),
        fix: "use --questions all")
    case .noAnswers(let file):
      return Message(
        file, "the model holds no distributions of answers to compare with",
        fix: "make it anew: analyze the study again with this version")
    case .noLegacy(let file):
      return Message(
        file, "the model holds no older scales (`legacy`) on which people may have been asked",
        fix: "leave --legacy out, or analyze a study that declares `legacy` with this version")
    case .otherPeople(let file, let old, let new):
      return Message(
        file, "the models tell people apart by different columns",
        found: new.map { "\"\($0)\"" } ?? "none",
        expected: old.map { "\"\($0)\"" } ?? "none, as in the first model",
        fix: "name the column of ids by --id")
    }
  }

  private static let noSegments = "a run without segments has no model.json"

  private static func nameModel(isInRun: Bool) -> String {
    isInRun
      ? "see in report.txt why there are no segments; form them with `unmet analyze --clusters`, "
        + "or take another run"
      : "name model.json of a run, such as Reports/<study>/latest/model.json"
  }
}
