import Groundwork
import NumericCore

/// The work behind `GoldenQuestions`: sums of each fold, from which every training set is made by
/// taking folds away.
struct QuestionRace: Sendable {
  private let rows: TypingRows
  private let options: GoldenQuestions.Options
  private let matrix: Matrix
  private let folds: [[Int]]
  /// By fold, then column, the cells of the fold's rows.
  private let cells: [[[Double]]]
  private let candidates: Set<Int>
  /// The groups that the choice is made for.
  private var labels: [Int]
  private var sums: [LabelledSums]
  private var all: LabelledSums

  /// What a fold says of a rule that knows none of its rows.
  struct Finding: Sendable {
    /// The fold's rows.
    let rows: [Int]
    /// The columns that the other rows chose.
    let columns: [Int]
    /// The groups its rows belong to.
    let labels: [Int]
    /// The groups they were assigned to.
    let assignments: [WholeDiscriminant.Assignment]
  }

  init(_ rows: TypingRows, _ options: GoldenQuestions.Options, seed: UInt64) {
    self.rows = rows
    self.options = options
    let places = Folds.spread(
      keys: rows.keys, labels: rows.labels, count: options.foldCount, seed: seed)
    let folds = (0..<options.foldCount).map { fold in
      places.indices.filter { places[$0] == fold }
    }
    self.folds = folds
    let grid = rows.cells
    let matrix = Matrix(
      rowCount: grid.rowCount, columnCount: grid.columnCount,
      elements: grid.elements.map { Double($0) / Double(1 << grid.gridBits) })
    self.matrix = matrix
    cells = folds.map { fold in
      (0..<matrix.columnCount).map { column in fold.map { matrix[$0, column] } }
    }
    candidates = Set(0..<grid.columnCount).subtracting(rows.model.excludedColumns)
    labels = rows.labels
    sums = QuestionRace.sums(rows, matrix, folds, rows.labels)
    all = sums.dropFirst().reduce(sums[0], +)
  }

  private static func sums(
    _ rows: TypingRows, _ matrix: Matrix, _ folds: [[Int]], _ labels: [Int]
  ) -> [LabelledSums] {
    let origin = rows.model.mean.map { $0.rounded() }
    return folds.map { fold in
      LabelledSums(
        matrix, chosen: fold, labels: labels, groupCount: rows.groupCount, weights: rows.weights,
        origin: origin)
    }
  }

  // MARK: - Choice

  /// The columns that the rows outside a fold choose; of all rows for `nil`.
  func path(without outer: Int? = nil) -> [GoldenQuestions.Step] {
    let outside = training(without: outer)
    let inner = sums.indices.filter { $0 != outer }
    let trainings = inner.map { (fold: $0, sums: outside - sums[$0]) }
    var path = WilksSteps(outside)
    var found: [GoldenQuestions.Step] = []
    while true {
      let columns = found.map(\.column)
      let proposed = path.best(options.proposalCount, of: allowed(beside: columns))
      let tried = proposed.map { ($0, accuracy(columns + [$0], trainings)) }
      guard let first = tried.first else { break }
      let best = tried.dropFirst().reduce(first) { $1.1 > $0.1 ? $1 : $0 }
      path.take(best.0)
      found.append(
        GoldenQuestions.Step(
          column: best.0, lambda: path.steps.last?.lambda ?? 1, accuracy: best.1))
    }
    return shortened(found)
  }

  /// The columns that may still be chosen: of the questions opened, and of others while there may
  /// be more.
  private func allowed(beside chosen: [Int]) -> Set<Int> {
    let opened = Set(chosen.map { rows.questions[$0] })
    guard opened.count >= options.maximumCount else { return candidates }
    return candidates.filter { opened.contains(rows.questions[$0]) }
  }

  /// The list up to where the next two columns together add less than the least gain.
  private func shortened(_ steps: [GoldenQuestions.Step]) -> [GoldenQuestions.Step] {
    for (place, step) in steps.enumerated() {
      let next = steps[(place + 1)...].prefix(2).map(\.accuracy).max() ?? step.accuracy
      if next - step.accuracy < options.leastGain { return Array(steps[...place]) }
    }
    return steps
  }

