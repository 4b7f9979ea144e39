import Foundation
import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// The checks of the reference library that fit whole-number features. The folder is not part
/// of the project: these tests run where it is present and are skipped elsewhere.
@Suite("Reference cases", .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
struct SharedCaseTests {
  private let workers = Workers(threadCount: 2)
  private let personality = ["A", "C", "E", "N", "O"].flatMap { letter in
    (1...5).map { "\(letter)\($0)" }
  }
  private let jobs = [
    "imp_secjob", "imp_hiinc", "imp_promotn", "imp_intjob", "imp_wrkindp", "imp_hlpoths",
    "imp_hlpsoc",
  ]

  @Test("bfi: correlation, eigenvalues, loadings, varimax and parallel analysis of 25 items")
  func personalityFactors() throws {
    let item = try ReferenceCase("bfi")
    let rows = item.rows(personality, completeOnly: true)
    try checkFactors(item, rows, weights: nil, prefix: "bat", components: 5)
    let expected: Int = try item.value("bat.parallel", "n_components_q95")
    let analysis = try ParallelAnalysis.run(
      Correlation.matrix(of: rows, weights: nil), rowCount: Double(rows.rowCount),
      options: ParallelAnalysis.Options(setCount: 300), seed: 1, workers: workers)
    #expect(analysis.componentCount == expected)
    // 300 random sets on both sides; the check allows .01 + 1 %.
    let means: [Double] = try item.value("bat.parallel", "mean_random")
    #expect(try item.agrees(analysis.randomMeans, means, "bat.parallel"))
    let upper: [Double] = try item.value("bat.parallel", "q95_random")
    #expect(try item.agrees(analysis.thresholds, upper, "bat.parallel"))
  }

  @Test("gss2016: the same for seven items, weighted and not")
  func jobFactors() throws {
    let item = try ReferenceCase("gss2016-job-odi")
    let rows = item.rows(jobs, completeOnly: true)
    try checkFactors(item, rows, weights: nil, prefix: "bat", components: 2)
    let kept = (item.columns["wtssall"] ?? []).indices.filter { row in
      jobs.allSatisfy { Double(item.columns[$0]?[row] ?? "") != nil }
    }
    // Fifteen digits of weight: the unit does not matter, so it may be finer than a millionth.
    let weights = kept.map { row in
      Int64(((Double(item.columns["wtssall"]?[row] ?? "") ?? 0) * 1e13).rounded())
    }
    let correlation = try Correlation.matrix(of: rows, weights: weights)
    let expected: [[Double]] = try item.value("bat_w.wcor", "cor", "data")
    #expect(try item.agrees(correlation.elements, expected.flatMap { $0 }, "bat_w.wcor"))
  }

  @Test("bfi: maximum likelihood moments under missing answers")
  func moments() throws {
    let item = try ReferenceCase("bfi")
    let names = personality.prefix(10).map { $0 }
    let model = try NormalModel.fit(
      item.rows(names, completeOnly: false), weights: nil,
      options: NormalModel.Options(tolerance: 1e-12))
    let means: [String: Double] = try item.value("em.A_C", "mean")
    #expect(try item.agrees(model.mean, names.map { means[$0] ?? .nan }, "em.A_C"))
    let covariance: [[Double]] = try item.value("em.A_C", "cov_ml", "data")
    #expect(try item.agrees(model.covariance.elements, covariance.flatMap { $0 }, "em.A_C"))
  }

  @Test("bfi, gss2016 and iris: inertia of 2 to 7 clusters")
  func inertias() throws {
    let bfi = try ReferenceCase("bfi")
    try checkPath(
      bfi, GridMatrix(bfi.rows(personality, completeOnly: true)), id: "km.wss_path", scale: 1)
    let gss = try ReferenceCase("gss2016-job-odi")
    let raw = GridMatrix(gss.rows(jobs, completeOnly: true))
    try checkPath(gss, raw, id: "km_raw.wss_path", scale: 1, shakes: 100)
    // Seven times the difference to the row's mean is whole, so the grid is exact.
    let whole = gss.rows(jobs, completeOnly: true)
    var cells: [Int8] = []
    for row in 0..<whole.rowCount {
      let sum = whole.row(row).reduce(0) { $0 + Int($1) }
      cells += whole.row(row).map { Int8(7 * Int($0) - sum) }
    }
    let centered = IntegerMatrix(rowCount: whole.rowCount, columnCount: 7, elements: cells)
    try checkPath(gss, GridMatrix(centered), id: "km_ips.wss_path", scale: 49, shakes: 1_600)
    let iris = try ReferenceCase("iris")
    let flowers = iris.rows(["sl", "sw", "pl", "pw"], times: 10, completeOnly: true)
    try checkPath(iris, GridMatrix(flowers), id: "raw.wss_path", scale: 100)
  }

  @Test("bfi, iris and ruspini: silhouettes and Calinski-Harabasz of stored partitions")
  func indices() throws {
    let bfi = try ReferenceCase("bfi")
    try checkIndices(
      bfi, GridMatrix(bfi.rows(personality, completeOnly: true)), prefix: "km", counts: 2...6)
    let iris = try ReferenceCase("iris")
    let flowers = iris.rows(["sl", "sw", "pl", "pw"], times: 10, completeOnly: true)
    try checkIndices(iris, GridMatrix(flowers), prefix: "raw", counts: 2...4)
    let ruspini = try ReferenceCase("ruspini")
    try checkIndices(ruspini, try points(ruspini), prefix: "raw", counts: 2...7)
  }

  @Test("ruspini: inertia, agreement with Ward's clusters, perfect bootstrap stability")
  func ruspini() throws {
    let item = try ReferenceCase("ruspini")
    let rows = try points(item)
    try checkPath(item, rows, id: "raw.wss_path", scale: 1)
    let solution = try KMeans.fit(
      rows, weights: nil, options: KMeans.Options(clusterCount: 4), seed: 1, workers: workers)
    let found = Partition(labels: solution.assignments, clusterCount: 4)
    let expected = try partition(item, "raw.k4", 4)
    #expect(found.adjustedRandIndex(with: expected) == 1)
    let jaccards = try ClusterStability.jaccards(
      rows, weights: nil, partitions: [found], options: ClusterStability.Options(),
      draws: (1, workers))
    let stored: [Double] = try item.value("boot_jaccard.k4", "mean_jaccard_sorted")
    #expect(try item.agrees(jaccards[0].sorted(by: >), stored, "boot_jaccard.k4"))
  }

  @Test("iris: bootstrap stability of three clusters and agreement with the species")
  func iris() throws {
    let item = try ReferenceCase("iris")
    let rows = GridMatrix(item.rows(["sl", "sw", "pl", "pw"], times: 10, completeOnly: true))
    let found = try KMeans.fit(
      rows, weights: nil, options: KMeans.Options(clusterCount: 3), seed: 1, workers: workers)
    let jaccards = try ClusterStability.jaccards(
      rows, weights: nil,
      partitions: [Partition(labels: found.assignments, clusterCount: 3)],
      options: ClusterStability.Options(resampleCount: 200), draws: (1, workers))
    let stored: [Double] = try item.value("boot_jaccard.k3", "mean_jaccard_sorted")
    #expect(try item.agrees(jaccards[0].sorted(by: >), stored, "boot_jaccard.k3"))
    let names = item.columns["species"] ?? []
    let species = Partition(
      labels: names.map { ["setosa": 0, "versicolor": 1, "virginica": 2][$0] ?? 0 },
      clusterCount: 3)
    let expected: Double = try item.value("part.species_z3", "ari")
    let stored3 = try partition(item, "z.k3", 3)
    #expect(abs(species.adjustedRandIndex(with: stored3) - expected) < 1e-10)
  }

  // MARK: - Steps

  private func points(_ item: ReferenceCase) throws -> GridMatrix {
    let cells = zip(item.columns["x"] ?? [], item.columns["y"] ?? []).flatMap { [$0, $1] }
    let bits = GridMatrix.gridBits(forMagnitude: 200)
    let values = try cells.map { Int16(try #require(Int16($0))) << Int16(bits) }
    return GridMatrix(
      rowCount: cells.count / 2, columnCount: 2, elements: values, gridBits: bits)
  }

  private func partition(_ item: ReferenceCase, _ id: String, _ count: Int) throws -> Partition {
    let labels: [Int] = try item.value(id, "labels")
    return Partition(labels: labels.map { UInt8($0 - 1) }, clusterCount: count)
  }

  private func checkFactors(
    _ item: ReferenceCase, _ rows: IntegerMatrix, weights: [Int64]?, prefix: String,
    components: Int
  ) throws {
    let correlation = try Correlation.matrix(of: rows, weights: weights)
    let pearson: [[Double]] = try item.value("\(prefix).pearson", "data")
    let flat = pearson.flatMap { $0 }
    #expect(try item.agrees(correlation.elements, flat, "\(prefix).pearson"))
    let eigenvalues: [Double] = try item.value("\(prefix).pca_eigen", "eigenvalues")
    let found = try SymmetricEigen.values(of: correlation)
    #expect(try item.agrees(found, eigenvalues, "\(prefix).pca_eigen"))
    let loadings = try FactorSolution.principalLoadings(correlation, count: components)
    let plain: [[Double]] = try item.value("\(prefix).pca_loadings", "loadings", "data")
    #expect(columnDifference(loadings, matrix(plain)) <= 1e-8)
    let rotated: [[Double]] = try item.value(
      "\(prefix).pca\(components).varimax", "loadings", "data")
    let varimax = Varimax.rotate(loadings, seed: 1)
    // Order and signs are the library's own convention.
    #expect(largestDifference(varimax.loadings.elements, rotated.flatMap { $0 }) <= 1e-7)
  }

  private func columnDifference(_ found: Matrix, _ expected: Matrix) -> Double {
    (0..<found.columnCount).map { column in
      let (left, right) = (found.column(column), expected.column(column))
      return min(
        largestDifference(left, right), largestDifference(left, right.map { -$0 }))
    }.max() ?? 0
  }

  private func checkPath(
    _ item: ReferenceCase, _ rows: GridMatrix, id: String, scale: Double, shakes: Int = 24
  ) throws {
    let expected: [Double] = try item.value(id, "wss")
    for (index, inertia) in expected.enumerated() {
      let solution = try KMeans.fit(
        rows, weights: nil,
        options: KMeans.Options(clusterCount: index + 1, restartCount: 60, shakeCount: shakes),
        seed: 11, workers: workers)
      // 1e-9 is the library's own allowance. Lower supersedes the reference, by less than 1e-5
      // where it happens (gss2016, row-centred, k = 4).
      #expect(solution.inertia / scale <= inertia * (1 + 1e-9), "\(id) k = \(index + 1)")
      #expect(solution.inertia / scale >= inertia * (1 - 1e-5), "\(id) k = \(index + 1)")
    }
  }

  private func checkIndices(
    _ item: ReferenceCase, _ rows: GridMatrix, prefix: String, counts: ClosedRange<Int>
  ) throws {
    let partitions = try counts.map { try partition(item, "\(prefix).k\($0)", $0) }
    let silhouettes = try Silhouette.of(
      rows, weights: nil, partitions: partitions, workers: workers)
    for (count, silhouette) in zip(counts, silhouettes) {
      let id = "\(prefix).k\(count).index"
      let mean: Double = try item.value(id, "silhouette_avg")
      let means: [Double] = try item.value(id, "silhouette_by_cluster")
      #expect(try item.agrees([silhouette.mean], [mean], id))
      #expect(try item.agrees(silhouette.clusterMeans, means, id))
      let path: [Double] = try item.value(prefix == "km" ? "km.wss_path" : "raw.wss_path", "wss")
      let expected: Double = try item.value(id, "calinski_harabasz")
      let index = ClusterSearch.calinskiHarabasz(
        path[count - 1], of: path[0], clusterCount: count, rowCount: rows.rowCount)
      #expect(try item.agrees([index ?? .nan], [expected], id))
    }
  }
}

/// The real survey, where it is present.
@Suite("Perth parks", .enabled(if: SharedFolder.hasParks, "the shared folder is absent"))
struct PerthParksTests {
  @Test("eigenvalues of respondent opportunity 4.24 2.44 2.01 1.51 1.25 1.13, four factors")
  func factors() throws {
    let columns = try SharedFolder.table("data/perth-parks/responses.csv")
    let names = columns.keys.filter { $0.hasPrefix("imp_") }.sorted()
    #expect(names.count == 22)
    let rowCount = columns[names[0]]?.count ?? 0
    var cells: [Int8] = []
    for row in 0..<rowCount {
      for name in names {
        let importance = try #require(Int8(columns[name]?[row] ?? ""))
        let satisfaction = try #require(
          Int8(columns[name.replacingOccurrences(of: "imp_", with: "sat_")]?[row] ?? ""))
        cells.append(importance + max(importance - satisfaction, 0))
      }
    }
    let rows = IntegerMatrix(rowCount: rowCount, columnCount: 22, elements: cells)
    let model = try NormalModel.fit(rows, weights: nil)
    let solution = try FactorSolution.find(
      FactorSolution.Input(model: model, rowCount: Double(rowCount)), seed: 1,
      workers: Workers(threadCount: 2))
    // The published values have two decimals.
    let expected = [4.24, 2.44, 2.01, 1.51, 1.25, 1.13]
    for (found, value) in zip(solution.eigenvalues, expected) {
      #expect(abs(found - value) <= 0.005)
    }
    #expect(solution.factorCount == 4 && solution.markers.count == 4)
  }
}
