/// Which of many claims may be told, tonight or on any night, so that of all that were ever told at
/// most a part `level` is false in the mean.
///
/// Claim i has the share w_i of the level, together at most 1, and evidence e_i. With c claims told
/// on earlier nights, the m of largest w e are told for the largest m with
///
/// ```text
/// w e of the m-th >= 1 / ((c + m) level)
/// ```
///
/// A claim that is told keeps the evidence of that night. Limits only fall as more is told, so on
/// every night each claim told so far has w e >= 1 / (k level) with k their number: the false part
/// is at most the sum of w e level over the false claims, of mean at most level. It holds on any
/// night chosen by looking and however the claims hang together. Where no claim is true, the
/// probability that any is ever told is at most level.
///
/// A claim opened again after it was told is a new one, and so is one that comes up after the
/// watch began. Claims that come up together are a generation: the one with which the watch began,
/// generation 0, has the part 0.8 of the level, generation g the part 0.2 / (g (g + 1)), together
/// at most 1 however many there will ever be. Of the K claims of a generation with the part p each
/// first one has the share 0.8 p / K and its m-th opening 0.2 p / (K 2^m), together at most p. No
/// share hangs on what comes later, so that what was given out is never taken back.
///
/// The mean of e_i on a night chosen by looking at all streams is at most 1 where each night's
/// people are new: `EvidencePlan` says why.
///
/// Source: Wang and Ramdas (2022), False discovery rate control with e-values, sections 4 and 5
/// (weights); Xu, Wang and Ramdas (2021), A unified framework for bandit multiple testing (stopped
/// evidence).
public enum DiscoveryLedger {
  /// The part of the level that the generation has with which the watch began.
  private static let partOfFirstGeneration = 0.8
  /// The part of a claim's own part that its first opening has.
  private static let partOfFirstOpening = 0.8

  /// The part of the level that all claims of a generation share.
  ///
  /// - Parameter generation: 0 for the claims with which the watch began, then 1, 2, ...
  /// - Returns: above 0, over all generations together at most 1.
  public static func part(ofGeneration generation: Int) -> Double {
    guard generation > 0 else { return partOfFirstGeneration }
    // 1/2 + 1/6 + 1/12 + ... = 1.
    return (1 - partOfFirstGeneration) / (Double(generation) * Double(generation + 1))
  }

  /// The share of an opening of a claim.
  ///
  /// - Parameters:
  ///   - opening: 0 for the first, then 1, 2, ...
  ///   - part: what the claim has of the level for all its openings.
  /// - Returns: 0 or more, over all openings together at most the part.
  public static func share(opening: Int, part: Double) -> Double {
    guard opening > 0 else { return part * partOfFirstOpening }
    let halved = Double(sign: .plus, exponent: -min(opening, 500), significand: 1)
    return part * (1 - partOfFirstOpening) * halved
  }

  /// The share of a claim.
  ///
  /// - Parameters:
  ///   - opening: 0 for the first, then 1, 2, ...
  ///   - count: K, how many claims came up together.
  ///   - generation: 0 for those with which the watch began, then 1, 2, ...
  /// - Returns: above 0, all together at most 1.
  public static func share(opening: Int, of count: Int, generation: Int) -> Double {
    share(opening: opening, part: part(ofGeneration: generation) / Double(count))
  }

  /// The evidence that a claim of a share needs to be told as the next one, to 12 significant
  /// digits: what shares of shares leave behind them means nothing, and is not shown.
  public static func needed(share: Double, toldCount: Int, level: Double) -> Double {
    let needed = 1 / (share * level * Double(toldCount + 1))
    var factor = 1.0
    while needed * factor < 1e11, factor < 1e22 { factor *= 10 }
    return (needed * factor).rounded() / factor
  }

  /// The claims to be told tonight.
  ///
  /// - Parameters:
  ///   - products: share times evidence of each claim not yet told.
  ///   - toldCount: claims told on earlier nights.
  ///   - level: above 0 and below 1.
  /// - Returns: places in `products`, rising.
  public static func told(_ products: [Double], toldCount: Int, level: Double) -> [Int] {
    let order = products.indices.sorted {
      products[$0] == products[$1] ? $0 < $1 : products[$0] > products[$1]
    }
    let last = order.indices.last { place in
      products[order[place]] * Double(toldCount + place + 1) * level >= 1
    }
    return last.map { order[...$0].sorted() } ?? []
  }
}
