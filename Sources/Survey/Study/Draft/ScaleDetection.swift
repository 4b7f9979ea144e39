import Tables

/// The scale of the paired columns, as the cells show it.
struct ScaleDetection {
  /// The lowest and highest point; `nil` when the cells do not tell.
  private(set) var ends: (low: Int, high: Int)?
  /// Why, a sentence without full stop.
  private(set) var reason = ""
  /// What a person must decide about the scale, if anything.
  private(set) var decision: String?
  /// Texts that stand for a point, in the order of the points.
  private(set) var labels: [ScaleLabel] = []
  /// Texts in rating columns that stand for "no answer", blanks left out.
  private(set) var missing: [MissingText] = []
  /// Texts in rating columns that are neither, with their counts.
  private(set) var unknown: [(text: String, count: Int)] = []

  /// The scales of pairs that were rated on another than most, by the place of the pair.
  private(set) var others: [Int: PairScales.Ends] = [:]

  private var answerCount = 0

  init(_ pairs: [ColumnPair]) {
    let shown = PairScales(pairs)
    if shown.areBare { others = shown.others }
    let common = pairs.indices.filter { others[$0] == nil }.map { pairs[$0] }
    let importance = ScaleDetection.counts(common.map(\.importance))
    let satisfaction = ScaleDetection.counts(common.map(\.satisfaction))
    let all = importance.merging(satisfaction, uniquingKeysWith: +)
    answerCount = all.values.reduce(0, +)
    if !readPoints(all) { readLabels(importance, satisfaction) }
    if ends == nil { unknown = ScaleDetection.sorted(all) }
    if !shown.areBare { decision = decision ?? ScaleDetection.mixture }
    for (place, scale) in others { readOther(pairs[place], scale) }
    missing = ScaleDetection.missingTexts(pairs) + missing
    missing.sort { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
  }

  // MARK: - Steps

  private static let mixture =
    "the columns seem to be rated on several scales, with texts that cannot be read as an older "
    + "survey's; give every text its point below"

  /// What is no point in a pair of another scale: codes for "no answer", and stray answers.
  private mutating func readOther(_ pair: ColumnPair, _ scale: PairScales.Ends) {
    var counts = Dictionary(uniqueKeysWithValues: unknown.map { ($0.text, $0.count) })
    for (text, count) in ScaleDetection.counts([pair.importance, pair.satisfaction]) {
      let point = RatingText.point(of: text)
      if let point, KnownAnswers.isMissingCode(point) {
        missing.append(MissingText(text: text, reason: .notAnswered))
      } else if point.map({ !scale.holds($0) }) ?? true {
        counts[text, default: 0] += count
      }
    }
    unknown = ScaleDetection.sorted(counts)
  }

  private static func counts(_ columns: [DraftColumn]) -> [String: Int] {
    var counts: [String: Int] = [:]
    for level in columns.flatMap(\.answers) { counts[level.text, default: 0] += level.count }
    return counts
  }

  private static func sorted(_ counts: [String: Int]) -> [(text: String, count: Int)] {
    counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { (text: $0.key, count: $0.value) }
  }

  private static func missingTexts(_ pairs: [ColumnPair]) -> [MissingText] {
    let levels = pairs.flatMap { $0.importance.missingTexts + $0.satisfaction.missingTexts }
    return Set(levels.map(\.text)).compactMap { text in
      KnownAnswers.missingReason(of: text).map { MissingText(text: text, reason: $0) }
    }
  }

  /// Reads texts that hold a point; false when they are too few to be a scale.
  private mutating func readPoints(_ all: [String: Int]) -> Bool {
    var points: [(text: String, point: Int, count: Int)] = []
    var others: [String: Int] = [:]
    for (text, count) in ScaleDetection.sorted(all) {
      if let point = RatingText.point(of: text) {
        points.append((text, point, count))
      } else {
        others[text] = count
      }
    }
    let codes = points.filter { KnownAnswers.isMissingCode($0.point) }
    points.removeAll { KnownAnswers.isMissingCode($0.point) }
    let pointCount = points.reduce(0) { $0 + $1.count }
    guard pointCount > 0, Double(pointCount) >= 0.9 * Double(answerCount) else { return false }
    let counts = Dictionary(points.map { ($0.point, $0.count) }, uniquingKeysWith: +)
    choose(counts, pointCount)
    missing += codes.map { MissingText(text: $0.text, reason: .notAnswered) }
    guard let ends else { return false }
    labels = points.filter { !RatingText.isBare($0.text) && ends.low...ends.high ~= $0.point }
      .map { ScaleLabel(text: $0.text, point: $0.point) }
      .sorted { ($0.point, $0.text) < ($1.point, $1.text) }
    for point in points where !(ends.low...ends.high ~= point.point) {
      others[point.text] = point.count
    }
    unknown = ScaleDetection.sorted(others)
    return true
  }

  /// The narrowest usual scale that holds all points but one in a hundred.
  private mutating func choose(_ counts: [Int: Int], _ pointCount: Int) {
    let usual = PairScales.usual.map { ($0.low, $0.high) }
    func outside(_ ends: (Int, Int)) -> Int {
      counts.reduce(0) { $0 + (ends.0...ends.1 ~= $1.key ? 0 : $1.value) }
    }
    let allowed = pointCount / 100
    guard let low = counts.keys.min(), let high = counts.keys.max() else { return }
    let fitting = usual.first { outside($0) <= allowed }
    let hasTop = fitting.map { counts[$0.1] != nil } ?? false
    let narrow = (low >= 1 ? 1 : 0, high)
    if let fitting, hasTop {
      ends = fitting
    } else if high - narrow.0 <= 10, high > narrow.0 {
      ends = pointCount >= 200 || fitting == nil ? narrow : fitting
      decision = "no answer above \(high) was given; correct the scale if it goes further"
    }
    guard let ends else { return }
    let inside = counts.filter { ends.low...ends.high ~= $0.key }
    let count = inside.values.reduce(0, +)
    let (first, last) = (inside.keys.min() ?? ends.low, inside.keys.max() ?? ends.high)
    reason = "\(count) answers are whole numbers from \(first) to \(last)"
  }

  /// Reads labels of a ladder, one for each question.
  private mutating func readLabels(_ importance: [String: Int], _ satisfaction: [String: Int]) {
    guard let first = KnownAnswers.ladder(of: Array(importance.keys)),
      let second = KnownAnswers.ladder(of: Array(satisfaction.keys)),
      first.count == second.count, answerCount > 0
    else { return }
    let points = first.points.merging(second.points) { left, _ in left }
    guard second.points.allSatisfy({ points[$0.key] == $0.value }) else { return }
    ends = (1, first.count)
    reason = "the answers are labels of a scale of \(first.count) points"
    if points.count < 2 * first.count, Set(points.values).count < first.count {
      decision = "some points have no label in the data; check that none is missing below"
    }
    labels = points.map { ScaleLabel(text: $0.key, point: $0.value) }
      .sorted { ($0.point, $0.text) < ($1.point, $1.text) }
  }
}
