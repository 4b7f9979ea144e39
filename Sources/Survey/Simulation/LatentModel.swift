import Groundwork
import NumericCore

/// The part of a simulated survey that all respondents share: base levels by outcome, effects by
/// planted segment, and the cuts that turn latent values into points of the scale.
struct LatentModel: Sendable {
  let segmentCount: Int
  /// Latent base levels by outcome.
  let importanceBase: [Double]
  let satisfactionBase: [Double]
  /// +1 or -1 by planted segment, then outcome; 0 with one segment.
  let direction: [[Double]]
  let halfSeparation: Double
  /// Ascending cuts between the points of the scale.
  let cuts: [Double]
  let cumulativeShares: [Double]

  init(study: Study, design: SimulationDesign) {
    segmentCount = design.segmentShares.count
    halfSeparation = design.separation / 2
    let ids = study.outcomes.map(\.id)
    // Base levels hang on the outcome's id, so that adding an outcome leaves the others alone.
    importanceBase = ids.map { LatentModel.base($0, "importance", design.seed, 0.5, 0.5) }
    satisfactionBase = ids.map { LatentModel.base($0, "satisfaction", design.seed, 0.1, 0.6) }
    direction = LatentModel.directions(segments: segmentCount, outcomes: ids.count)
    cuts = LatentModel.cuts(pointCount: study.responses.scale.pointCount)
    let total = design.segmentShares.reduce(0, +)
    var running = 0.0
    cumulativeShares = design.segmentShares.map { share in
      running += share / total
      return running
    }
  }

  /// The planted segment that a uniform number falls into.
  func segment(_ uniform: Double) -> Int {
    cumulativeShares.firstIndex { uniform < $0 } ?? segmentCount - 1
  }

  /// The position of the point, from 0, that a latent value falls on.
  func point(_ latent: Double) -> Int {
    cuts.count { latent >= $0 }
  }

  // MARK: - Steps

  private static func base(
    _ id: String, _ battery: String, _ seed: UInt64, _ mean: Double, _ spread: Double
  ) -> Double {
    var stream = RandomStream(
      seed: seed, purpose: "simulate.\(battery)", index: StableHash.hash(id))
    return mean + spread * stream.normal()
  }

  /// Outcomes fall into as many consecutive blocks as there are segments; each segment is high on
  /// half of the blocks, beginning with its own.
  private static func directions(segments: Int, outcomes: Int) -> [[Double]] {
    guard segments > 1 else { return [[Double](repeating: 0, count: outcomes)] }
    return (0..<segments).map { segment in
      (0..<outcomes).map { outcome in
        let block = outcome * segments / outcomes
        return (block - segment + segments) % segments < max(1, segments / 2) ? 1 : -1
      }
    }
  }

  /// Evenly spaced from -1.5 to 0.9: the cuts of a five-point scale that methods were tried on,
  /// carried over to other numbers of points.
  private static func cuts(pointCount: Int) -> [Double] {
    guard pointCount > 2 else { return [0] }
    return (0..<pointCount - 1).map { -1.5 + 2.4 * Double($0) / Double(pointCount - 2) }
  }
}
