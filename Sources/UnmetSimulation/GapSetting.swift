/// Where importance and satisfaction of a population lie, on the normal scale.
struct GapSetting: Sendable {
  let name: String
  let importance: Double
  let satisfaction: Double

  /// The four gaps of every design.
  static let usual = [
    GapSetting(name: "+1.9", importance: 0.9, satisfaction: 0),
    GapSetting(name: "+0.3", importance: 0.45, satisfaction: 0.3), zero,
    GapSetting(name: "-1.0", importance: 0.2, satisfaction: 0.7),
  ]
  /// Importance equals satisfaction: the score's kink.
  static let zero = GapSetting(name: "0", importance: 0.4, satisfaction: 0.4)
  /// Nearly everybody gives the highest importance.
  static let ceiling = GapSetting(name: "ceiling", importance: 1.7, satisfaction: 0.3)
  /// The gaps of the segment tests.
  static let many = [
    usual[0], GapSetting(name: "+0.6", importance: 0.6, satisfaction: 0.3), usual[1],
    GapSetting(name: "+0.1", importance: 0.4, satisfaction: 0.35), zero,
    GapSetting(name: "-0.3", importance: 0.3, satisfaction: 0.45), usual[3],
  ]

  /// Whether importance equals satisfaction, which subgroups keep by moving both alike.
  var isZero: Bool { importance == satisfaction }

  /// The population of a subgroup.
  ///
  /// - Parameters:
  ///   - first: what its importance is moved by.
  ///   - second: what its satisfaction is moved by.
  /// - Returns: its pairs.
  func population(shiftedBy first: Double = 0, _ second: Double = 0) -> RatingPopulation {
    RatingPopulation(importance: importance + first, satisfaction: satisfaction + second)
  }
}
