import Groundwork
import NumericCore
import Statistics

/// How often parallel analysis finds the number of factors that were planted.
struct FactorCounts: Experiment {
  static let name = "factors"

  /// A population: each factor has four items with this loading.
  private struct Setting {
    let factorCount: Int
    let loading: Double
    let rowCount: Int
  }

  private static let settings = [
    Setting(factorCount: 1, loading: 0.6, rowCount: 200),
    Setting(factorCount: 3, loading: 0.6, rowCount: 200),
    Setting(factorCount: 3, loading: 0.6, rowCount: 500),
    Setting(factorCount: 5, loading: 0.5, rowCount: 300),
    Setting(factorCount: 5, loading: 0.6, rowCount: 500),
  ]
  private static let itemsPerFactor = 4
  /// Where standard normal numbers become points of a five-point scale, skewed a little.
  private static let cuts = [-1.9, -1.1, -0.3, 0.5]

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let rows = try settings.map { setting in
      Section.Row(
        labels: [
          String(setting.factorCount), fixed(setting.loading, 1), String(setting.rowCount),
        ], cells: try cells(monteCarlo, setting))
    }
    return Section(
      title: "22. The number of factors",
      text: """
        Items on five points, four of them a factor, factors independent. The share of surveys in
        which the number found is the number planted: by `ParallelAnalysis` (eigenvalues above the
        95th percentile of random ones; the bar is for this one), by its means, by Velicer's
        partial correlations (`PartialAverages`, squares) and by the rule "eigenvalue above 1".
        """,
      labelHeads: ["Factors", "Loading", "n"],
      cellHeads: ["parallel analysis", "its means", "partial correlations", "above 1"],
      rows: rows,
      verdicts: [
        Verdict(
          22, "parallel analysis finds the number of factors", bar: ">= 0.95",
          cells: Section.cells(rows, column: 0))
      ])
  }

  // MARK: - Steps

  /// The random eigenvalues hang on the numbers of rows and items alone: one analysis serves all
  /// surveys of a setting.
  private static func cells(_ monteCarlo: MonteCarlo, _ setting: Setting) throws -> [Cell] {
    let itemCount = itemsPerFactor * setting.factorCount
    let random = try ParallelAnalysis.run(
      Matrix.identity(itemCount), rowCount: Double(setting.rowCount), seed: monteCarlo.seed,
      workers: monteCarlo.workers)
    let purpose = "factors \(setting.factorCount) \(setting.loading) \(setting.rowCount)"
    return monteCarlo.cells(purpose, limits: [Limits(low: 0.95), nil, nil, nil]) { stream in
      let rows = answers(setting, &stream)
      guard let correlation = try? Correlation.matrix(of: rows, weights: nil),
        let values = try? SymmetricEigen.values(of: correlation),
        let averages = try? PartialAverages(correlation)
      else { return nil }
      let counts = [
        zip(values, random.thresholds).prefix { $0 > $1 }.count,
        zip(values, random.randomMeans).prefix { $0 > $1 }.count,
        averages.componentCount, values.count { $0 > 1 },
      ]
      return counts.map { $0 == setting.factorCount ? 1 : 0 }
    }
  }

  private static func answers(_ setting: Setting, _ stream: inout RandomStream) -> IntegerMatrix {
    let itemCount = itemsPerFactor * setting.factorCount
    let rest = (1 - setting.loading * setting.loading).squareRoot()
    var cells: [Int8] = []
    cells.reserveCapacity(setting.rowCount * itemCount)
    for _ in 0..<setting.rowCount {
      for _ in 0..<setting.factorCount {
        let common = setting.loading * stream.normal()
        for _ in 0..<itemsPerFactor {
          let value = common + rest * stream.normal()
          cells.append(Int8(cuts.count { $0 < value }))
        }
      }
    }
    return IntegerMatrix(rowCount: setting.rowCount, columnCount: itemCount, elements: cells)
  }
}
