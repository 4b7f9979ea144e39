import Groundwork
import Statistics
import Tables

/// The segments of an older run in two waves: everybody is typed by its frozen model.
public struct SegmentsOverTime: Sendable {
  /// The model's segments.
  public var labels: [String]
  /// By segment: the share in either wave and its change.
  public var changes: [WaveChange]
  /// How the people of the old wave lie to the segments, against those of the model's study.
  public var old: TypingDrift
  /// The same of the new wave.
  public var new: TypingDrift
  /// Which questions typed both waves.
  public var route: Classification.Route
  /// Where the people of the new wave go by a newer model; `nil` without one.
  public var transition: SegmentTransition?

  /// Models, as files name them.
  public struct Models: Sendable {
    /// The frozen model and its file's name.
    public var frozen: (value: TypingModel, file: String)
    /// The newer one, `nil` without.
    public var newer: (value: TypingModel, file: String)?

    /// Models; see the members.
    public init(
      frozen: (value: TypingModel, file: String), newer: (value: TypingModel, file: String)? = nil
    ) {
      (self.frozen, self.newer) = (frozen, newer)
    }
  }
}

/// Types two waves by a frozen model.
struct LivingSegments {
  let models: SegmentsOverTime.Models
  let sources: (old: WaveSource, new: WaveSource)
  let waves: LoadedWaves
  let legacy: LegacyWaves
  let options: AnalysisOptions

  func found() throws -> SegmentsOverTime? {
    options.progress("typing both waves")
    var (old, new) = (
      try typed(sources.old, models.frozen, isOlder: true, .auto),
      try typed(sources.new, models.frozen, isOlder: legacy == .both, .auto)
    )
    if old.route != new.route {
      // One way of typing for both: what one wave lacks the other does not use.
      old = try typed(sources.old, models.frozen, isOlder: true, .golden)
      new = try typed(sources.new, models.frozen, isOlder: legacy == .both, .golden)
    }
    let labels = models.frozen.value.segments.map(\.label)
    guard let panel = waves.panel.ordered,
      let shares = ShareChange.all(
        old: segments(old, waves.old.responses, waves.panel.orders.old),
        new: segments(new, waves.new.responses, waves.panel.orders.new),
        groupCount: labels.count, panel: panel)
    else { return nil }
    let common = waves.panel.hasIDs ? waves.panel.people.count : nil
    var changes = labels.indices.map { place in
      WaveScoring.share(
        shares[place], segmentation: "model", segment: labels[place], commonCount: common)
    }
    let adjusted = AdjustedPValues.benjaminiHochberg(changes.map { $0.test?.p })
    for place in changes.indices { changes[place].adjustedP = adjusted[place] }
    return SegmentsOverTime(
      labels: labels, changes: changes, old: old.drift, new: new.drift, route: new.route,
      transition: try models.newer.map { newer in
        try SegmentTransition(
          from: new, to: try typed(sources.new, newer, isOlder: legacy == .both, .auto),
          file: newer.file)
      })
  }

  // MARK: - Steps

  private func typed(
    _ source: WaveSource, _ model: (value: TypingModel, file: String), isOlder: Bool,
    _ questions: Classifier.Questions
  ) throws -> Classification {
    let study = source.study
    let hasOlder = study.outcomes.contains { $0.legacy != nil }
    return try Classifier.run(
      model, input: source.input,
      wishes: Classifier.Wishes(
        questions: questions, format: study.responses.format, weight: study.weight?.text,
        id: study.responses.respondent?.text,
        readsLegacy: isOlder && hasOlder && model.value.hasLegacy),
      options: options)
  }

  /// By respondent in the order of the ids, the segment; below 0 for those who answered nothing.
  private func segments(
    _ typed: Classification, _ responses: Responses, _ order: [Int32]
  ) -> [Int32] {
    let people = typed.ids.orderByBytes()
    var place = 0
    return order.map { row in
      let id = responses.ids.bytes(of: Int(row))
      while place < people.count,
        typed.ids.bytes(of: Int(people[place])).lexicographicallyPrecedes(id)
      {
        place += 1
      }
      guard place < people.count, typed.ids.bytes(of: Int(people[place])).elementsEqual(id)
      else { return -1 }
      let segment = typed.segments[Int(people[place])]
      return segment == Classification.unplaced ? -1 : Int32(segment)
    }
  }
}
