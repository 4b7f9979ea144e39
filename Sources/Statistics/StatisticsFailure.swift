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
  /// A group of sampling units has but one, so that its spread cannot be known.
  case lonelyUnit(stage: Int, group: Int)
  /// The population's number of units differs inside a group, or is below the number drawn.
  case impossiblePopulation(group: Int, found: Double, expected: Double?, unitCount: Int)
  /// A category that shall carry weight has no row with a weight.
  case emptyCategory(margin: Int, category: Int)
  /// A category that shall carry no weight has rows with a weight.
  case unwantedCategory(margin: Int, category: Int)
  /// The margins cannot be met together; the worst category.
  case notConverged(margin: Int, category: Int, found: Double, target: Double, cycles: Int)
  /// Two margins say the same, so that their parts cannot be told apart.
  case dependentMargins

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
    case .lonelyUnit(let stage, let group):
      Message(
        "stage \(stage), group \(group + 1)", "there are too few sampling units", found: "1",
        expected: "at least 2", fix: "join it with a like stratum, or center lonely units")
    case .impossiblePopulation(let group, let found, let expected, let unitCount):
      Message(
        "group \(group + 1)", "the population's number of units is impossible", found: "\(found)",
        expected: expected.map { "\($0), as in its other rows" } ?? "at least \(unitCount)",
        fix: "correct the population column")
    case .emptyCategory(let margin, let category):
      Message(
        "margin \(margin + 1), category \(category + 1)", "nobody is in it",
        expected: "people to carry its share", fix: "join it with another category")
    case .unwantedCategory(let margin, let category):
      Message(
        "margin \(margin + 1), category \(category + 1)", "its target is 0, but people are in it",
        fix: "give it a target, or leave these people out")
    case .notConverged(let margin, let category, let found, let target, let cycles):
      Message(
        "margin \(margin + 1), category \(category + 1)",
        "the margins cannot be met together, after \(cycles) cycles", found: "\(found)",
        expected: "\(target)", fix: "join small categories, or leave a margin out")
    case .dependentMargins:
      Message(
        "margins", "two of them sort the people alike", fix: "leave one of them out")
    }
  }

  /// The status with which the command ends.
  public var exitStatus: ExitStatus { .data }
}
