import Groundwork

/// What differs between the questions of two waves, found before any number.
public struct SchemaDifference: Sendable, Equatable {
  /// What differs.
  public enum Kind: String, Sendable, CaseIterable {
    case itemAdded = "item added"
    case itemDropped = "item dropped"
    case itemReworded = "item re-worded"
    case idReused = "id used for another question"
    case columnRenamed = "column renamed"
    case scaleChanged = "scale changed"
    case topCutChanged = "top cut changed"
    case weightingChanged = "weighting changed"
    case segmentationAdded = "segmentation added"
    case segmentationDropped = "segmentation dropped"
    case levelAdded = "level added"
    case levelDropped = "level dropped"
  }

  /// How much it matters: an error keeps something out of the numbers.
  public var severity: Finding.Severity
  /// What differs.
  public var kind: Kind
  /// The outcome's id, the segmentation's name, or empty for the whole study.
  public var subject: String
  /// What the old wave has.
  public var old: String
  /// What the new wave has.
  public var new: String
  /// Of two wordings: the share of their words that both have, 0...1.
  public var similarity: Double?
  /// What becomes of the numbers.
  public var effect: String

  /// Whether something is left out of the numbers.
  public var leavesOut: Bool { severity == .error }
}

/// Holds the questions of two waves against each other.
///
/// An outcome is the same where it has the same id and its wording shares more than a fifth of its
/// words, those aside that most statements have (`minimize`, `the time it takes to`).
struct WaveSchema {
  let old: Study
  let new: Study

  /// Wordings that share a smaller part of their words are another question.
  static let leastSimilarity = 0.2

  /// All differences, the whole study first, then by outcome and segmentation.
  let differences: [SchemaDifference]
  /// The outcomes that are compared, by their position in the new study.
  let kept: [Int]

  init(old: Study, new: Study, legacy: LegacyWaves) {
    (self.old, self.new) = (old, new)
    var found = WaveSchema.scale(old, new) + WaveSchema.weighting(old, new)
    var kept: [Int] = []
    for (place, outcome) in new.outcomes.enumerated() {
      guard let before = old.outcomes.first(where: { $0.id == outcome.id }) else {
        found.append(WaveSchema.added(outcome))
        continue
      }
      let own = WaveSchema.wording(before, outcome)
      let isReadable = WaveSchema.canRead(old, outcome, new)
      if !isReadable { found.append(WaveSchema.unreadable(outcome, old, new)) }
      found += own + WaveSchema.columns(before, outcome)
      if isReadable, !own.contains(where: \.leavesOut) { kept.append(place) }
    }
    for outcome in old.outcomes where !new.outcomes.contains(where: { $0.id == outcome.id }) {
      found.append(
        SchemaDifference(
          severity: .warning, kind: .itemDropped, subject: outcome.id, old: outcome.text, new: "",
          effect: "not compared"))
    }
    differences = found + WaveSchema.segmentations(old, new)
    self.kept = kept
  }

  // MARK: - Studies to read by

  /// The new study with the outcomes that are compared alone.
  var newStudy: Study {
    guard kept.count < new.outcomes.count else { return new }
    var study = new
    study.outcomes = kept.map { new.outcomes[$0] }
    study.targets = new.targets.compactMap { target in
      guard case .key(let place) = target.subject else { return target }
      guard let own = kept.firstIndex(of: place) else { return nil }
      var target = target
      target.subject = .key(own)
      return target
    }
    return study
  }

  /// The old study with the same outcomes in the same order, on the scale of the new one.
  var oldStudy: Study {
    var study = newStudy
    study.responses = old.responses
    (study.weight, study.design, study.raking) = (old.weight, old.design, old.raking)
    study.file = old.file
    let isMapped = !WaveSchema.hasSameScale(old, new)
    var scale = new.responses.scale
    scale.labels = isMapped ? [] : old.responses.scale.labels
    study.responses.scale = scale
    for index in study.outcomes.indices {
      let own = study.outcomes[index]
      guard let before = old.outcomes.first(where: { $0.id == own.id }) else { continue }
      (study.outcomes[index].importance, study.outcomes[index].satisfaction) = (
        before.importance, before.satisfaction
      )
      study.outcomes[index].legacy = isMapped ? own.legacy : before.legacy
    }
    study.segmentations = new.segmentations.compactMap { plan in
      old.segmentations.first { $0.name == plan.name }
    }
    return study
  }

  // MARK: - Steps

  static func hasSameScale(_ old: Study, _ new: Study) -> Bool {
    let (before, after) = (old.responses.scale, new.responses.scale)
    return before.low == after.low && before.high == after.high
  }

  /// Whether old ratings can be read on the new scale: they lie on it, or the new study tells how
  /// (`legacy`).
  private static func canRead(_ old: Study, _ outcome: Outcome, _ new: Study) -> Bool {
    if hasSameScale(old, new) { return true }
    guard let legacy = outcome.legacy else { return false }
    let scale = old.responses.scale
    return legacy.low == scale.low && legacy.high == scale.high
  }

