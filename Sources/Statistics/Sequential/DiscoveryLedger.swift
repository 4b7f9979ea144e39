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
/// A claim opened again after it was told is a new one. Of K claims each first one has the share
/// 0.8 / K and its m-th opening 0.2 / (K 2^m), together at most 1.
///
/// The mean of e_i on a night chosen by looking at all streams is at most 1 where each night's
/// people are new: what the streams compare does not hang on their own means, nor on one another's,
/// exactly so for normal answers of known variance and nearly so from the 30 answers on that
/// `EvidencePlan` asks for.
///
/// Source: Wang and Ramdas (2022), False discovery rate control with e-values, sections 4 and 5
/// (weights); Xu, Wang and Ramdas (2021), A unified framework for bandit multiple testing (stopped
/// evidence).
public enum DiscoveryLedger {
  /// The part of the level that first openings share.
  private static let partOfFirst = 0.8

  /// The share of a claim.
  ///
  /// - Parameters:
  ///   - opening: 0 for the first, then 1, 2, ...
  ///   - count: K, how many claims are watched.
  /// - Returns: above 0, all together at most 1.
  public static func share(opening: Int, of count: Int) -> Double {
    let part = partOfFirst
    guard opening > 0 else { return part / Double(count) }
    let halved = Double(sign: .plus, exponent: -min(opening, 500), significand: 1)
    return (1 - part) / Double(count) * halved
  }

  /// The evidence that a claim of a share needs to be told as the next one.
  public static func needed(share: Double, toldCount: Int, level: Double) -> Double {
    1 / (share * level * Double(toldCount + 1))
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
