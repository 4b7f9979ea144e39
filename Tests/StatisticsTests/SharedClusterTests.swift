import Foundation
import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// The checks of the reference library on clusters: how many, how good, how alike.
@Suite("Reference clusters", .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
struct SharedClusterTests {
  private let workers = Workers(threadCount: 2)

  @Test("the best inertia is never above the stored one: plain, z-scored, row-centred")
  func inertias() throws {
    for data in try ClusterCase.all() {
      let solutions = try KMeans.fits(
        data.grid, weights: nil, clusterCounts: [1] + data.counts,
        options: KMeans.Options(clusterCount: 1, restartCount: 60, shakeCount: data.shakeCount),
        seed: 11, workers: workers)
      let found = solutions.map { CenterDistances(data.rows, Partition($0)).inertia }
      let path: [Double] = try data.item.value("\(data.prefix).wss_path", "wss")
      for (inertia, expected) in zip(found, path) {
        // The library's own allowance; lower would supersede the reference.
        #expect(inertia <= expected * (1 + 1e-9), "\(data.prefix) \(inertia) \(expected)")
      }
      for (count, inertia) in zip(data.counts, found.dropFirst()) {
        let id = "\(data.prefix).k\(count)"
        let expected: Double = try data.item.value(id, "inertia")
        #expect(inertia <= expected * (1 + 1e-9))
        let lowest = max(inertia, expected * (1 - 1e-5))
        #expect(try data.item.agrees([min(lowest, expected)], [expected], id) || inertia < expected)
      }
      guard zip(found, path).allSatisfy({ abs($0 / $1 - 1) < 1e-9 }) else { continue }
      let id = "\(data.prefix).wss_path"
      let logs: [Double] = try data.item.value(id, "log_wss")
      #expect(try data.item.agrees(found.map { log($0) }, logs, id))
      let hartigan: [Double] = try data.item.value(id, "hartigan")
      let ratios = zip(found, found.dropFirst()).enumerated().map { place, pair in
        (pair.0 / pair.1 - 1) * Double(data.rows.rowCount - place - 2)
      }
      #expect(largestDifference(ratios, hartigan) < 1e-6 * (hartigan.max() ?? 1))
    }
  }

  @Test("iris with weights: the best inertia is never above the stored one")
  func weighted() throws {
    let item = try ReferenceCase("iris")
    let rows = GridMatrix(item.rows(["sl", "sw", "pl", "pw"], times: 10, completeOnly: true))
    let weights = (item.columns["w"] ?? []).map { Int64(((Double($0) ?? 0) * 1e6).rounded()) }
    for count in 2...4 {
      let solution = try KMeans.fit(
        rows, weights: weights, options: KMeans.Options(clusterCount: count), seed: 1,
        workers: workers)
      let expected: Double = try item.value("wkm.k\(count)", "inertia")
      #expect(solution.inertia / 100 <= expected * (1 + 1e-9))
      #expect(try item.agrees([solution.inertia / 100], [expected], "wkm.k\(count)"))
      let sums: [Double] = try item.value("wkm.k\(count)", "weight_sums")
      #expect(try item.agrees(solution.clusterWeights.sorted(), sums.sorted(), "wkm.k\(count)"))
    }
  }

  @Test("silhouettes, Calinski-Harabasz, Davies-Bouldin and Dunn of all stored partitions")
  func indices() throws {
    for data in try ClusterCase.all() {
      for count in data.counts {
        let id = "\(data.prefix).k\(count).index"
        let clusters = try data.item.partition("\(data.prefix).k\(count)", "labels")
        let found = ClusterIndices(of: data.rows, clusters: clusters)
        let names = ["silhouette_avg", "calinski_harabasz", "davies_bouldin", "dunn"]
        let expected: [Double] = try names.map { try data.item.value(id, $0) }
        let values = [
          found.silhouette, found.calinskiHarabasz ?? .nan, found.daviesBouldin, found.dunn,
        ]
        #expect(try data.item.agrees(values, expected, id), "\(id) \(values) \(expected)")
        let means: [Double] = try data.item.value(id, "silhouette_by_cluster")
        #expect(try data.item.agrees(found.clusterSilhouettes, means, id))
      }
    }
  }

  @Test("tables, Rand indices, information and purity of pairs of partitions")
  func partitions() throws {
    let bfi = try ReferenceCase("bfi")
    let gss = try ReferenceCase("gss2016-job-odi")
    let iris = try ReferenceCase("iris")
    let ruspini = try ReferenceCase("ruspini")
    let species = Partition(codes: iris.columns["species"] ?? [])
    let kept = bfi.completeRows(ClusterCase.personality)
    let gender = Partition(codes: kept.map { bfi.columns["gender"]?[$0] ?? "" })
    let third = try bfi.partition("km.k5", "labels")
    try check(bfi, "part.k5_k4", third, bfi.partition("km.k4", "labels"))
    try check(bfi, "part.k5_gender", third, gender)
    try check(iris, "part.species_k3", species, iris.partition("raw.k3", "labels"))
    try check(iris, "part.species_z3", species, iris.partition("z.k3", "labels"))
    try check(
      iris, "part.k3_k4", iris.partition("raw.k3", "labels"), iris.partition("raw.k4", "labels"))
    try check(
      ruspini, "part.ward_km", ruspini.partition("ward", "labels_k4"),
      ruspini.partition("raw.k4", "labels"))
    let names: [String] = try ["a", "b"].map { try gss.argument("part.raw_vs_ips", $0) }
    let pair = try names.map { name in
      try gss.partition(name.replacingOccurrences(of: "labels of ", with: ""), "labels")
    }
    try check(gss, "part.raw_vs_ips", pair[0], pair[1])
  }

  @Test("gap statistics of iris, its z-scores and ruspini")
  func gaps() throws {
    for data in try ClusterCase.all() where ["iris", "ruspini"].contains(data.name) {
      let solutions = try KMeans.fits(
        data.grid, weights: nil, clusterCounts: [1] + data.counts,
        options: KMeans.Options(clusterCount: 1), seed: 1, workers: workers)
      var options = GapStatistic.Options()
      options.setCount = 500
      // As many as find what 20 finished starts of the reference find.
      options.restartCount = 40
      let gap = try GapStatistic.run(
        data.grid, weights: nil, inertias: solutions.map(\.inertia), options: options,
        draws: (1, workers))
      let id = "\(data.prefix).gap"
      // Grid units to feature units.
      let shift = 2 * log(data.scale)
      for (name, found) in [
        ("logW", gap.logInertias.map { $0 - shift }), ("E_logW", gap.expected.map { $0 - shift }),
        ("gap", gap.gaps), ("SE_sim", gap.errors),
      ] {
        let expected: [Double] = try data.item.value(id, name)
        #expect(try data.item.agrees(found, expected, id), "\(id) \(name) \(found) \(expected)")
      }
      #expect(try gap.clusterCount == data.item.value(id, "k_Tibs2001"))
      #expect(try gap.firstMaximumCount == data.item.value(id, "k_firstSEmax"))
      #expect(try gap.largestGapCount == data.item.value(id, "k_globalmax"))
    }
  }

  @Test("prediction strengths of iris and ruspini")
  func predictionStrengths() throws {
    for data in try ClusterCase.all()
    where ["iris", "ruspini"].contains(data.name) && data.prefix == "raw" {
      let counts: [Int] = try data.item.argument("prediction_strength", "k")
      var options = PredictionStrength.Options()
      options.splitCount = 200
      options.restartCount = 10
      let found = try PredictionStrength.run(
        data.grid, weights: nil, clusterCounts: counts, options: options, draws: (2, workers))
      let expected: [Double] = try data.item.value("prediction_strength", "mean_pred")
      #expect(
        try data.item.agrees(found.means, expected, "prediction_strength"),
        "\(found.means) \(expected)")
      let count: Int = try data.item.value("prediction_strength", "optimal_k_cut80")
      #expect(found.clusterCount() == count)
    }
  }

  // MARK: - Steps

  private func check(
    _ item: ReferenceCase, _ id: String, _ first: Partition, _ second: Partition
  ) throws {
    let found = PartitionAgreement(first, second)
    let table: [[Double]] = try item.value(id, "table", "data")
    #expect(found.table.map(Double.init) == table.flatMap { $0 })
    let names = ["ari", "rand", "mutual_info", "nmi_arith", "vi", "purity"]
    let expected: [Double] = try names.map { try item.value(id, $0) }
    let values = [
      found.adjustedRand, found.rand, found.mutualInformation, found.normalizedInformation,
      found.variation, found.purity,
    ]
    #expect(try item.agrees(values, expected, id), "\(id) \(values) \(expected)")
    let jaccards: [Double] = try item.value(id, "jaccard_best_match")
    #expect(try item.agrees(found.bestJaccards, jaccards, id))
  }
}

