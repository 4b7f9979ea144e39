public import Groundwork

/// What can stop a method: the facts.
public enum StatisticsFailure: Failure, Equatable {
  /// There are fewer different rows than clusters wished.
  case fewerDistinctRows(found: Int, clusterCount: Int)
  /// More clusters were asked for than labels can name.
  case tooManyClusters(clusterCount: Int, limit: Int)
  /// A weight is negative, or all are 0.
  case unusableWeights
  /// No column has two different answers.
  case noVariance(columnCount: Int)
  /// No row has an answer.
  case noAnswers(rowCount: Int)
  /// No row has an answer in both of two columns: nothing tells how they go together.
  case neverTogether(first: Int, second: Int)

  /// The sentence for the person.
  public var message: Message {
    switch self {
    case .fewerDistinctRows(let found, let clusterCount):
      Message(
        "clusters", "there are too few different respondents", found: "\(found)",
        expected: "at least \(clusterCount)", fix: "ask for \(max(1, found)) clusters or fewer")
    case .tooManyClusters(let clusterCount, let limit):
      Message(
        "clusters", "the number of clusters is too large", found: "\(clusterCount)",
        expected: "at most \(limit)", fix: "ask for fewer clusters")
    case .unusableWeights:
      Message(
        "weights", "they cannot be used", found: "a negative weight, or only zeros",
        expected: "weights of 0 or more with a positive sum", fix: "correct the weight column")
    case .noVariance(let columnCount):
      Message(
        "\(columnCount) items", "no item has two different answers",
        fix: "check that the study names the rating columns")
    case .noAnswers(let rowCount):
      Message(
        "\(rowCount) respondents", "nobody answered any of the items",
        fix: "check that the study names the rating columns")
    case .neverTogether(let first, let second):
      Message(
        "items \(first + 1) and \(second + 1)", "nobody answered both",
        expected: "people who answered each pair", fix: "leave one of the items out")
    }
  }

  /// The status with which the command ends.
  public var exitStatus: ExitStatus { .data }
}
