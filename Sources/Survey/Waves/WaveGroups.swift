import Groundwork
import Statistics

/// A segmentation that both waves have, by one list of levels.
struct WaveGroups {
  let name: String
  /// Those of the new wave, then those of the old one alone.
  let levels: [String]
  /// By level, the code in each wave; `nil` where the wave has no such level.
  let codes: [(old: Int?, new: Int?)]
  let old: Grouping
  let new: Grouping

  init(_ old: Grouping, _ new: Grouping) {
    (name, self.old, self.new) = (new.name, old, new)
    let left = WaveGroups.positions(old.levels)
    let right = WaveGroups.positions(new.levels)
    levels = new.levels + old.levels.filter { right[ByteText($0)] == nil }
    codes = levels.map { (left[ByteText($0)], right[ByteText($0)]) }
  }

  /// The segmentations that both waves have, in the order of the new one.
  static func all(_ old: Responses, _ new: Responses) -> [WaveGroups] {
    new.groupings.compactMap { grouping in
      old.groupings.first { $0.name == grouping.name }.map { WaveGroups($0, grouping) }
    }
  }

  /// By row of each wave, the position among the common levels; behind them who is in none.
  var common: (old: [Int32], new: [Int32]) {
    func moved(_ grouping: Grouping, _ code: ((old: Int?, new: Int?)) -> Int?) -> [Int32] {
      var places = [Int32](repeating: Int32(levels.count), count: grouping.levels.count + 1)
      for (place, codes) in codes.enumerated() {
        if let own = code(codes) { places[own] = Int32(place) }
      }
      return grouping.codes.map { places[Int($0)] }
    }
    return (moved(old) { $0.old }, moved(new) { $0.new })
  }

  /// Levels of one wave alone, with people enough to be named.
  func differences(_ responses: (old: Responses, new: Responses)) -> [SchemaDifference] {
    levels.indices.compactMap { place in
      let code = codes[place]
      if let own = code.new, code.old == nil {
        let name = WaveGroups.told(levels[place], new, own, responses.new)
        return WaveSchema.difference(.levelAdded, self.name, new: name)
      }
      if let own = code.old, code.new == nil {
        let name = WaveGroups.told(levels[place], old, own, responses.old)
        return WaveSchema.difference(.levelDropped, self.name, old: name)
      }
      return nil
    }
  }

  // MARK: - Steps

  private static func positions(_ levels: [String]) -> [ByteText: Int] {
    Dictionary(
      levels.enumerated().map { (ByteText($1), $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func told(
    _ level: String, _ grouping: Grouping, _ code: Int, _ responses: Responses
  ) -> String {
    let count = grouping.codes.indices.count {
      Int(grouping.codes[$0]) == code && responses.weights?[$0] != 0
    }
    return count >= Disclosure.floor || count == 0
      ? level : "a level of fewer than \(Disclosure.floor) people"
  }
}