/// One set of rows that the library clusters, as real numbers and on the grid.
struct ClusterCase {
  let item: ReferenceCase
  let name: String
  let prefix: String
  let counts: [Int]
  let rows: Matrix
  let grid: GridMatrix
  /// How many grid units make a feature unit.
  var scale = 1.0
  var shakeCount = 24

  static let personality = ["A", "C", "E", "N", "O"].flatMap { letter in
    (1...5).map { "\(letter)\($0)" }
  }
  static let jobs = [
    "imp_secjob", "imp_hiinc", "imp_promotn", "imp_intjob", "imp_wrkindp", "imp_hlpoths",
    "imp_hlpsoc",
  ]

  static func all() throws -> [ClusterCase] {
    let bfi = try ReferenceCase("bfi")
    let gss = try ReferenceCase("gss2016-job-odi")
    let iris = try ReferenceCase("iris")
    let ruspini = try ReferenceCase("ruspini")
    let flowers = ["sl", "sw", "pl", "pw"]
    let raw = gss.reals(jobs)
    var centred = raw
    for row in 0..<raw.rowCount {
      let mean = raw.row(row).reduce(0, +) / Double(raw.columnCount)
      for column in 0..<raw.columnCount { centred[row, column] -= mean }
    }
    return [
      ClusterCase(bfi, "bfi", "km", 2...6, bfi.reals(personality), scale: 1),
      ClusterCase(bfi, "bfi", "km_z", 2...4, zScores(bfi.reals(personality)), scale: 1),
      ClusterCase(gss, "gss", "km_raw", 2...5, raw, scale: 1, shakeCount: 200),
      // Seven times the difference to the row's mean is whole, so the grid is exact.
      ClusterCase(gss, "gss", "km_ips", 2...4, centred, scale: 7, shakeCount: 1_600),
      ClusterCase(iris, "iris", "raw", 2...7, iris.reals(flowers), scale: 10),
      ClusterCase(iris, "iris", "z", 2...5, zScores(iris.reals(flowers)), scale: 1),
      ClusterCase(ruspini, "ruspini", "raw", 2...7, ruspini.reals(["x", "y"]), scale: 1),
    ]
  }

