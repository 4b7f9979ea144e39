import Tables

/// Which pairs of columns were rated on another scale than most, as an older survey's are.
///
/// A pair shows the narrowest usual scale that holds its points, one in a hundred left out. What
/// goes beyond the scale of most pairs was asked on another. What stays below it was so only where
/// the narrower scale ends at a wall. Nothing is told of scales whose highest point no pair
/// reaches: a survey on 0-5 or 1-6 fits usual scales in some pairs and was asked on none of them.
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

  init(_ pairs: [ColumnPair]) {
    let answers = pairs.map(PairAnswers.init)
    var votes: [Ends: Int] = [:]
    let shown = PairScales.joined(answers)
    for ends in shown { if let ends { votes[ends, default: 0] += 1 } }
    let reached = PairScales.reached(shown, answers)
    guard votes.count > 1, let common = PairScales.mostShown(votes), reached.contains(common)
    else { return }
    for (place, answers) in answers.enumerated() {
      guard let ends = shown[place], ends != common, reached.contains(ends) else { continue }
      let isWider = !answers.fits(common)
      guard isWider || answers.points.hasWall(at: ends.high) else { continue }
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
    return usual.first { answers.fits($0) }
  }

  /// The scales whose highest point some pair that shows them reaches.
  private static func reached(_ shown: [Ends?], _ answers: [PairAnswers]) -> Set<Ends> {
    Set(zip(shown, answers).compactMap { $1.points.reaches($0?.high ?? 0) ? $0 : nil })
  }

  /// What the pairs show. Where some were asked on 0-10, those that show 1-10 were on it too:
  /// hardly anybody chose 0. A pair with 0 and nothing above 7 was asked on another scale.
  private static func joined(_ answers: [PairAnswers]) -> [Ends?] {
    let (ten, whole) = (Ends(low: 1, high: 10), Ends(low: 0, high: 10))
    let shown = answers.map(PairScales.shown)
    let isWhole = zip(shown, answers).contains { shown, answers in
      shown == whole && answers.points.isMany(answers.points.count { $0 > 7 })
    }
    return isWhole ? shown.map { $0 == ten ? whole : $0 } : shown
  }
}

/// The answers of a pair that are points of a scale.
private struct PairAnswers {
  private(set) var points = PointCounts()
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
        points.add(level.count, of: point)
        pointCount += level.count
        isBare = isBare && RatingText.isBare(level.text)
      }
      counts.append(10 * otherCount > pointCount ? 0 : pointCount)
    }
    fewest = counts.min() ?? 0
  }

  /// Whether the scale holds the answers, one in a hundred left out.
  func fits(_ ends: PairScales.Ends) -> Bool { !points.isMany(points.count { !ends.holds($0) }) }
}
