import Groundwork
import Statistics
public import Tables

/// One wave as it is to be read: what it is called, the study that it was asked by, its answers.
public struct WaveSource: Sendable {
  /// The name in reports.
  public var label: String
  /// The study that it was asked by.
  public var study: Study
  /// The answers.
  public var input: TableInput

  /// A wave; see the members.
  public init(label: String, study: Study, input: TableInput) {
    (self.label, self.study, self.input) = (label, study, input)
  }
}

/// Two waves, read, and who is in both.
struct LoadedWaves {
  let old: LoadedResponses
  let new: LoadedResponses
  let panel: WavePanel
}

/// Who is in both of two waves, as the estimates need it.
struct WavePanel {
  /// Both samples, rows as loaded.
  let sample: SamplePanel
  /// Both samples with rows in the order of the ids; `nil` where a design cannot be put in order.
  let ordered: SamplePanel?
  /// By wave, the rows in the order of the ids.
  let orders: (old: [Int32], new: [Int32])
  /// By person in both waves, the rows as loaded; in the order of the ids.
  let people: [SamplePanel.Pair]
  /// Whether ids were declared in both waves, so that people can be known again.
  let hasIDs: Bool

  /// Why people in both waves add no covariance; empty where they do.
  var caution: String {
    if !hasIDs { return "respondents have no ids: who is in both waves cannot be known" }
    guard sample.pairs.isEmpty, !people.isEmpty else { return "" }
    return sample.old.replicates == nil && sample.new.replicates == nil
      ? "people are in both waves, but their sampling units have no name in common"
      : "people are in both waves, but replicate weights do not tell their covariance"
  }

  init(_ old: Responses, _ new: Responses, hasIDs: Bool) {
    self.hasIDs = hasIDs
    let orders = (old: old.orderByID(), new: new.orderByID())
    self.orders = orders
    people = hasIDs ? WavePanel.people(old, new, orders) : []
    let common = WavePanel.units(old, new) ?? people
    sample = SamplePanel(old: old.sample, new: new.sample, common: common).ofFinitePopulations
    let places = (WavePanel.places(orders.old), WavePanel.places(orders.new))
    if let first = try? old.sample.reordered(orders.old),
      let second = try? new.sample.reordered(orders.new)
    {
      ordered =
        SamplePanel(
          old: first, new: second,
          common: common.map {
            SamplePanel.Pair(old: places.0[Int($0.old)], new: places.1[Int($0.new)])
          }
        ).ofFinitePopulations
    } else {
      ordered = nil
    }
  }

  // MARK: - Steps

  private static func people(
    _ old: Responses, _ new: Responses, _ orders: (old: [Int32], new: [Int32])
  ) -> [SamplePanel.Pair] {
    var (first, second, found) = (0, 0, [SamplePanel.Pair]())
    while first < orders.old.count, second < orders.new.count {
      let (left, right) = (orders.old[first], orders.new[second])
      let (one, other) = (old.ids.bytes(of: Int(left)), new.ids.bytes(of: Int(right)))
      if one.elementsEqual(other) {
        found.append(SamplePanel.Pair(old: left, new: right))
        (first, second) = (first + 1, second + 1)
      } else if one.lexicographicallyPrecedes(other) {
        first += 1
      } else {
        second += 1
      }
    }
    return found
  }

  /// The declared sampling units of the same stratum and name, by a row of each; `nil` where
  /// neither wave declares units: people are the units then.
  private static func units(_ old: Responses, _ new: Responses) -> [SamplePanel.Pair]? {
    let keys = (old.replicateKeys.units, new.replicateKeys.units)
    guard !(keys.0.isEmpty && keys.1.isEmpty) else { return nil }
    let rows = (firstRows(old), firstRows(new))
    return rows.0.keys.filter { rows.1[$0] != nil }.sorted().compactMap { key in
      rows.0[key].flatMap { left in
        rows.1[key].map { SamplePanel.Pair(old: left, new: $0) }
      }
    }
  }

  private static func firstRows(_ responses: Responses) -> [UInt64: Int32] {
    let keys = responses.replicateKeys.units
    guard !keys.isEmpty, let stage = responses.sample.design.stages.first else { return [:] }
    var rows: [UInt64: Int32] = [:]
    for (row, unit) in stage.units.enumerated() {
      rows[keys[Int(unit)]] = rows[keys[Int(unit)]] ?? Int32(row)
    }
    return rows
  }

  private static func places(_ order: [Int32]) -> [Int32] {
    var places = [Int32](repeating: 0, count: order.count)
    for (place, row) in order.enumerated() { places[Int(row)] = Int32(place) }
    return places
  }
}
