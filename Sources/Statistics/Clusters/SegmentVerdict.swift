/// What clusters are, in the words of Dolnicar and Leisch, with the facts that say so.
///
/// 1. No number of clusters is offered by the stability rule: `none`.
/// 2. It is, the gap statistic is above one cluster and one population would hardly give clusters
///    as tight (existence p): `natural`, groups that lie apart.
/// 3. It is, but one of these fails: `reproducible`, a cut of one cloud that comes back.
/// 4. The number was forced and does not pass: `constructed`, a cut that another sample would
///    make elsewhere.
///
/// Source: Dolnicar and Leisch (2010), Evaluation of structure and reproducibility of cluster
/// solutions using the bootstrap, section 1.
public struct SegmentVerdict: Sendable, Equatable {
  /// The classes.
  public enum Kind: String, Sendable, Equatable {
    /// Groups that lie apart.
    case natural
    /// A cut of one cloud that comes back.
    case reproducible
    /// A cut of one cloud that somebody wished.
    case constructed
    /// No stable clusters.
    case none
  }

  /// Which rule gave the verdict.
  public enum Rule: Sendable, Equatable {
    /// No offered number of clusters passes the stability rule.
    case nothingPasses
    /// The number passes, the gap statistic is above 1 and the existence test rejects.
    case passesAndExists
    /// The number passes, but the gap statistic finds one cluster.
    case gapFindsOne
    /// The number passes, but the existence test does not reject.
    case mayBeOnePopulation
    /// The number passes; gap statistic or existence test were not computed.
    case passesUntested
    /// The number was forced and does not pass.
    case forced
  }

  /// The class.
  public let kind: Kind
  /// The rule that gave it.
  public let rule: Rule
  /// The number of clusters of the gap statistic, `nil` where it was not computed.
  public let gapCount: Int?
  /// The existence test's p, `nil` where it was not computed.
  public let existenceP: Double?

  /// Nothing was found.
  static let none = SegmentVerdict(
    kind: .none, rule: .nothingPasses, gapCount: nil, existenceP: nil)

  private init(kind: Kind, rule: Rule, gapCount: Int?, existenceP: Double?) {
    (self.kind, self.rule) = (kind, rule)
    (self.gapCount, self.existenceP) = (gapCount, existenceP)
  }

  init(_ search: ClusterSearch, largestP: Double) {
    let (gapCount, existenceP) = (search.gap?.clusterCount, search.existence?.pValue)
    let (kind, rule) = SegmentVerdict.judged(
      search.chosen.map { _ in search.passes }, gapCount, existenceP, largestP)
    self.init(kind: kind, rule: rule, gapCount: gapCount, existenceP: existenceP)
  }

  /// The chosen number passes, does not, or there is none (`nil`).
  private static func judged(
    _ passes: Bool?, _ gapCount: Int?, _ existenceP: Double?, _ largestP: Double
  ) -> (Kind, Rule) {
    guard let passes else { return (.none, .nothingPasses) }
    guard passes else { return (.constructed, .forced) }
    guard let gapCount, let existenceP else { return (.reproducible, .passesUntested) }
    if gapCount <= 1 { return (.reproducible, .gapFindsOne) }
    return existenceP <= largestP
      ? (.natural, .passesAndExists) : (.reproducible, .mayBeOnePopulation)
  }
}
