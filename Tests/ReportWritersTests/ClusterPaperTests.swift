import Foundation
import Testing

@testable import ReportWriters
@testable import Statistics
@testable import Survey

@Suite("Clusters in words and tables")
struct ClusterPaperTests {
  /// A k that was tried: sizes in people out of 600, Jaccards by cluster.
  private func candidate(
    _ sizes: [Int], _ jaccards: [Double], _ verdict: ClusterCandidate.Verdict
  ) -> ClusterCandidate {
    let count = sizes.count
    let solution = KMeansSolution(
      centers: GridMatrix(
        rowCount: count, columnCount: 1, elements: [Int16](repeating: 0, count: count),
        gridBits: 0),
      assignments: [], margins: [], gridInertia: 0, inertia: 100 / Double(count),
      clusterWeights: sizes.map(Double.init), clusterSizes: sizes,
      clusterEffectiveSizes: sizes.map(Double.init), restartHits: 1, iterationCount: 1,
      hasConverged: true)
    return ClusterCandidate(
      clusterCount: count, solution: solution, silhouette: count > 1 ? 0.25 : nil,
      calinskiHarabasz: nil, jaccards: jaccards, verdict: verdict)
  }

  /// A gap statistic that finds a number of clusters.
  private func gap(_ count: Int) -> GapStatistic {
    GapStatistic(
      logInertias: [5, 4, 3.5], expected: (1...3).map { $0 == count ? 9 : 5 },
      errors: [0, 0.25, 0], setCount: 20)
  }

  /// An existence test of two clusters with p.
  private func existence(_ p: Double) -> ExistenceTest {
    let all = (0..<199).map { Double($0) / 198 }
    func compared(_ observed: Double) -> ExistenceTest.Comparison {
      ExistenceTest.Comparison(observed: observed, reference: all)
    }
    return ExistenceTest(
      clusterCount: 2, tightness: compared(p), stability: compared(0.5),
      largestDifference: compared(1.44), largestShare: compared(0.3), largestDeviation: 0)
  }

  @Test("A figure that misses a bar never reads as if it reached it")
  func bars() {
    #expect(ClusterTable.figure(0.846, bar: 0.85) == "0.846")
    #expect(ClusterTable.figure(0.84996, bar: 0.85) == "0.84996")
    #expect(ClusterTable.figure(0.84, bar: 0.85) == "0.84")
    #expect(ClusterTable.figure(0.8501, bar: 0.85) == "0.85")
    #expect(ClusterTable.figure(nil, bar: 0.85) == "-")
    let small = candidate([574, 26], [0.9, 0.7999], .unstableOnAverage)
    let lines = ClusterTable.lines(ClusterSearch(candidates: [small], chosenCount: nil))
    #expect(lines[1].contains(" 0.80 ") && lines[1].contains(" 0.84995 "))
    let tiny = candidate([572, 28], [0.9, 0.9], .smallCluster)
    let shares = ClusterTable.lines(ClusterSearch(candidates: [tiny], chosenCount: nil))
    #expect(shares[1].contains(" 4.67 % "))
  }

  @Test("That the table is of the search and the clusters were formed anew is said where it is so")
  func anew() {
    var search = ClusterSearch(
      candidates: [candidate([400, 200], [0.97, 0.95], .passes)], chosenCount: 2)
    func text() -> String {
      ClusterTable.lines(search).flatMap { $0.split(separator: " ") }.joined(separator: " ")
    }
    #expect(!text().contains("formed anew"))
    search.anew = candidate([390, 210], [0.99, 0.98], .passes)
    #expect(text().contains("the clusters above were then formed anew with that mean in it, so"))
  }

  private func result(
    chosen: Int?, isForced: Bool = false, gap: GapStatistic? = nil,
    existence: ExistenceTest? = nil
  ) -> AnalysisResult {
    let candidates = [
      candidate([600], [], .notOffered), candidate([400, 200], [0.97, 0.95], .passes),
      candidate([300, 200, 100], [0.9, 0.7, 0.5], .unstableCluster),
    ]
    let centers = [[1.5, 0.5, 0, 0], [-0.5, 0.5, 0.1, 0], [0.5, 0, 0, 2]]
    let sizes = chosen.map { candidates[$0 - 1].solution.clusterSizes } ?? []
    var search = ClusterSearch(candidates: candidates, chosenCount: chosen)
    search.gap = gap
    search.existence = existence
    search.verdict = SegmentVerdict(search, largestP: 0.05)
    var result = ResultFixture.result
    result.clusters = .done(
      ClusterSection(
        feature: .gap, answerFeature: .gap, outcomes: [0, 1, 2, 3], respondentCount: 600,
        trainingCount: 600,
        search: search,
        clusters: sizes.enumerated().map { index, size in
          ClusterDescription(
            label: "\(index + 1)", respondentCount: size, share: Double(size) / 600,
            effectiveCount: Double(size), center: centers[index], jaccard: 0.9)
        }, agreementWithOther: chosen == nil ? nil : 0.743, isForced: isForced))
    return result
  }

