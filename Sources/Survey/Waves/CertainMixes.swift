import Statistics

extension WaveResult {
  /// The changes of which the part that the groups' shares make is certain once the other outcomes
  /// of the same segmentation and figure are counted (Benjamini-Hochberg, p at most .05).
  public var certainMixes: [WaveMix] {
    struct Family: Hashable {
      var segmentation: String
      var figure: WaveFigure
    }
    let families = Dictionary(grouping: mixes.indices) {
      Family(segmentation: mixes[$0].segmentation, figure: mixes[$0].figure)
    }
    let certain = families.values.flatMap { places in
      let own = places.sorted()
      let adjusted = AdjustedPValues.benjaminiHochberg(own.map { mixes[$0].parts?.mix.p })
      return zip(own, adjusted).filter { $0.1.map { $0 <= 0.05 } ?? false }.map(\.0)
    }
    return certain.sorted().map { mixes[$0] }
  }
}
