import Groundwork
import NumericCore
import Statistics

/// Two waves of a survey, some of whose people are the same.
struct WaveSurvey: Sendable {
  /// What changes from the old wave to the new one.
  enum Setting: String, CaseIterable, Sendable {
    case none = "none"
    case rise = "more satisfied"
    case kink = "across the kink"

    /// The means of importance and satisfaction, old and new.
    fileprivate var means: (old: (Double, Double), new: (Double, Double)) {
      switch self {
      case .none: ((0.6, 0.1), (0.6, 0.1))
      case .rise: ((0.6, -0.2), (0.7, 0.2))
      case .kink: ((0.3, 0.2), (0.3, 0.4))
      }
    }
  }

  let setting: Setting
  /// The part of the new wave's people who are in the old one.
  let overlap: Double
  let isWeighted: Bool
  /// The populations' pairs.
  let shares: (old: [Double], new: [Double])

  /// n of each wave.
  static let rowCount = 400
  /// The correlation of a person's latent answers between waves.
  static let persistence = 0.6
  /// Of importance with satisfaction.
  private static let correlation = 0.3
  /// By kind of people: the share of the sample and of the population, and how far they lie from
  /// the average.
  private static let kinds = [
    (sampled: 0.5, wanted: 0.25, shift: -0.3), (sampled: 0.3, wanted: 0.35, shift: 0.1),
    (sampled: 0.2, wanted: 0.4, shift: 0.3),
  ]

  init(_ setting: Setting, overlap: Double, isWeighted: Bool) {
    (self.setting, self.overlap, self.isWeighted) = (setting, overlap, isWeighted)
    func population(_ means: (Double, Double)) -> [Double] {
      guard isWeighted else {
        return RatingPopulation(
          importance: means.0, satisfaction: means.1, correlation: WaveSurvey.correlation
        ).shares
      }
      return mixture(
        WaveSurvey.kinds.map { kind in
          (
            kind.wanted,
            RatingPopulation(
              importance: means.0 + kind.shift, satisfaction: means.1 - kind.shift,
              correlation: WaveSurvey.correlation
            ).shares
          )
        })
    }
    shares = (population(setting.means.old), population(setting.means.new))
  }

  /// What its random numbers hang on.
  var purpose: String { "waves \(setting.rawValue) \(overlap) \(isWeighted)" }

  /// One pair of waves: the covariance of both waves' means.
  func draw(_ stream: inout RandomStream, _ scorer: Scorer) -> PairCovariance {
    let common = Int((overlap * Double(WaveSurvey.rowCount)).rounded())
    var waves = (old: Wave(), new: Wave())
    for person in 0..<(2 * WaveSurvey.rowCount - common) {
      let kind = isWeighted ? self.kind(&stream) : nil
      let habit = pair(&stream)
      if person < WaveSurvey.rowCount {
        waves.old.add(habit, own: pair(&stream), means: setting.means.old, kind)
      }
      if person >= WaveSurvey.rowCount - common {
        waves.new.add(habit, own: pair(&stream), means: setting.means.new, kind)
      }
    }
    let pairs = (0..<Int32(common)).map {
      SamplePanel.Pair(old: Int32(WaveSurvey.rowCount - common) + $0, new: $0)
    }
    let panel = SamplePanel(old: waves.old.sample, new: waves.new.sample, common: pairs)
    return PairCovariance(
      (waves.old.columns, waves.new.columns), domains: ([[0]], [[0]]), rule: scorer.rule,
      panel: panel)
  }

  // MARK: - Steps

  private typealias Kind = (sampled: Double, wanted: Double, shift: Double)

  /// The answers of one wave.
  private struct Wave {
    var first: [UInt8] = []
    var second: [UInt8] = []
    var weights: [Int64] = []

    mutating func add(
      _ habit: (Double, Double), own: (Double, Double), means: (Double, Double), _ kind: Kind?
    ) {
      let parts = (
        WaveSurvey.persistence.squareRoot(), (1 - WaveSurvey.persistence).squareRoot()
      )
      let shift = kind?.shift ?? 0
      first.append(
        RatingPopulation.code(means.0 + shift + parts.0 * habit.0 + parts.1 * own.0))
      second.append(
        RatingPopulation.code(means.1 - shift + parts.0 * habit.1 + parts.1 * own.1))
      weights.append(kind.map { Int64(($0.wanted / $0.sampled * 1e6).rounded()) } ?? 1)
    }

    var columns: PairCovariance.Columns {
      PairCovariance.Columns(first: first, second: second, groups: nil, groupCount: 1)
    }

    var sample: Sample {
      guard
        let sample = try? Sample(
          design: SamplingDesign(rowCount: first.count), weights: weights)
      else { preconditionFailure("a sample without margins cannot fail") }
      return sample
    }
  }

  private func kind(_ stream: inout RandomStream) -> Kind {
    var rest = stream.uniform()
    for kind in WaveSurvey.kinds {
      if rest < kind.sampled { return kind }
      rest -= kind.sampled
    }
    return WaveSurvey.kinds[0]
  }

  /// Two correlated standard normal numbers.
  private func pair(_ stream: inout RandomStream) -> (Double, Double) {
    let (one, other) = (stream.normal(), stream.normal())
    let rho = WaveSurvey.correlation
    return (one, rho * one + (1 - rho * rho).squareRoot() * other)
  }
}
