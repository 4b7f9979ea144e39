import Groundwork
import NumericCore

/// The work behind `GoldenQuestions`: sums of each fold, from which every training set is made by
/// taking folds away.
struct QuestionRace: Sendable {
  private let rows: TypingRows
  private let options: GoldenQuestions.Options
  private let folds: [[Int]]
  private let sums: [LabelledSums]
  private let all: LabelledSums
  /// By fold, then column, the cells of the fold's rows.
  private let cells: [[[Double]]]
  private let candidates: Set<Int>

  init(
    _ rows: TypingRows, _ options: GoldenQuestions.Options, seed: UInt64, workers: Workers
  ) {
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
    let origin = rows.model.mean.map { $0.rounded() }
    sums = workers.map(options.foldCount) { fold in
      LabelledSums(
        matrix, chosen: folds[fold], labels: rows.labels, groupCount: rows.groupCount,
        weights: rows.weights, origin: origin)
    }
    all = sums.dropFirst().reduce(sums[0], +)
    cells = folds.map { fold in
      (0..<matrix.columnCount).map { column in fold.map { matrix[$0, column] } }
    }
    candidates = Set(0..<grid.columnCount).subtracting(rows.model.excludedColumns)
  }

  /// The columns that the rows outside a fold choose; of all rows for `nil`.
  func path(without outer: Int?) -> [GoldenQuestions.Step] {
    let outside = training(without: outer)
    let inner = sums.indices.filter { $0 != outer }
    let trainings = inner.map { (fold: $0, sums: outside - sums[$0]) }
    var path = WilksSteps(outside)
    var found: [GoldenQuestions.Step] = []
    while found.count < options.maximumCount {
      let columns = found.map(\.column)
      let proposed = path.best(options.proposalCount).filter { candidates.contains($0) }
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

  /// The list up to where the next two columns together add less than the least gain.
  private func shortened(_ steps: [GoldenQuestions.Step]) -> [GoldenQuestions.Step] {
    for (place, step) in steps.enumerated() {
      let next = steps[(place + 1)...].prefix(2).map(\.accuracy).max() ?? step.accuracy
      if next - step.accuracy < options.leastGain { return Array(steps[...place]) }
    }
    return steps
  }

  /// The rule of the rows outside a fold.
  func rule(without outer: Int?, columns: [Int]) -> WholeDiscriminant? {
    guard let rule = try? training(without: outer).discriminant(columns) else { return nil }
    return WholeDiscriminant(rule)
  }

  /// How the rows of a fold are assigned by a rule that knows none of them.
  func heldOut(_ fold: Int, columns: [Int]) -> [WholeDiscriminant.Assignment] {
    guard !columns.isEmpty, let rule = rule(without: fold, columns: columns) else { return [] }
    let answers = rows.answers.selecting(rows: folds[fold]).selecting(columns: columns)
    let model = rows.model.selecting(columns: columns)
    return rule.assign(
      model.gridMatrix(
        imputing: answers, gridBits: rows.cells.gridBits, workers: Workers(threadCount: 1)))
  }

  /// The assignments of all folds in the order of the rows; a fold that could choose nothing
  /// assigns the largest group.
  func gathered(
    _ heldOut: [[WholeDiscriminant.Assignment]]
  ) -> [WholeDiscriminant.Assignment] {
    let weights = all.weights
    let largest = weights.indices.reduce(0) { weights[$1] > weights[$0] ? $1 : $0 }
    let none = WholeDiscriminant.Assignment(
      group: largest, second: largest, probabilities: weights.map { $0 / all.totalWeight },
      margin: 0)
    var result = [WholeDiscriminant.Assignment](repeating: none, count: rows.labels.count)
    for (fold, found) in zip(folds, heldOut) {
      for (row, assignment) in zip(fold, found) { result[row] = assignment }
    }
    return result
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
      guard let rule = try? training.sums.discriminant(columns) else { return -1 }
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
      if assigned[place] == rows.labels[row] { right += own }
    }
    return (right, weight)
  }
}