  /// The rule of the rows outside a fold.
  func rule(without outer: Int? = nil, columns: [Int]) -> WholeDiscriminant? {
    guard let rule = try? training(without: outer).discriminant(columns, isSteady: true)
    else { return nil }
    return WholeDiscriminant(rule)
  }

  // MARK: - Judgement

  /// Chooses and fits without a fold, in groups that the fold did not shape where these can be
  /// made, and assigns its rows.
  func judged(_ fold: Int) -> Finding {
    var race = self
    if let regrouping = rows.regrouping {
      let inside = Set(folds[fold])
      let outside = labels.indices.filter { !inside.contains($0) }
      if let labels = regrouping.labels(outside: outside) { race.take(labels) }
    }
    let columns = race.path(without: fold).map(\.column)
    return Finding(
      rows: folds[fold], columns: columns, labels: folds[fold].map { race.labels[$0] },
      assignments: race.assigned(fold, columns))
  }

  private mutating func take(_ labels: [Int]) {
    self.labels = labels
    sums = QuestionRace.sums(rows, matrix, folds, labels)
    all = sums.dropFirst().reduce(sums[0], +)
  }

  /// The rows of a fold, filled from the chosen columns alone; where nothing can be chosen, all
  /// get the largest group.
  private func assigned(_ fold: Int, _ columns: [Int]) -> [WholeDiscriminant.Assignment] {
    guard !columns.isEmpty, let rule = rule(without: fold, columns: columns) else {
      let weights = all.weights
      let largest = weights.indices.reduce(0) { weights[$1] > weights[$0] ? $1 : $0 }
      let none = WholeDiscriminant.Assignment(
        group: largest, second: largest, probabilities: weights.map { $0 / all.totalWeight },
        margin: 0)
      return folds[fold].map { _ in none }
    }
    let answers = rows.answers.selecting(rows: folds[fold]).selecting(columns: columns)
    let model = rows.model.selecting(columns: columns)
    return rule.assign(
      model.gridMatrix(
        imputing: answers, gridBits: rows.cells.gridBits, workers: Workers(threadCount: 1)))
  }

  // MARK: - Steps

  private func training(without outer: Int?) -> LabelledSums {
    outer.map { all - sums[$0] } ?? all
  }

  /// The share of rows that rules made without their fold assign rightly.
  private func accuracy(
    _ columns: [Int], _ trainings: [(fold: Int, sums: LabelledSums)]
  ) -> Double {
    var (right, weight) = (0.0, 0.0)
    for training in trainings {
      guard let rule = try? training.sums.discriminant(columns, isSteady: true)
      else { return -1 }
      let found = tally(rule, columns, training.fold)
      right += found.right
      weight += found.weight
    }
    return weight > 0 ? right / weight : -1
  }

  private func tally(
    _ rule: LinearDiscriminant, _ columns: [Int], _ fold: Int
  ) -> (right: Double, weight: Double) {
    let members = folds[fold]
    var best = [Double](repeating: -.infinity, count: members.count)
    var assigned = [Int](repeating: 0, count: members.count)
    var scores = best
    for group in 0..<rule.groupCount {
      for place in scores.indices { scores[place] = rule.constants[group] }
      for (index, column) in columns.enumerated() {
        let coefficient = rule.coefficients[group, index]
        let values = cells[fold][column]
        for place in scores.indices { scores[place] += coefficient * values[place] }
      }
      for place in scores.indices where scores[place] > best[place] {
        best[place] = scores[place]
        assigned[place] = group
      }
    }
    var (right, weight) = (0.0, 0.0)
    for (place, row) in members.enumerated() {
      let own = rows.weights?[row] ?? 1
      weight += own
      if assigned[place] == labels[row] { right += own }
    }
    return (right, weight)
  }
}
