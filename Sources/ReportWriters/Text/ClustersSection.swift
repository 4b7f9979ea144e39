import Statistics
import Survey

/// Are there segments? The clusters in words, or the table that says there are none.
enum ClustersSection {
  static func lines(_ result: AnalysisResult) -> [String] {
    let title = "ARE THERE SEGMENTS?"
    switch result.clusters {
    case .refused(let reason):
      return TextLayout.paragraph(
        "\(title) Not computed: \(Naming.safe(reason)).", first: "", rest: "  ")
    case .done(let section):
      let verdict = ClusterVerdict(section)
      let head = TextLayout.paragraph("\(title) \(verdict.sentence)", first: "", rest: "  ")
      guard !section.clusters.isEmpty else { return head + ClusterTable.lines(section.search) }
      return head
        + section.clusters.indices.flatMap { cluster($0, of: section, result: result) }
        + closing(section)
    }
  }

  // MARK: - One cluster

  private static func cluster(
    _ index: Int, of section: ClusterSection, result: AnalysisResult
  ) -> [String] {
    let naming = Naming(result.study)
    let cluster = section.clusters[index]
    guard cluster.respondentCount >= Disclosure.floor else {
      let text = "fewer than \(Disclosure.floor) people, of whom nothing is shown"
      return TextLayout.paragraph(
        text, first: "  \(TextLayout.left(Naming.safe(cluster.label), 3))", rest: "     ")
    }
    var head = "\(naming.share(cluster.share)), "
    head += "\(NumberText.count(cluster.respondentCount)) people"
    if let jaccard = cluster.jaccard { head += ", Jaccard \(NumberText.decimal(jaccard, 2))" }
    let contrasts = ClusterContrasts(section, cluster: index).rows(naming)
    let least = FeatureWords.leastContrast(section)
    if contrasts.isEmpty { head += ": no contrast of \(least) to everybody" }
    let mark = TextLayout.left(Naming.safe(cluster.label), 3)
    return TextLayout.paragraph(head, first: "  \(mark)", rest: "     ")
      + name(cluster) + table(contrasts + opportunities(cluster, result: result, naming: naming))
      + refusal(cluster, result: result)
  }

  /// The sentence that may name the cluster.
  private static func name(_ cluster: ClusterDescription) -> [String] {
    guard !cluster.suggestedName.isEmpty else { return [] }
    return TextLayout.paragraph(Naming.safe(cluster.suggestedName), first: "     ")
  }

  /// One line an outcome: what is told, id, wording, figures.
  private static func table(_ rows: [[String]]) -> [String] {
    let idWidth = max(2, TextLayout.width(of: rows.map { $0[1] }, limit: 12))
    let width = 68 - idWidth
    let columns: [TextLayout.Column] = [
      .init(17), .init(idWidth), .init(width), .init(23, .right),
    ]
    return TextLayout.table(
      rows.map { [$0[0], $0[1], TextLayout.shortened($0[2], width: width), $0[3]] },
      columns: columns, indent: "     ")
  }

  private static func opportunities(
    _ cluster: ClusterDescription, result: AnalysisResult, naming: Naming
  ) -> [[String]] {
    let ranked = result.clusterSegment(cluster.label)?.ranked.prefix(3) ?? []
    return ranked.enumerated().compactMap { place, score in
      guard let value = score.opportunity?.value, let low = score.low, let high = score.high
      else { return nil }
      return [
        place == 0 ? "top opportunity" : "", naming.id(score.outcome),
        naming.text(score.outcome), NumberText.withInterval(value, low, high),
      ]
    }
  }

  private static func refusal(
    _ cluster: ClusterDescription, result: AnalysisResult
  ) -> [String] {
    guard let segment = result.clusterSegment(cluster.label), segment.ranked.isEmpty else {
      return []
    }
    let reason = segment.reason.isEmpty ? "too few answers" : Naming.safe(segment.reason)
    return TextLayout.paragraph("not scored: \(reason)", first: "     ")
  }

  // MARK: - The sentences below

