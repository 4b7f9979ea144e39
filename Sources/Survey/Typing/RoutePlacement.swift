import Groundwork
import Statistics

/// Finds the segments of people whose answers are read.
struct RoutePlacement {
  let model: TypingModel
  /// By column of the route, then person: rating codes.
  let codes: [[UInt8]]
  let workers: Workers

  /// What was found, by person.
  struct Placed: Sendable {
    var segments: [UInt8]
    var seconds: [UInt8]
    var margins: [Double]
    var confidences: [Double] = []
    var answered: [Int]
  }

  /// People handled at a time.
  private static let chunkRowCount = 65_536

  private var personCount: Int { codes.first?.count ?? 0 }

  func placed(_ route: Classification.Route) -> Placed {
    let answered = (0..<personCount).map { person in
      codes.count { RatingCode.isAnswered($0[person]) }
    }
    switch (route, model.golden) {
    case (.golden, .some(let golden)): return byDiscriminant(golden, answered)
    default: return byCenter(answered)
    }
  }

  // MARK: - All questions

  private func byCenter(_ answered: [Int]) -> Placed {
    let nearest = model.nearest
    let grid = FeatureGrid(
      feature: nearest.feature, scale: model.reading.scale, transform: nearest.transform
    ).levelled(LevelWeight(parts: nearest.levelParts))
    let normal = nearest.normal.model
    let centers = GridMatrix(
      rowCount: nearest.centers.count, columnCount: nearest.centers[0].count,
      elements: nearest.centers.flatMap { $0.map { Int16($0) } }, gridBits: nearest.gridBits)
    var placed = empty(answered)
    let hasConfidence = model.baseline != nil
    if hasConfidence { placed.confidences = [Double](repeating: 0, count: personCount) }
    for start in stride(from: 0, to: personCount, by: RoutePlacement.chunkRowCount) {
      let people = start..<min(start + RoutePlacement.chunkRowCount, personCount)
      let features = features(people)
      let known = Array(people).enumerated().filter { place, _ in
        features.row(place).contains { $0 != IntegerMatrix.missing }
      }
      let answers = features.selecting(rows: known.map(\.offset))
      let rows =
        nearest.missing == .em ? grid.rows(answers, normal, workers: workers) : nil
      let found =
        rows.map { KMeans.assign($0, to: centers, workers: workers) }
        ?? ObservedMeans.assign(answers, to: centers, workers: workers)
      for (row, (_, person)) in known.enumerated() {
        placed.segments[person] = found.assignments[row]
        placed.margins[person] = found.margins[row]
        let own = Int(found.assignments[row])
        let distances =
          rows.map { self.distances($0.row(row), centers) }
          ?? ObservedMeans.distances(of: answers.row(row), to: centers)
        placed.seconds[person] = second(distances, besides: own)
        if hasConfidence {
          placed.confidences[person] = model.confidence(own, distances) ?? 0
        }
      }
    }
    return placed
  }

  private func empty(_ answered: [Int]) -> Placed {
    Placed(
      segments: [UInt8](repeating: Classification.unplaced, count: personCount),
      seconds: [UInt8](repeating: Classification.unplaced, count: personCount),
      margins: [Double](repeating: 0, count: personCount), answered: answered)
  }

  /// What people are described by: the first half of the columns is importance, the second
  /// satisfaction.
  private func features(_ people: Range<Int>) -> IntegerMatrix {
    let outcomes = model.nearest.outcomes.count
    let feature = model.nearest.feature
    let cells = people.flatMap { person in
      (0..<outcomes).map { column in
        FeatureMatrix.value(
          feature, on: model.reading.scale, codes[column][person],
          feature == .importance ? RatingCode.lowest : codes[outcomes + column][person])
      }
    }
    return IntegerMatrix(rowCount: people.count, columnCount: outcomes, elements: cells)
  }

  /// The squared distances to the centers, whole numbers.
  private func distances(_ row: ArraySlice<Int16>, _ centers: GridMatrix) -> [Int] {
    (0..<centers.rowCount).map { center in
      zip(row, centers.row(center)).reduce(0) { sum, pair in
        let difference = Int(pair.0) - Int(pair.1)
        return sum + difference * difference
      }
    }
  }

  /// The nearest center but one.
  private func second(_ distances: [Int], besides own: Int) -> UInt8 {
    var (best, least) = (own, Int.max)
    for (center, distance) in distances.enumerated() where center != own && distance < least {
      (best, least) = (center, distance)
    }
    return UInt8(best)
  }

  // MARK: - Golden questions

  private func byDiscriminant(_ golden: GoldenRoute, _ answered: [Int]) -> Placed {
    let rule = WholeDiscriminant(
      coefficients: golden.coefficients, constants: golden.constants)
    let normal = golden.normal.model
    let scale = model.reading.scale
    let bits = GridMatrix.gridBits(forMagnitude: scale.high)
    var placed = empty(answered)
    placed.confidences = [Double](repeating: 0, count: personCount)
    for start in stride(from: 0, to: personCount, by: RoutePlacement.chunkRowCount) {
      let people = (start..<min(start + RoutePlacement.chunkRowCount, personCount))
        .filter { answered[$0] > 0 }
      let cells = people.flatMap { person in
        codes.map { column in
          RatingCode.point(column[person], on: scale).map(Int8.init) ?? IntegerMatrix.missing
        }
      }
      let answers = IntegerMatrix(
        rowCount: people.count, columnCount: codes.count, elements: cells)
      let rows = normal.gridMatrix(imputing: answers, gridBits: bits, workers: workers)
      for (person, found) in zip(people, rule.assign(rows)) {
        placed.segments[person] = UInt8(found.group)
        placed.seconds[person] = UInt8(found.second)
        placed.margins[person] = found.margin
        placed.confidences[person] = found.probabilities[found.group]
      }
    }
    return placed
  }
}
