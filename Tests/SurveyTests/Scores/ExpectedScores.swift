import Foundation

@testable import Survey

/// The numbers that `References/opportunity.py` wrote.
struct ExpectedScores: Decodable {
  struct Score: Decodable {
    var scorer: String
    var base: String
    var segmentation: String
    var segment: String
    var outcome: String
    var n_importance: Int
    var n_satisfaction: Int
    var n_paired: Int
    var effective_n: Double
    var importance: Double
    var importance_se: Double
    var satisfaction: Double
    var satisfaction_se: Double
    var gap: Double
    var gap_se: Double
    var opportunity: Double
    var opportunity_se: Double
    var opportunity_low: Double
    var opportunity_high: Double
    var unmet_share: Double
  }

  var scores: [Score]

  static func load(_ file: URL) throws -> [Score] {
    try JSONDecoder().decode(ExpectedScores.self, from: Data(contentsOf: file)).scores
  }
}

extension ExpectedScores.Score {
  /// The names of the numbers in which a score differs from this one by more than 1e-12 of the
  /// number (at least of 1): both sides sum fewer than 10^4 terms in double precision.
  func differences(from score: OutcomeScore) -> [String] {
    var pairs: [(String, Double, Double?)] = [
      ("effective_n", effective_n, score.effectiveCount),
      ("importance", importance, score.importance?.value),
      ("importance_se", importance_se, score.importance?.standardError),
      ("satisfaction", satisfaction, score.satisfaction?.value),
      ("satisfaction_se", satisfaction_se, score.satisfaction?.standardError),
      ("gap", gap, score.gap?.value),
      ("gap_se", gap_se, score.gap?.standardError),
      ("opportunity", opportunity, score.opportunity?.value),
      ("opportunity_se", opportunity_se, score.opportunity?.standardError),
      ("opportunity_low", opportunity_low, score.low),
      ("opportunity_high", opportunity_high, score.high),
      ("unmet_share", unmet_share, score.unmetShare),
    ]
    pairs += [
      ("n_importance", Double(n_importance), Double(score.importanceCount)),
      ("n_satisfaction", Double(n_satisfaction), Double(score.satisfactionCount)),
      ("n_paired", Double(n_paired), Double(score.pairedCount)),
    ]
    return pairs.compactMap { name, expected, found in
      guard let found else { return "\(name): found nothing, expected \(expected)" }
      let tolerance = 1e-12 * max(1, abs(expected))
      return abs(found - expected) <= tolerance
        ? nil : "\(name): found \(found), expected \(expected)"
    }
  }
}
