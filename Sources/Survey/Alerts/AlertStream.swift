import Groundwork
import Statistics

/// One thing that is watched: a rule, an outcome or none, and a group.
struct AlertStream {
  /// What its numbers are.
  enum Numbers: Equatable {
    /// Ratings of an outcome, by position.
    case outcome(Int, AlertRule.Figure)
    /// 1 for the people of a level of a segmentation, by positions, else 0.
    case membership(Int, UInt16)
    /// The share of a person's ratings that is missing or invalid.
    case missing
    /// None: the figure of a target is known as a whole only.
    case target(Int)
  }

  /// The people: everybody, or a level of a grouping by positions.
  struct Group: Equatable {
    var grouping: Int?
    var level: UInt16 = 0
    var segmentation = "all"
    var segment = "all"
  }

  let rule: AlertRule
  let numbers: Numbers
  let group: Group
  /// Where the claim is about a bound: in the figure's unit.
  let bound: Double?
  /// Whether the claim is that the figure is below the bound, from the start and for good.
  let isForBelow: Bool
  /// The same as long as it is about the same; unique in a study.
  let key: String
  /// The position of the target in the study.
  var target: Int?

  /// Whether the first answers count as evidence too: a target may be met at once.
  var countsEverything: Bool { target != nil }
}

/// Lists the streams of a study, in an order that hangs on the study alone.
struct AlertStreams {
  let study: Study
  let groupings: [Grouping]

  /// Each once: of two rules that claim the same the first has it.
  func streams(_ plan: AlertPlan) -> [AlertStream] {
    var keys: Set<String> = []
    return plan.rules.flatMap(streams).filter { keys.insert($0.key).inserted }
  }

  // MARK: - Steps

  private func streams(_ rule: AlertRule) -> [AlertStream] {
    switch rule.kind {
    case .change(let figure, _): return scored(rule, figure, nil)
    case .enters(let band), .leaves(let band): return scored(rule, .opportunity, band)
    case .targetMet: return study.targets.indices.compactMap { target(rule, $0) }
    case .shareFalls(let segmentation, let segment, let below):
      guard let place = groupings.firstIndex(where: { $0.name == segmentation }),
        let level = groupings[place].levels.firstIndex(of: segment)
      else { return [] }
      return [
        AlertStream(
          rule: rule, numbers: .membership(place, UInt16(level)),
          group: AlertStream.Group(segmentation: segmentation, segment: segment), bound: below,
          isForBelow: false,
          key: key("share falls below \(wholeText(100 * below)) %", segmentation, segment))
      ]
    case .findingsRise:
      return [
        AlertStream(
          rule: rule, numbers: .missing, group: AlertStream.Group(), bound: nil,
          isForBelow: false, key: rule.text(in: study))
      ]
    case .baseFalls, .drift: return []
    }
  }

  private func scored(
    _ rule: AlertRule, _ figure: AlertRule.Figure, _ bound: Double?
  ) -> [AlertStream] {
    let (groups, text) = (groups(rule.groups), rule.text(in: study))
    return (rule.outcomes ?? Array(study.outcomes.indices)).flatMap { outcome in
      let id = study.outcomes[outcome].id
      return groups.map { group in
        AlertStream(
          rule: rule, numbers: .outcome(outcome, figure), group: group, bound: bound,
          isForBelow: false, key: key(text, id, group.segmentation, group.segment))
      }
    }
  }

  private func groups(_ wanted: AlertRule.Groups) -> [AlertStream.Group] {
    let everybody = [AlertStream.Group()]
    switch wanted {
    case .everybody: return everybody
    case .all: return everybody + groupings.indices.flatMap(levels)
    case .named(let names):
      return groupings.indices.filter { names.contains(groupings[$0].name) }.flatMap(levels)
    }
  }

  private func levels(_ place: Int) -> [AlertStream.Group] {
    let grouping = groupings[place]
    return grouping.levels.indices.map { level in
      AlertStream.Group(
        grouping: place, level: UInt16(level), segmentation: grouping.name,
        segment: grouping.levels[level])
    }
  }

  /// Why a target cannot be watched; `nil` where it can.
  func reasonNotWatched(_ target: Target) -> String? {
    if case .improveBy(_, nil) = target.goal {
      return "it says no `baseline` that it improves on"
    }
    if bound(target) == nil { return "an improvement of an unfloored score has no bound" }
    return group(target) == nil ? "nobody is in its segment" : nil
  }

  /// The bound, and whether the figure shall lie below it; an improvement over a wave before has
  /// none.
  private func bound(_ target: Target) -> (value: Double, isForBelow: Bool)? {
    switch target.goal {
    case .atLeast(let value): return (value, false)
    case .atMost(let value): return (value, true)
    case .improveBy(let part, let baseline):
      guard let baseline, study.scoring.scorer != .unfloored || target.metric.isShare else {
        return nil
      }
      return (baseline * (1 + part), false)
    }
  }

  private func group(_ target: Target) -> AlertStream.Group? {
    guard let name = target.segmentation, let label = target.segment else {
      return AlertStream.Group()
    }
    return groupings.indices.flatMap(levels).first {
      $0.segmentation == name && $0.segment == label
    }
  }

  /// A target with a bound that is known.
  private func target(_ rule: AlertRule, _ place: Int) -> AlertStream? {
    let target = study.targets[place]
    guard let (bound, isForBelow) = bound(target), let group = group(target) else { return nil }
    var numbers = AlertStream.Numbers.target(place)
    if case .key(let outcome) = target.subject,
      let figure = AlertRule.Figure(rawValue: target.metric.rawValue)
    {
      numbers = .outcome(outcome, figure)
    }
    let claim =
      "\(target.metric.rawValue) of \(study.id(of: target.subject)) "
      + "\(isForBelow ? "at most" : "at least") \(wholeText(bound))"
    return AlertStream(
      rule: rule, numbers: numbers, group: group, bound: bound, isForBelow: isForBelow,
      key: key(rule.text(in: study), claim, group.segmentation, group.segment), target: place)
  }

  /// What a stream is about, whatever else the study asks for: neither the number of its rule nor
  /// the other rules are in it. Last come segmentation, with its column, and segment.
  private func key(_ parts: String...) -> String {
    var parts = parts
    let place = parts.count - 2
    if let plan = study.segmentations.first(where: { $0.name == parts[place] }) {
      parts[place] += " (\(plan.column.text))"
    }
    // Doubled, so that no name looks like two parts.
    return parts.map { $0.replacing("/", with: "//") }.joined(separator: " / ")
  }
}
