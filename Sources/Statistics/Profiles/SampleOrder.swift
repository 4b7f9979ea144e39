extension Sample {
  /// The same sample with its rows in another order.
  ///
  /// Use it before sums that run row by row: in an order that hangs on the rows' keys alone they
  /// come out the same however a file is sorted.
  ///
  /// - Parameter order: the rows, each once.
  /// - Returns: the sample; variances are the same but for rounding.
  /// - Throws: `StatisticsFailure`, never of a sample that could be made.
  ///
  /// Source: as for `SamplingDesign`.
  public func reordered(_ order: [Int32]) throws(StatisticsFailure) -> Sample {
    precondition(order.count == design.rowCount, "an order of \(order.count) rows")
    func moved<Value>(_ values: [Value]) -> [Value] { order.map { values[Int($0)] } }
    let weights = weights.map(moved)
    if let replicates, let weights {
      return Sample(weights: weights, replicates: replicates.reordered(order))
    }
    let calibration = calibration.map { old in
      Calibration(
        cells: MarginCells(
          margins: old.cells.categoryCounts.indices.map { margin in
            moved(old.cells.cellOfRow.map { Int32(old.cells.categories[Int($0)][margin]) })
          }, categoryCounts: old.cells.categoryCounts),
        weightsBefore: old.weightsBefore.map(moved))
    }
    return try Sample(
      design: design.reordered(order), weights: weights, calibration: calibration)
  }
}

extension SamplingDesign {
  /// The same units and strata of rows in another order.
  fileprivate func reordered(_ order: [Int32]) throws(StatisticsFailure) -> SamplingDesign {
    func moved<Value>(_ values: [Value]) -> [Value] { order.map { values[Int($0)] } }
    guard let first = stages.first, rowCount > 0 else { return self }
    let second = stages.count > 1 ? stages[1] : nil
    return try SamplingDesign(
      rowCount: rowCount, strata: moved(first.units.map { first.groups[Int($0)] }),
      units: first.unitCount == rowCount ? nil : moved(first.units),
      populations: first.fractions.allSatisfy { $0 == 0 } ? nil : moved(first.populations),
      secondUnits: second.flatMap { $0.unitCount == rowCount ? nil : moved($0.units) },
      secondPopulations: second.map { moved($0.populations) },
      // A lonely unit was refused, or let pass, when this design was made.
      lonelyUnit: .center)
  }
}

extension SamplingStage {
  /// By row, how many units its group has in the population; infinite where it has no end.
  fileprivate var populations: [Double] {
    units.map { unit in
      let group = Int(groups[Int(unit)])
      return fractions[group] > 0
        ? Double(unitCounts[group]) / fractions[group] : .infinity
    }
  }
}
