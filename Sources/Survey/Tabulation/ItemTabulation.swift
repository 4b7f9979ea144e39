import NumericCore
import Statistics
import Tables

/// Tabulates one item by the columns of the banner.
struct ItemTabulation {
  let scale: Scale
  let responses: Responses
  let banner: Banner
  let comparison: TabulationPlan.Comparison
  let labels: ItemLabels

  /// The rows of an item's table.
  var statistics: [TableStatistic] {
    (scale.low...scale.high).map { .point($0) } + [.top, .bottom, .net, .mean]
  }

  /// The table of one item.
  ///
  /// - Parameters:
  ///   - subject: which item of which outcome.
  ///   - item: the item's column.
  ///   - codes: the item's rating codes by respondent.
  /// - Returns: the table; its tests are not adjusted yet.
  func block(_ subject: TableSubject, item: String, codes: [UInt8]) -> TableBlock {
    let slices =
      [slice(codes, nil, start: 0)]
      + zip(banner.groupings, banner.starts).map { slice(codes, $0, start: $1) }
    return TableBlock(
      subject: subject, item: item, bases: slices.flatMap(\.bases),
      rows: statistics.enumerated().map { row, statistic in
        TableRow(
          statistic: statistic, label: labels.label(statistic, of: subject),
          cells: slices.flatMap { $0.cells[row] })
      },
      tests: slices.compactMap(\.test))
  }

  // MARK: - Steps

  private func slice(_ codes: [UInt8], _ grouping: Grouping?, start: Int) -> TableSlice {
    let groupCount = grouping?.levels.count ?? 1
    guard groupCount > 0 else {
      return TableSlice(
        bases: [], cells: statistics.map { _ in [] }, test: grouping.map { test(nil, $0) })
    }
    let table = DesignTable(
      cells: cells(codes, grouping), answerCount: scale.pointCount, groupCount: groupCount,
      sample: responses.sample)
    let bases = (0..<groupCount).map { base(table, $0, size: banner.counts[start + $0]) }
    let shown = bases.indices.filter { bases[$0] != nil }
    return TableSlice(
      bases: bases,
      cells: statistics.map { cells($0, table, bases, start: start) },
      test: grouping.map { test(table.association(of: shown), $0) })
  }

  /// By respondent: the cell of answer and group, -1 for whoever is in none.
  private func cells(_ codes: [UInt8], _ grouping: Grouping?) -> [Int32] {
    let groupCount = grouping?.levels.count ?? 1
    return codes.indices.map { row in
      let answer = Int(codes[row]) - Int(RatingCode.lowest)
      let group = Int(grouping?.codes[row] ?? 0)
      guard 0..<scale.pointCount ~= answer, group < groupCount else { return -1 }
      return Int32(answer * groupCount + group)
    }
  }

  private func base(_ table: DesignTable, _ group: Int, size: Int) -> TableBase? {
    let count = table.count(of: group)
    guard count >= Disclosure.floor else { return nil }
    let effective = table.effectiveCount(of: group)
    return TableBase(
      respondentCount: count,
      weight: Double(table.weight(of: group)) / responses.weightUnit, effectiveCount: effective,
      missingCount: size - count, degreesOfFreedom: table.degrees.degreesOfFreedom(of: [group]),
      isCompared: TableBase.isCompared(effective))
  }

  /// One row of figures with what each is higher than; `start` is the first column's position.
  private func cells(
    _ statistic: TableStatistic, _ table: DesignTable, _ bases: [TableBase?], start: Int
  ) -> [TableCell?] {
    let means = table.means(points(statistic))
    let higher = ColumnComparison(comparison: comparison).higher(
      bases.indices.map { bases[$0]?.isCompared == true ? means.values[$0] : nil }
    ) { left, right in
      ColumnComparison.p(
        (means.values[left] ?? 0) - (means.values[right] ?? 0),
        variance: variance(statistic, table, means, left, right),
        degreesOfFreedom: degrees(statistic, [left, right].compactMap { bases[$0] }))
    }
    return bases.indices.map { group in
      guard let base = bases[group], let value = means.values[group] else { return nil }
      let error = max(0, means.covariance[group, group]).squareRoot()
      var cell = cell(statistic, value, error, base)
      cell.higherThan = higher[group].map { $0.map { start + $0 } }
      return cell
    }
  }

  /// The smaller side decides how well a variance of its own is known, as in `SegmentTests`; that
  /// of a pooled share is known from both.
  private func degrees(_ statistic: TableStatistic, _ bases: [TableBase]) -> Int {
    let degrees = bases.map(\.degreesOfFreedom)
    return responses.sample.poolsDegrees && isShare(statistic)
      ? degrees.reduce(0, +) : degrees.min() ?? 0
  }

  private func isShare(_ statistic: TableStatistic) -> Bool {
    statistic != .net && statistic != .mean
  }

  /// The variance of a difference; of shares as it is where both are the same.
  private func variance(
    _ statistic: TableStatistic, _ table: DesignTable, _ means: DesignTable.Means, _ left: Int,
    _ right: Int
  ) -> Double {
    let design = means.variance(left, less: right)
    guard isShare(statistic) else { return design }
    func side(_ group: Int) -> EqualShares.Side {
      EqualShares.Side(
        share: means.values[group] ?? 0, effectiveCount: table.effectiveCount(of: group))
    }
    return EqualShares(side(left), side(right)).variance(design)
  }

  /// What each point of the scale is worth; for the mean, less the lowest point.
  private func points(_ statistic: TableStatistic) -> [Int] {
    let bottom = scale.low + scale.high - scale.top
    return (scale.low...scale.high).map { point in
      let (isTop, isBottom) = (point >= scale.top ? 1 : 0, point <= bottom ? 1 : 0)
      return switch statistic {
      case .point(let own): point == own ? 1 : 0
      case .top: isTop
      case .bottom: isBottom
      case .net: isTop - isBottom
      default: point - scale.low
      }
    }
  }

  private func cell(
    _ statistic: TableStatistic, _ value: Double, _ error: Double, _ base: TableBase
  ) -> TableCell {
    var cell = TableCell(
      value: statistic == .mean ? value + Double(scale.low) : value, standardError: error)
    guard base.degreesOfFreedom > 0 else { return cell }
    switch statistic {
    case .net, .mean:
      let interval = DifferenceTest(
        difference: cell.value, variance: error * error,
        degreesOfFreedom: Double(base.degreesOfFreedom)
      ).interval()
      (cell.low, cell.high) = (interval?.low, interval?.high)
    default:
      let interval = ShareInterval.kornGraubard(
        share: value, standardError: error, count: base.respondentCount,
        degreesOfFreedom: Double(base.degreesOfFreedom), effectiveCount: base.effectiveCount)
      (cell.low, cell.high) = (interval.low, interval.high)
    }
    return cell
  }

  private func test(_ test: AssociationTest?, _ grouping: Grouping) -> TableTest {
    TableTest(
      segmentation: grouping.name, f: test?.f, numeratorDegrees: test?.numeratorDegrees,
      denominatorDegrees: test?.denominatorDegrees, p: test?.p)
  }
}

extension Responses {
  /// What a weight of 1 is in whole units: fitted weights have the mean 1.
  var weightUnit: Double {
    guard weights != nil else { return 1 }
    return weighting == nil ? Double(DecimalColumn.scale) : SampleBuilder.fineUnit
  }
}