  /// The section in one line, as if no line had been broken.
  private func section(_ result: AnalysisResult) -> String {
    ClustersSection.lines(result).map { $0.drop { $0 == " " } }.joined(separator: " ")
  }

  @Test("Stable clusters are named as such, with their shares and strongest contrasts")
  func stable() {
    let text = section(result(chosen: 2))
    #expect(text.contains("ARE THERE SEGMENTS? Two that come back, but may be a cut of one cloud"))
    #expect(text.contains("(smallest mean Jaccard 0.95); whether they lie apart was not tested"))
    #expect(text.contains("1  67 % weighted, 400 people, Jaccard 0.90 gap above"))
    // Everybody's gap at 01 is (400 x 1.5 - 200 x 0.5) / 600.
    #expect(text.contains("01  Minimize the time it takes to learn that a patch is needed"))
    #expect(text.contains("  +1.5, everybody +0.8"))
    #expect(text.contains("top opportunity    02  Minimize the likelihood"))
    #expect(text.contains("  14.7 (13.9 to 15.5)"))
    #expect(text.contains("agree with them at ARI 0.74"))
    #expect(text.contains("they are not tests"))
    #expect(text.contains("min. Jaccard"))
  }

  @Test("Natural, reproducible: the words are as strong as the rule, with its figures")
  func verdicts() {
    let natural = section(result(chosen: 2, gap: gap(2), existence: existence(0.001)))
    #expect(natural.contains("Yes, two, natural: they lie apart."))
    #expect(
      natural.contains("(199 drawn) hardly ever gives clusters as tight (existence p = 0.010)"))
    #expect(
      natural.contains(
        "difference between two of them at one outcome is 1.4 standard deviations; surveys "
          + "without segments give 0.5 on average and up to 1.0 in 95 of 100"))
    let cloud = section(result(chosen: 2, gap: gap(1), existence: existence(0.001)))
    #expect(cloud.contains("the gap statistic finds one cloud; existence p = 0.010"))
    #expect(cloud.contains("reproducible, not natural"))
    let population = section(result(chosen: 2, gap: gap(2), existence: existence(0.5)))
    #expect(population.contains("gives clusters as tight often enough (existence p = 0.51)"))
    let forced = section(
      result(chosen: 3, isForced: true, gap: gap(1), existence: existence(0.5)))
    #expect(forced.contains("(smallest mean Jaccard 0.50; existence p = 0.51)"))
    #expect(forced.contains("The gap statistic finds one cluster."))
  }

  @Test("stability.csv: a row a measure, and the chosen number beside surveys without segments")
  func stability() {
    let tested = result(chosen: 2, gap: gap(2), existence: existence(0.001))
    let text = String(decoding: StabilityCSV.bytes(tested), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == StabilityCSV.columns.joined(separator: ","))
    #expect(lines.contains("2,jaccard_min,gap,0.95,,,,,,,"))
    #expect(lines.contains("2,gap,gap,5,0.25,,,,,,"))
    #expect(lines.contains { $0.hasPrefix("2,log_tightness,gap,0.001,,0.") })
    #expect(lines.contains { $0.hasSuffix(",199,0.01,natural") })
    for line in lines { #expect(line.count { $0 == "," } == 10) }
  }

  @Test("Latent classes and single starts are told beside the clusters, and decide nothing")
  func otherLooks() {
    var result = result(chosen: 2)
    guard case .done(var clusters) = result.clusters else { return }
    clusters.check = ClusterCheck(
      criteria: [(1, 900.5), (2, 850), (3, 849.25)], classAgreement: 0.734,
      starts: StartAgreement(
        of: [[0, 0, 1, 1], [0, 0, 1, 1], [1, 1, 0, 0]].map {
          Partition(labels: $0, clusterCount: 2)
        }))
    clusters.levelWeight = 0.5
    result.clusters = .done(clusters)
    let text = section(result)
    #expect(text.contains("mean gap counts by 0.50 (1 in full, 0 not at all)"))
    #expect(
      text.contains("prefers three classes (BIC), which agree with them at ARI 0.73; three single"))
    #expect(text.contains("single starts of k-means agree with each other at 1.00."))
    let lines = String(decoding: StabilityCSV.bytes(result), as: UTF8.self).split(separator: "\n")
    #expect(lines.contains("3,latent_class_bic,,849.25,,,,,,,"))
    #expect(lines.contains("2,latent_class_agreement,gap,0.734,,,,,,,"))
    #expect(lines.contains("2,single_start_agreement,gap,1,,,,,,,"))
  }

  @Test("Contrasts under half a point or a quarter of the strongest are not told")
  func weakContrasts() throws {
    var result = result(chosen: 2)
    #expect(!section(result).contains("+0.0, everybody"))
    guard case .done(var clusters) = result.clusters else { return }
    for index in 0..<2 {
      clusters.clusters[index].center = clusters.clusters[index].center.map { $0 / 3 }
    }
    result.clusters = .done(clusters)
    let first = section(result).components(separatedBy: "33 % weighted")[0]
    #expect(first.contains("Jaccard 0.90: no contrast of half a point to everybody"))
  }

  @Test("Without a stable k the report says so and shows the table")
  func none() {
    let text = section(result(chosen: nil))
    #expect(text.contains("No stable segments"))
    #expect(text.contains("a cluster does not come back"))
    #expect(text.contains("min. Jaccard"))
  }

  @Test("A forced k that does not pass is called constructed, and the table is shown")
  func forced() {
    let text = section(result(chosen: 3, isForced: true))
    #expect(text.contains("k = 3 was given and does not pass"))
    #expect(text.contains("constructed, not found"))
    #expect(text.contains("min. Jaccard"))
    let passing = section(result(chosen: 2, isForced: true))
    #expect(passing.contains("k was given, and it passes"))
  }

  @Test("A cluster that is not scored says why")
  func unscored() {
    var result = result(chosen: 2)
    result.segments[4].outcomes = []
    result.segments[4].status = .refused
    result.segments[4].reason = "fewer than 60 effective respondents"
    #expect(section(result).contains("not scored: fewer than 60 effective respondents"))
  }

  @Test("clusters.csv has a row for each k, then a row for each chosen cluster")
  func table() {
    let text = String(decoding: ClustersCSV.bytes(result(chosen: 2)), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.count == 1 + 3 + 2)
    #expect(
      lines[0]
        == "k,cluster,feature,inertia,silhouette,calinski_harabasz,jaccard_min,jaccard_mean,"
        + "smallest_n,smallest_effective,smallest_share,passes,chosen,n,share,effective_n,jaccard,"
        + "suggested_name,note")
    #expect(lines[1] == "1,,gap,100,,,,,600,600,1,false,false,,,,,,")
    #expect(lines[2].hasPrefix("2,,gap,50,0.25,,0.95,0.96,200,200,0.33"))
    #expect(lines[2].hasSuffix(",true,true,,,,,,"))
    #expect(lines[4] == "2,1,gap,,,,,,,,,,,400,0.6666666666666666,400,0.9,,")
    for line in lines { #expect(line.count { $0 == "," } == 18) }
  }

  @Test("Respondents get the label of their cluster; those without one an empty cell")
  func respondents() throws {
    var result = result(chosen: 2)
    result.respondents.clusters = [1, 255, 0]
    result.respondents.margins = [0.5, 0, .nan]
    var bytes: [UInt8] = []
    try RespondentsCSV.paper(result).write { piece throws(PublicationFailure) in bytes += piece }
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(
      lines == ["id,weight_given,weight,cluster,margin"] + [
        "\"=a\"\"\",1,0.5,,", "R3,1,1.5,1,", "\"b,\",1,1,2,0.5",
      ])
  }

  @Test("The summary names the count and whether it is stable")
  func summary() {
    let text = RunSummary.text(result(chosen: 2), directory: "d", files: [])
    #expect(text.contains("\"stable\": true"))
    let forced = RunSummary.text(result(chosen: 3, isForced: true), directory: "d", files: [])
    #expect(forced.contains("\"stable\": false"))
    #expect(forced.contains("\"forced\": true"))
    let tested = result(chosen: 2, gap: gap(2), existence: existence(0.001))
    let words = RunSummary.text(tested, directory: "d", files: [])
    #expect(words.contains("\"verdict\": \"natural\""))
    #expect(words.contains("\"existence_p\": 0.01"))
  }
}
