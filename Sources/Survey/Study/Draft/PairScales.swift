import Tables

/// Which pairs of columns were rated on another scale than most, as an older survey's are.
///
/// A pair shows the narrowest usual scale that holds its points, one in a hundred left out. What
/// goes beyond the scale of most pairs was asked on another. What stays below it was so only where
/// the narrower scale ends at a wall: one in ten answers lie on its highest point and none above,
/// which a wider scale on which people answer low does not do.
struct PairScales {
  /// The ends of a scale.
  struct Ends: Hashable {
    var low: Int
    var high: Int

    func holds(_ point: Int) -> Bool { low <= point && point <= high }
  }

  /// The usual scales, the narrowest first.
  static let usual = [(1, 5), (1, 7), (1, 10), (0, 10)].map { Ends(low: $0.0, high: $0.1) }

  /// The scales of pairs that are not on the scale of most, by the place of the pair.
  private(set) var others: [Int: Ends] = [:]
  /// Whether all cells of these pairs are bare numbers: an older scale takes no labels.
  private(set) var areBare = true

  /// The fewest answers of each column from which its scale is judged.
  private static let fewestAnswers = 30
  /// The share of answers on the highest point that shows where a scale ends.
  private static let shareAtEnd = 0.1

  init(_ pairs: [ColumnPair]) {
    let answers = pairs.map(PairAnswers.init)
    var votes: [Ends: Int] = [:]
    let shown = PairScales.joined(answers.map(PairScales.shown))
    for ends in shown { if let ends { votes[ends, default: 0] += 1 } }
    guard votes.count > 1, let common = PairScales.mostShown(votes) else { return }
    for (place, answers) in answers.enumerated() {
      guard let ends = shown[place], ends != common else { continue }
      let isWider = answers.count(outside: common) > answers.count / 100
      let isWall =
        Double(answers.points[ends.high, default: 0])
        >= PairScales.shareAtEnd * Double(answers.count)
      guard isWider || isWall else { continue }
      others[place] = ends
      areBare = areBare && answers.isBare
    }
  }

  // MARK: - Steps

  /// Of two scales that as many pairs show, the wider: nothing is read more coarsely.
  private static func mostShown(_ votes: [Ends: Int]) -> Ends? {
    usual.enumerated().max { left, right in
      (votes[left.element, default: 0], left.offset)
        < (votes[right.element, default: 0], right.offset)
    }?.element
  }

  private static func shown(_ answers: PairAnswers) -> Ends? {
    guard answers.fewest >= fewestAnswers else { return nil }
    return usual.first { answers.count(outside: $0) <= answers.count / 100 }
  }

  /// Where some pairs show 0-10, those that show 1-10 were on it too: hardly anybody chose 0.
  private static func joined(_ shown: [Ends?]) -> [Ends?] {
    let (ten, whole) = (Ends(low: 1, high: 10), Ends(low: 0, high: 10))
    return shown.contains(whole) ? shown.map { $0 == ten ? whole : $0 } : shown
  }
}

/// The answers of a pair that are points of a scale.
private struct PairAnswers {
  /// How many answers there are of each point.
  private(set) var points: [Int: Int] = [:]
  private(set) var count = 0
  /// The answers of the column that has fewer; 0 where other texts stand among them.
  private(set) var fewest = 0
  private(set) var isBare = true

  init(_ pair: ColumnPair) {
    var counts: [Int] = []
    for column in [pair.importance, pair.satisfaction] {
      var (pointCount, otherCount) = (0, 0)
      for level in column.answers {
        guard let point = RatingText.point(of: level.text) else {
          otherCount += level.count
          continue
        }
        if KnownAnswers.isMissingCode(point) { continue }
        points[point, default: 0] += level.count
        pointCount += level.count
        isBare = isBare && RatingText.isBare(level.text)
      }
      counts.append(10 * otherCount > pointCount ? 0 : pointCount)
    }
    count = counts.reduce(0, +)
    fewest = counts.min() ?? 0
  }

  func count(outside ends: PairScales.Ends) -> Int {
    points.reduce(0) { $0 + (ends.holds($1.key) ? 0 : $1.value) }
  }
}
