/// A key outcome taken apart: direction + metric + object of control + contextual clarifier.
struct OutcomeParts {
  /// The direction of the first word; `nil` where it is none.
  let direction: Outcome.Direction?
  /// What is measured.
  let metric: Metric?
  /// Where the metric's word stands.
  let metricPlace: Int?
  /// What joins metric and object: `it takes to`, `that`, `of`; may be empty.
  let joint: [String]
  /// Where the object of control begins.
  let objectStart: Int
  /// Where the circumstances begin, at most the number of words.
  let clarifierStart: Int

  /// Kinds of metrics; two words of one kind say the same.
  enum Metric: String { case time, likelihood, number, cost, effort, share, other }

  init(_ statement: StatementWords) {
    direction = OutcomeParts.direction(of: statement.at(0))
    let found = direction == nil ? nil : OutcomeParts.metric(in: statement)
    metric = found?.metric
    metricPlace = found?.place
    let next = (found?.place ?? 0) + 1
    joint = OutcomeParts.joints.first { statement.has($0, at: next) } ?? []
    let start = next + joint.count
    objectStart = start
    clarifierStart =
      statement.first(of: EnglishWords.circumstances, from: start + 1) ?? statement.count
  }

  /// Whether the object is something that people do.
  var isAction: Bool { joint.last == "to" }

  static func direction(of word: String) -> Outcome.Direction? {
    if falling.contains(word) { return .minimize }
    return rising.contains(word) ? .increase : nil
  }

  /// The kind of a metric's word; `nil` for other words.
  static func metric(of word: String) -> Metric? {
    if let metric = metrics[word] { return metric }
    return word.hasSuffix("time") && word != "sometime" && word != "anytime" ? .time : nil
  }

  /// What a declared unit measures; `nil` for one that nobody can tell.
  static func metric(ofUnit unit: String) -> Metric? {
    let word = StatementWords(unit).at(0)
    let metric = self.metric(of: word) ?? units[word]
    return metric == .other ? nil : metric
  }

  // MARK: - Steps

  private static func metric(in statement: StatementWords) -> (metric: Metric, place: Int)? {
    if statement.at(1) == "how", let metric = questions[statement.at(2)] { return (metric, 2) }
    for place in 1..<max(1, min(6, statement.count)) {
      let word = statement.plain[place]
      // "Minimize errors in time": the metric stands before anything that qualifies it.
      let isStop = EnglishWords.prepositions.contains(word) || word == "of" || word == "it"
      if isStop, !["that", "this"].contains(word) || place > 1 { return nil }
      if let metric = metric(of: word) { return (metric, place) }
    }
    return nil
  }

  private static let falling = Set(
    words: "minimize minimise reduce decrease lower lessen limit shorten cut")
  private static let rising = Set(
    words: "increase maximize maximise raise improve enhance boost grow")

  private static let questions: [String: Metric] = [
    "long": .time, "often": .number, "many": .number, "much": .other, "likely": .likelihood,
    "far": .other,
  ]

  private static let metrics: [String: Metric] = {
    let words: [(Metric, String)] = [
      (.time, "time times duration delay delays wait"),
      (.likelihood, "likelihood probability chance chances risk risks odds"),
      (.number, "number numbers count frequency"),
      (.cost, "cost costs expense expenses money price prices"),
      (.effort, "effort efforts"),
      (.share, "share proportion percentage fraction"),
      (
        .other,
        "amount quantity degree level levels extent ratio rate volume distance size length weight"
          + " accuracy precision variability variation deviation interval range speed waste energy"
      ),
    ]
    let pairs = words.flatMap { metric, text in Set(words: text).map { ($0, metric) } }
    return Dictionary(uniqueKeysWithValues: pairs)
  }()

  private static let units: [String: Metric] = [
    "second": .time, "seconds": .time, "minute": .time, "minutes": .time, "hour": .time,
    "hours": .time, "day": .time, "days": .time, "week": .time, "weeks": .time, "months": .time,
    "euro": .cost, "euros": .cost, "eur": .cost, "usd": .cost, "dollar": .cost, "dollars": .cost,
    "$": .cost, "€": .cost,
  ]

  private static let joints = [[String]](
    phrases: """
      it takes to|it takes me to|it takes us to|needed in order to|it takes|required to|needed to
      necessary to|spent on|spent|taken to|that|of|to|for|in|between|associated with
      """)
}
