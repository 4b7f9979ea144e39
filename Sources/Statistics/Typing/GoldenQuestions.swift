public import Groundwork
import NumericCore

/// The few columns from which a row's group can be told, and how well.
///
/// Use it to make a typing tool: after people have been grouped by many answers, new people are
/// asked a handful of questions. A question may have several columns, such as the importance and
/// the satisfaction of an outcome: columns are chosen one by one, whichever of them helps, while
/// the questions they belong to are within a maximum. Wilks' lambda proposes, the cross-validated
/// accuracy decides. The list ends where the next two columns together add less than a point.
///
/// The accuracy to expect is `heldOut`: the choice itself is made again inside every fold, on the
/// rows outside it, for choosing among many columns flatters more than fitting a few. Where groups
/// are clusters, these too are formed again without the fold (`Regrouping`).
///
/// Missing answers: the choice and the fit rest on rows filled with their conditional means given
/// all answers of the row; held-out rows are filled as new people's are, from the chosen columns
/// alone.
public struct GoldenQuestions: Sendable, Equatable {
  /// How to choose.
  public struct Options: Sendable, Equatable {
    /// The largest number of questions that the columns may belong to.
    public var maximumCount: Int
    /// What two more columns must add to the accuracy, 0...1; negative takes all columns of the
    /// largest number of questions.
    public var leastGain: Double
    /// The number of folds.
    public var foldCount: Int
    /// How many columns, the best by lambda, the accuracy decides among; 1 leaves it to lambda.
    public var proposalCount: Int

    /// Options with their defaults.
    public init(
      maximumCount: Int = 8, leastGain: Double = 0.01, foldCount: Int = 10,
      proposalCount: Int = 5
    ) {
      self.maximumCount = maximumCount
      self.leastGain = leastGain
      self.foldCount = foldCount
      self.proposalCount = proposalCount
    }
  }

  /// One chosen column.
  public struct Step: Sendable, Equatable {
    /// The column.
    public let column: Int
    /// Wilks' lambda of the columns so far.
    public let lambda: Double
    /// The cross-validated accuracy of the columns so far, by folds in which they were not chosen
    /// again: for the choice, not for a report.
    public let accuracy: Double
  }

  /// The chosen columns, in the order of the choice.
  public let steps: [Step]
  /// The rule on them, from all rows.
  public let rule: WholeDiscriminant
  /// Mean and covariance of the chosen columns, to fill what new rows lack.
  public let model: NormalModel
  /// The accuracy to expect of new rows.
  public let heldOut: TypingAccuracy
  /// How the held-out rows were assigned, by row.
  public let assignments: [WholeDiscriminant.Assignment]
  /// The columns that the folds chose, by fold: how far the list hangs on who was asked.
  public let foldColumns: [[Int]]

  /// The chosen columns.
  public var columns: [Int] { steps.map(\.column) }

  /// Chooses columns and measures what they are worth.
  ///
  /// - Parameters:
  ///   - rows: what is known of the rows.
  ///   - options: how to choose.
  ///   - seed: of the folds.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: columns, rule and held-out accuracy.
  /// - Throws: `StatisticsFailure.noVariance` where no column tells the groups apart.
  /// - Complexity: O(n p² + folds (count p² + count proposals folds (n/folds) g count)).
  ///
  /// Source: Rao (1973), Linear Statistical Inference, section 8c (the choice); Varma and Simon
  /// (2006), Bias in error estimation when using cross-validation for model selection (nesting).
  public static func choose(
    _ rows: TypingRows, options: Options = Options(), seed: UInt64, workers: Workers
  ) throws(StatisticsFailure) -> GoldenQuestions {
    let race = QuestionRace(rows, options, seed: seed)
    let findings = workers.map(options.foldCount) { race.judged($0) }
    let steps = race.path()
    let columns = steps.map(\.column)
    guard !columns.isEmpty, let rule = race.rule(columns: columns) else {
      throw .noVariance(columnCount: rows.cells.columnCount)
    }
    return GoldenQuestions(steps, rule, rows, findings)
  }

  private init(
    _ steps: [Step], _ rule: WholeDiscriminant, _ rows: TypingRows,
    _ findings: [QuestionRace.Finding]
  ) {
    self.steps = steps
    self.rule = rule
    model = rows.model.selecting(columns: steps.map(\.column))
    foldColumns = findings.map(\.columns)
    // Rows in their own order, whatever the fold: sums do not hang on how folds are numbered.
    let judged = findings.flatMap { finding in
      zip(finding.rows, zip(finding.labels, finding.assignments)).map { ($0, $1.0, $1.1) }
    }.sorted { $0.0 < $1.0 }
    assignments = judged.map(\.2)
    heldOut = TypingAccuracy(
      judged.map { row, label, assignment in
        TypingAccuracy.Outcome(
          actual: label, assigned: assignment.group, probabilities: assignment.probabilities,
          weight: rows.weights?[row] ?? 1)
      }, groupCount: rows.groupCount)
  }
}

/// Rows whose groups are known, for the choice of `GoldenQuestions`.
public struct TypingRows: Sendable {
  /// The answers as given, some of them missing.
  public let answers: IntegerMatrix
  /// The question that each column belongs to.
  public let questions: [Int]
  /// Their mean and covariance.
  public let model: NormalModel
  /// The group of each row, 0 ..< g.
  public let labels: [Int]
  /// Groups the rows outside a fold anew; `nil` where groups are given, not found.
  public let regrouping: Regrouping?
  /// The number of groups g.
  public let groupCount: Int
  /// The weights, scaled to a mean of 1, or `nil`.
  public let weights: [Double]?
  /// What the folds hang on, one a row.
  public let keys: [UInt64]
  /// The answers filled with their conditional means.
  let cells: GridMatrix

  /// Fills the missing answers.
  ///
  /// - Parameters:
  ///   - answers: `[n x p]`, in an order that does not depend on the input's.
  ///   - questions: the question that each of the p columns belongs to, any numbers; `nil` where
  ///     each column is a question of its own.
  ///   - labels: the group of each row.
  ///   - regrouping: forms the groups anew without a fold; `nil` for groups that were given.
  ///   - groupCount: g.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - keys: one a row, such as the hash of an id.
  ///   - workers: the threads to use; they change no result.
  /// - Throws: what `NormalModel.fit` throws.
  public init(
    answers: IntegerMatrix, questions: [Int]? = nil, labels: [Int],
    regrouping: Regrouping? = nil, groupCount: Int,
    weights: [Int64]?, keys: [UInt64], workers: Workers
  ) throws(StatisticsFailure) {
    self.answers = answers
    self.questions = questions ?? Array(0..<answers.columnCount)
    precondition(self.questions.count == answers.columnCount, "a question for each column")
    // A millionth of a standard deviation is far below what a choice or a rule can feel.
    model = try NormalModel.fit(
      answers, weights: weights, options: NormalModel.Options(tolerance: 1e-6))
    cells = model.gridMatrix(imputing: answers, workers: workers)
    self.labels = labels
    self.regrouping = regrouping
    self.groupCount = groupCount
    self.weights = DiscriminantFit.scaled(weights.map { $0.map(Double.init) })
    self.keys = keys
  }
}