  private static func text(_ scale: Scale) -> String { "\(scale.low)-\(scale.high)" }

  private static func scale(_ old: Study, _ new: Study) -> [SchemaDifference] {
    let (before, after) = (old.responses.scale, new.responses.scale)
    if !hasSameScale(old, new) {
      return [
        SchemaDifference(
          severity: .warning, kind: .scaleChanged, subject: "", old: text(before),
          new: text(after),
          effect: "outcomes whose `legacy` maps the old scale are compared, others are left out")
      ]
    }
    guard before.top != after.top else { return [] }
    return [
      SchemaDifference(
        severity: .warning, kind: .topCutChanged, subject: "", old: "\(before.top)",
        new: "\(after.top)", effect: "both waves are counted by the new cut")
    ]
  }

  private static func weighting(_ old: Study, _ new: Study) -> [SchemaDifference] {
    func text(_ study: Study) -> String {
      let parts = [study.weight == nil ? nil : "weights", study.raking == nil ? nil : "margins"]
      let known = parts.compactMap { $0 }
      return known.isEmpty ? "none" : known.joined(separator: " and ")
    }
    guard text(old) != text(new) else { return [] }
    return [
      SchemaDifference(
        severity: .warning, kind: .weightingChanged, subject: "", old: text(old), new: text(new),
        effect: "each wave is weighted its own way: what weighting changes is in the changes")
    ]
  }

  private static func added(_ outcome: Outcome) -> SchemaDifference {
    SchemaDifference(
      severity: .note, kind: .itemAdded, subject: outcome.id, old: "", new: outcome.text,
      effect: "not compared")
  }

  private static func unreadable(
    _ outcome: Outcome, _ old: Study, _ new: Study
  ) -> SchemaDifference {
    SchemaDifference(
      severity: .error, kind: .scaleChanged, subject: outcome.id,
      old: text(old.responses.scale), new: text(new.responses.scale),
      effect: "left out: no `legacy` tells how old ratings are read")
  }

  private static func wording(_ old: Outcome, _ new: Outcome) -> [SchemaDifference] {
    guard ByteText(old.text) != ByteText(new.text) else { return [] }
    let similarity = WordingSimilarity.share(old.text, new.text)
    let isOther = similarity < leastSimilarity
    return [
      SchemaDifference(
        severity: isOther ? .error : similarity < 1 ? .warning : .note,
        kind: isOther ? .idReused : .itemReworded, subject: new.id, old: old.text, new: new.text,
        similarity: similarity,
        effect: isOther
          ? "left out: the wordings share almost no words" : "compared: mind the wording")
    ]
  }

  private static func columns(_ old: Outcome, _ new: Outcome) -> [SchemaDifference] {
    let pairs = [
      (old.importance.text, new.importance.text), (old.satisfaction.text, new.satisfaction.text),
    ]
    return pairs.filter { $0.0 != $0.1 }.map {
      SchemaDifference(
        severity: .note, kind: .columnRenamed, subject: new.id, old: $0.0, new: $0.1,
        effect: "each wave is read by its own name")
    }
  }

  private static func segmentations(_ old: Study, _ new: Study) -> [SchemaDifference] {
    func missing(
      _ left: Study, _ right: Study
    ) -> [SegmentationPlan] {
      left.segmentations.filter { plan in
        !right.segmentations.contains { $0.name == plan.name }
      }
    }
    return missing(new, old).map { difference(.segmentationAdded, $0.name, new: $0.column.text) }
      + missing(old, new).map { difference(.segmentationDropped, $0.name, old: $0.column.text) }
  }

  static func difference(
    _ kind: SchemaDifference.Kind, _ name: String, old: String = "", new: String = ""
  ) -> SchemaDifference {
    SchemaDifference(
      severity: kind == .segmentationAdded || kind == .levelAdded ? .note : .warning, kind: kind,
      subject: name, old: old, new: new, effect: "not compared")
  }
}

/// How much two statements say the same.
enum WordingSimilarity {
  /// Words that most outcome statements have, and that tell nothing of what is asked.
  private static let common: Set<String> = [
    "a", "amount", "an", "and", "are", "as", "at", "be", "being", "by", "chance", "cost", "effort",
    "for", "from", "in", "increase", "is", "it", "likelihood", "maximise", "maximize", "minimise",
    "minimize", "number", "of", "on", "or", "reduce", "takes", "that", "the", "time", "to", "when",
    "with",
  ]

  /// The share of the words of both that are in both; 1 where neither has any of its own.
  static func share(_ left: String, _ right: String) -> Double {
    let (one, other) = (words(left), words(right))
    let all = one.union(other)
    return all.isEmpty ? 1 : Double(one.intersection(other).count) / Double(all.count)
  }

  /// Words in lower case without marks, a plural as its singular.
  private static func words(_ text: String) -> Set<String> {
    let own = Set(StatementWords(text).plain).subtracting(common)
    return Set(own.map { $0.count > 3 && $0.hasSuffix("s") ? String($0.dropLast()) : $0 })
  }
}
