import Statistics

/// The table of all k in the report.
enum ClusterTable {
  static func lines(_ search: ClusterSearch) -> [String] {
    let columns: [TextLayout.Column] = [
      .init(3, .right), .init(12, .right), .init(8, .right), .init(14, .right), .init(6, .right),
      .init(9, .right), .init(10, .right), .init(28),
    ]
    let head = ["k", "min. Jaccard", "mean", "smallest share", "gap", "foretold", "silhouette", ""]
    let gaps = search.gap?.gaps ?? []
    let rows = search.candidates.filter { $0.clusterCount > 1 }.map { row($0, gaps) }
    return TextLayout.table([head] + rows, columns: columns)
      + TextLayout.paragraph(
        "A k passes when every cluster's mean Jaccard is at least .75, their mean at least .85, "
          + "and the smallest cluster holds 5 % and 50 people. " + gap(search)
          + "Foretold: prediction strength, .8 is good. The silhouette decides nothing."
          + anew(search) + closeCalls(search))
  }

  // MARK: - Steps

  /// How near a mean Jaccard similarity may be to the bar to be told.
  private static let margin = 0.04
  private static let bars = ClusterSearch.Parameters()
  private static let bar = bars.smallestMeanJaccard

  /// Numbers of clusters that another sample, or another seed, may well choose.
  private static func closeCalls(_ search: ClusterSearch) -> String {
    let near = search.candidates.filter { candidate in
      guard candidate.verdict == .passes || candidate.verdict == .unstableOnAverage,
        let mean = candidate.meanJaccard
      else { return false }
      return (mean - bar).magnitude < margin
    }.map { String($0.clusterCount) }
    guard !near.isEmpty else { return "" }
    return " Close to the bar, on one side or the other: k = \(Naming.list(near)); another sample, "
      + "or another seed, may decide otherwise."
  }

  /// Why the Jaccards of the clusters above are not those of their row.
  private static func anew(_ search: ClusterSearch) -> String {
    guard search.anew != nil else { return "" }
    return " The table is of the search, on gaps less each person's own mean; the clusters above "
      + "were then formed anew with that mean in it, so that their Jaccards are others."
  }

  /// A figure with two decimals, or with as many as it takes to show that it misses a bar.
  static func figure(_ value: Double?, bar: Double) -> String {
    guard let value else { return "-" }
    let places = (2...6).first { places in
      value >= bar || (Double(NumberText.decimal(value, places)) ?? 0) < bar
    }
    return NumberText.decimal(value, places ?? 6)
  }

  private static func row(_ candidate: ClusterCandidate, _ gaps: [Double]) -> [String] {
    func two(_ value: Double?) -> String { value.map { NumberText.decimal($0, 2) } ?? "-" }
    let gap =
      gaps.indices.contains(candidate.clusterCount - 1)
      ? gaps[candidate.clusterCount - 1] : nil
    return [
      String(candidate.clusterCount), figure(candidate.smallestJaccard, bar: bars.smallestJaccard),
      figure(candidate.meanJaccard, bar: bars.smallestMeanJaccard), share(candidate.smallestShare),
      two(gap), two(candidate.predictionStrength),
      two(candidate.silhouette), verdict(candidate.verdict),
    ]
  }

  /// A share in percent, with decimals where it would else read as if it reached the bar.
  private static func share(_ share: Double) -> String {
    let percent = figure(share * 100, bar: bars.smallestShare * 100)
    let isHidden = share < bars.smallestShare && (share * 100).rounded() >= bars.smallestShare * 100
    return isHidden ? percent + " %" : NumberText.percent(share)
  }

  private static func gap(_ search: ClusterSearch) -> String {
    guard let gap = search.gap else { return "" }
    let count = NumberText.word(gap.clusterCount)
    return "The gap statistic finds \(count) \(gap.clusterCount == 1 ? "cluster" : "clusters"). "
  }

  private static func verdict(_ verdict: ClusterCandidate.Verdict) -> String {
    switch verdict {
    case .passes: "passes"
    case .notOffered: "not offered"
    case .unstableCluster: "a cluster does not come back"
    case .unstableOnAverage: "unstable on average"
    case .smallCluster: "a cluster is too small"
    }
  }
}
