import Statistics

extension Study {
  /// What is known of each circumstance, in the order of the study; `nil` where its column stands
  /// elsewhere in the job model under another name.
  func circumstanceVariables(_ profile: [ProfileVariable]) -> [ProfileVariable?] {
    circumstances.map { circumstance in
      if let segmentation = segmentations.first(where: {
        $0.column.text == circumstance.column.text
      }) {
        return profile.first { $0.kind == .segment && $0.name == segmentation.name }
      }
      return profile.first { $0.kind == .circumstance && $0.name == circumstance.name }
    }
  }
}

/// A circumstance as levels: its answers, or thirds of a number.
struct CircumstanceLevels {
  /// The labels, in order.
  let labels: [String]
  /// Positions in `labels` by respondent; the number of labels for none.
  let codes: [UInt16]

  init(_ labels: [String], codes: [UInt16]) { (self.labels, self.codes) = (labels, codes) }

  /// Cuts numbers at the weighted thirds: the two numbers that a third and two thirds of the weight
  /// do not exceed. Where many have the same number there are fewer than three parts.
  init(_ numbers: [Double?], weights: [Int64]?) {
    guard
      let thirds = FrequencyQuantile(numbers, weights: weights),
      let largest = numbers.compactMap({ $0 }).max()
    else {
      self.init([], codes: [UInt16](repeating: 0, count: numbers.count))
      return
    }
    let cuts = Set([1.0 / 3, 2.0 / 3].map { thirds.value($0, rule: .listed) })
      .filter { $0 < largest }.sorted()
    let shown = cuts.map { cut in
      CircumstanceLevels.text(cut, below: numbers.compactMap { $0 }.filter { $0 > cut }.min())
    }
    let labels = (0...cuts.count).map { part in
      let above = part > 0 ? "over \(shown[part - 1])" : ""
      let upTo = part < cuts.count ? "up to \(shown[part])" : ""
      return [above, upTo].filter { !$0.isEmpty }.joined(separator: ", ")
    }
    self.init(
      labels,
      codes: numbers.map { number in
        guard let number else { return UInt16(labels.count) }
        return UInt16(cuts.count { $0 < number })
      })
  }

  /// As a grouping with the circumstance's name.
  func grouping(_ name: String) -> Grouping {
    Grouping(name: name, levels: labels, codes: codes)
  }

  /// A cut as it is written; with more than two decimals with as few, six at most, as leave the
  /// label true of everybody: it is rounded up, and stays below the next number that anybody has.
  private static func text(_ cut: Double, below next: Double?) -> String {
    let own = text(cut)
    let decimals = own.split(separator: ".").dropFirst().first?.count ?? 0
    guard cut.magnitude < 1e9, decimals > 2 else { return own }
    for scale in [10, 100, 1000, 1e4, 1e5, 1e6] {
      // An error in the last digits of the product must not round a whole step up.
      let rounded = (cut * scale - 1e-9 * max(1, cut.magnitude)).rounded(.up) / scale
      if rounded < next ?? .infinity { return text(rounded) }
    }
    return own
  }

  private static func text(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
  }
}

/// Two scores of each person: how many outcomes are unmet, and the mean gap.
struct CircumstanceScores {
  /// By respondent; `nil` of who rated both questions of no outcome.
  let unmet: [Double?]
  /// By respondent, in points of the scale.
  let gap: [Double?]

  init(study: Study, responses: Responses) {
    let scale = study.responses.scale
    let top = RatingCode.code(point: scale.top, on: scale)
    let count = responses.respondentCount
    var sums = [(rated: Int, unmet: Int, gap: Int)](repeating: (0, 0, 0), count: count)
    for (first, second) in zip(responses.importance, responses.satisfaction) {
      for row in 0..<count where RatingCode.isAnswered(first[row]) {
        guard RatingCode.isAnswered(second[row]) else { continue }
        sums[row].rated += 1
        sums[row].unmet += first[row] >= top && second[row] < top ? 1 : 0
        sums[row].gap += Int(first[row]) - Int(second[row])
      }
    }
    let all = Double(study.outcomes.count)
    unmet = sums.map { $0.rated > 0 ? all * Double($0.unmet) / Double($0.rated) : nil }
    gap = sums.map { $0.rated > 0 ? Double($0.gap) / Double($0.rated) : nil }
  }
}