  private static func closing(_ section: ClusterSection) -> [String] {
    let feature = FeatureWords.short(section.answerFeature)
    let least = FeatureWords.leastContrast(section)
    var text =
      "Above and below: the outcomes whose \(feature) is farthest from everybody's, \(least) "
    text += "or more, at most three each. They describe how the clusters were formed; they "
    text += "are not tests."
    let tree = OtherLooks.sentence(section.tree, section.clusters.count)
    let looks = (NullDifferenceWords.sentence(section), OtherLooks.sentence(section.check))
    text +=
      section.agreementWithMeans.map {
        OtherLooks.formed(section, $0) + agreement(section) + tree + " Of the clusters of k-means:"
          + looks.0 + looks.1
      } ?? (looks.0 + agreement(section) + looks.1 + tree)
    return TextLayout.paragraph(text) + ClusterTable.lines(section.search)
  }
}

// MARK: - Agreement with the other feature

extension ClustersSection {
  /// Under this, most of what separates the clusters of a plain feature is overall level.
  private static let notableAgreement = 0.5

  private static func agreement(_ section: ClusterSection) -> String {
    guard let agreement = section.agreementWithOther else { return "" }
    let figure = "at ARI \(NumberText.decimal(agreement, 2)) (1 is the same, 0 is chance)"
    if let weight = section.levelWeight {
      return " Each person's own mean gap counts by \(NumberText.decimal(weight, 2)) (1 in full, 0 "
        + "not at all), as far as it tells them apart; clusters of the plain gap agree with them "
        + "\(figure)."
    }
    if section.feature == .centredGap {
      return " They were formed on gaps relative to each person's own mean gap; clusters of the "
        + "plain gap, in which overall level counts too, agree with them \(figure)."
    }
    let caution =
      agreement < notableAgreement
      ? " Most of what separates them is overall level, which may be a habit of rating." : ""
    return " Clusters of the row-centred \(FeatureWords.short(section.answerFeature)), in which a "
      + "person's overall level does not count, agree with them \(figure).\(caution)"
  }
}

extension AnalysisResult {
  /// The scores of a cluster, by its label.
  func clusterSegment(_ label: String) -> SegmentScores? {
    segments.last { $0.segmentation == "cluster" && $0.segment == label }
  }
}

/// Where a cluster differs most from everybody, by the feature it was formed on.
struct ClusterContrasts {
  private let feature: ClusterFeature
  /// A smaller difference is not worth a line, however stable the clusters.
  private let least: Double
  private let contrasts: [Contrast]

  private typealias Contrast = (outcome: Int, own: Double, everybody: Double)

  init(_ section: ClusterSection, cluster: Int) {
    (feature, least) = (section.answerFeature, section.leastContrast)
    let total = section.clusters.reduce(0) { $0 + $1.share }
    let center = section.clusters[cluster].center
    contrasts = section.outcomes.enumerated().map { column, outcome in
      let sum = section.clusters.reduce(0) { $0 + $1.share * $1.center[column] }
      return (outcome, center[column], total > 0 ? sum / total : 0)
    }.sorted { left, right in
      let (a, b) = ((left.own - left.everybody).magnitude, (right.own - right.everybody).magnitude)
      return a == b ? left.outcome < right.outcome : a > b
    }
  }

  /// The three strongest to each side, as rows of what, id, wording and figures; none that is
  /// too small to be worth a line or under a quarter of the strongest.
  func rows(_ naming: Naming) -> [[String]] {
    let strongest = contrasts.first.map { ($0.own - $0.everybody).magnitude } ?? 0
    let least = max(self.least, strongest / 4)
    let told = contrasts.filter { ($0.own - $0.everybody).magnitude >= least }
    let name = FeatureWords.short(feature)
    return rows(told.filter { $0.own > $0.everybody }, "\(name) above", naming)
      + rows(told.filter { $0.own < $0.everybody }, "\(name) below", naming)
  }

  private func figure(_ value: Double) -> String {
    feature == .unmet ? NumberText.percent(value) : NumberText.signed(value)
  }

  private func rows(_ some: [Contrast], _ title: String, _ naming: Naming) -> [[String]] {
    some.prefix(3).enumerated().map { place, contrast in
      [
        place == 0 ? title : "", naming.id(contrast.outcome),
        naming.text(contrast.outcome),
        "\(figure(contrast.own)), everybody \(figure(contrast.everybody))",
      ]
    }
  }
}