  private init(
    _ item: ReferenceCase, _ name: String, _ prefix: String, _ counts: ClosedRange<Int>,
    _ rows: Matrix, scale: Double, shakeCount: Int = 24
  ) {
    (self.item, self.name, self.prefix, self.rows) = (item, name, prefix, rows)
    (self.counts, self.scale, self.shakeCount) = (Array(counts), scale, shakeCount)
    let largest = rows.elements.map { abs($0 * scale) }.max() ?? 0
    let bits = GridMatrix.gridBits(forMagnitude: Int(largest.rounded(.up)))
    let step = scale * Double(1 << bits)
    grid = GridMatrix(
      rowCount: rows.rowCount, columnCount: rows.columnCount,
      elements: rows.elements.map { Int16(($0 * step).rounded()) }, gridBits: bits)
  }

  private static func zScores(_ rows: Matrix) -> Matrix {
    var result = rows
    for column in 0..<rows.columnCount {
      let values = rows.column(column)
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(values.count - 1)).squareRoot()
      for row in 0..<rows.rowCount { result[row, column] = (values[row] - mean) / deviation }
    }
    return result
  }
}

extension ReferenceCase {
  /// The rows that are complete on some columns.
  func completeRows(_ names: [String]) -> [Int] {
    (columns[names[0]] ?? []).indices.filter { row in
      names.allSatisfy { Double(columns[$0]?[row] ?? "") != nil }
    }
  }

  /// Some columns of the complete rows.
  func reals(_ names: [String]) -> Matrix {
    let kept = completeRows(names)
    return Matrix(
      rowCount: kept.count, columnCount: names.count,
      elements: kept.flatMap { row in names.map { Double(columns[$0]?[row] ?? "") ?? .nan } })
  }

  /// Stored labels, which count from 1.
  func partition(_ id: String, _ key: String) throws -> Partition {
    let labels: [Int] = try value(id, key)
    return Partition(labels: labels.map { UInt8($0 - 1) }, clusterCount: labels.max() ?? 1)
  }
}

extension Partition {
  /// Codes in their sorted order.
  init(codes: [String]) {
    let levels = Set(codes).sorted()
    self.init(
      labels: codes.map { UInt8(levels.firstIndex(of: $0) ?? 0) }, clusterCount: levels.count)
  }
}
