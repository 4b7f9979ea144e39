@testable import Survey

/// The numbers that `References/design.py` and `replicates.R` wrote.
struct DesignExpectation: Decodable {
  struct Score: Decodable {
    var design: String
    var scorer: String
    var segment: String
    var outcome: String
    var df: Int
    var importance: Double
    var importance_se: Double
    var satisfaction: Double
    var satisfaction_se: Double
    var gap_se: Double
    var opportunity: Double
    var opportunity_se: Double
    var low: Double
    var high: Double

    /// The names of the numbers that differ. Fitted weights are held to a billionth of their
    /// mean, so raked figures agree to that, all others to 1e-11.
    func differences(from score: OutcomeScore) -> [String] {
      let pairs: [(String, Double, Double?)] = [
        ("df", Double(df), Double(score.degreesOfFreedom)),
        ("importance", importance, score.importance?.value),
        ("importance_se", importance_se, score.importance?.standardError),
        ("satisfaction", satisfaction, score.satisfaction?.value),
        ("satisfaction_se", satisfaction_se, score.satisfaction?.standardError),
        ("gap_se", gap_se, score.gap?.standardError),
        ("opportunity", opportunity, score.opportunity?.value),
        ("opportunity_se", opportunity_se, score.opportunity?.standardError),
        ("low", low, score.low), ("high", high, score.high),
      ]
      let tolerance = design.contains("raked") ? 2e-9 : 1e-11
      return pairs.compactMap { name, wanted, found in
        guard let found, abs(found - wanted) <= tolerance * max(1, abs(wanted)) else {
          return "\(name): found \(found.map { "\($0)" } ?? "nothing"), expected \(wanted)"
        }
        return nil
      }
    }
  }

  var scores: [Score]
}
