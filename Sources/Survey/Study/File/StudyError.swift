public import Groundwork

/// Why a study cannot be used.
public enum StudyError: Failure, Equatable {
  /// There is no such file, or the path does not lead to one.
  case missing(file: String)
  /// The path leads to a directory.
  case isDirectory(file: String)
  /// The file may not be read.
  case notPermitted(file: String)
  /// Reading failed; `code` is the system's error number.
  case cannotRead(file: String, code: Int32)
  /// The file is read, and it is wrong: what is wrong in the order of the file, at most
  /// `StudyError.problemLimit`, and how many problems were found beyond these.
  case wrong([StudyProblem], furtherCount: Int)

  /// How many problems one error tells.
  public static let problemLimit = 20

  /// One problem that makes reading on useless.
  init(_ kind: StudyProblem.Kind, at place: Place) {
    self = .wrong([StudyProblem(kind: kind, place: place)], furtherCount: 0)
  }

  /// All problems, put in the order of the file.
  init(_ problems: [StudyProblem]) {
    let sorted = problems.enumerated().sorted { left, right in
      let (first, second) = (left.element.place, right.element.place)
      return (first.line, first.byteColumn, left.offset)
        < (second.line, second.byteColumn, right.offset)
    }
    let first = sorted.prefix(StudyError.problemLimit).map(\.element)
    self = .wrong(first, furtherCount: problems.count - first.count)
  }
}

/// One thing that is wrong in a study file, and where.
public struct StudyProblem: Sendable, Equatable {
  /// What is wrong, as facts. `key` is a path such as `responses.scale`.
  public enum Kind: Sendable, Equatable {
    // The file as YAML.
    case tooLarge(byteLimit: Int)
    case utf16
    case notUTF8
    case controlCharacter(UInt8)
    case emptyFile
    case severalDocuments
    case notYAML(problem: String, context: String?, begunAtLine: Int?, unquoted: String?)
    case anchor
    case alias
    case mergeKey
    case tag
    case tooDeep(limit: Int)
    case keyNotText
    case duplicateKey(String, firstLine: Int)
    // Its keys and values.
    case unknownKey(String, mapping: String, suggestion: String?, allowed: [String])
    case laterKey(String)
    case missingKey(String, example: String)
    case noValue(key: String, expected: String, isComment: Bool)
    case notAStudy(found: String)
    case wrongKind(key: String, found: String, expected: String, example: String)
    case wrongText(
      key: String, found: String, expected: String, suggestion: String?, example: String?)
    case emptyList(key: String)
    // Its meaning.
    case incompleteJob
    case topOutsideScale(top: Int, low: Int, high: Int)
    case labelOutsideScale(label: String, point: Int, low: Int, high: Int)
    case conflictingAnswer(text: String, key: String, otherKey: String, otherLine: Int)
    case answerIsPoint(text: String, key: String, low: Int, high: Int)
    case duplicateOutcome(id: String, firstLine: Int)
    case noColumn(outcome: String, question: String, furtherCount: Int)
    case columnTwice(column: String, user: String, otherUser: String, otherLine: Int)
    case segmentTwice(column: String, otherLine: Int)
    case segmentNameTwice(name: String, otherLine: Int)
    case reservedSegmentName(String)
    case repeatedEntry(key: String, text: String, otherLine: Int)
    case needsKey(key: String, needed: String)
    case eitherKey(String, String)
    case needsFilledAnswers(by: String, reason: String, fix: String)
    case ratingInDesign(column: String, use: String, rating: String, ratingLine: Int)
    case tooFew(key: String, found: Int, expected: Int)
    case otherCount(key: String, found: Int, expected: Int)
    case emptyTarget(column: String, answer: String)
    case targetsSum(column: String, sum: Double)
    case unknownName(key: String, text: String, suggestion: String?, known: [String])
    case unlistedOwn(text: String, isNothing: Bool, suggestion: String?)
    case idColumn(column: String, use: String, idLine: Int)
    case oneClaim(count: Int)
    case cutOutsideScores(key: String, found: String, low: Int, high: Int)
    case unknownOutcome(id: String, step: String, suggestion: String?)
    case outcomeInTwoSteps(id: String, step: String, otherStep: String)
    case successWithoutColumn(id: String)
    case aboveIndex(key: String, found: String)
    case tooManyJobs(key: String, limit: Int)
    case reservedJob
    case jobCycle([String])
    case twoParents(job: String, parent: String)
    case jobNotBelow(job: String, level: String, parent: String, parentLevel: String)
    case jobOfItself(String)
    case beyondReach(key: String, found: String, expected: String, fix: String)
    case notImprovable(metric: String)
    case otherMetric(outcome: String, metric: String, known: [String])
    case oneGoal(count: Int)
  }

  /// Whether a value was left out as wrong whose key begins so.
  func concernsValue(below key: String) -> Bool {
    switch kind {
    case .noValue(let own, _, _), .wrongKind(let own, _, _, _), .wrongText(let own, _, _, _, _):
      own.hasPrefix(key)
    default: false
    }
  }

  /// What is wrong.
  public var kind: Kind
  /// Where in the study file.
  public var place: Place

  /// A problem at a place.
  public init(kind: Kind, place: Place) {
    self.kind = kind
    self.place = place
  }
}
