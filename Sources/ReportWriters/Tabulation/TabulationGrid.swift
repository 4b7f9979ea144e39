import Survey

/// The part of a table that fits on the lines: everybody, and a run of banner columns.
struct TabulationGrid {
  let block: TableBlock
  let tabulation: Tabulation
  /// The positions of the banner columns, without everybody.
  let positions: [Int]
  /// How wide the letters of a cell are.
  let lettersWidth: Int

  private static let (titleWidth, valueWidth, gap) = (22, 7, 2)
  /// The widest and the narrowest that letters get.
  private static let letterWidths = 3...16

  /// A block cut into parts that fit.
  static func grids(_ block: TableBlock, _ tabulation: Tabulation) -> [TabulationGrid] {
    let letters = block.rows.flatMap(\.cells).compactMap { $0 }
      .map { TabulationNaming.letters($0, tabulation.columns) }
    let words = tabulation.columns.flatMap { Naming.safe($0.segment).split(separator: " ") }
      .map { String($0.dropLast(min($0.count, valueWidth + gap))) }
    let widest = max(
      letterWidths.lowerBound,
      TextLayout.width(of: letters + words, limit: letterWidths.upperBound))
    let taken = titleWidth + gap + valueWidth
    let fitting = (TabulationText.lineWidth - taken) / (valueWidth + widest + 2 * gap)
    let runs = runs(tabulation.columns, limit: max(1, fitting))
    return (runs.isEmpty ? [[]] : runs).map {
      TabulationGrid(block: block, tabulation: tabulation, positions: $0, lettersWidth: widest)
    }
  }

  /// Whole segmentations together while they fit, longer ones cut.
  private static func runs(_ columns: [BannerColumn], limit: Int) -> [[Int]] {
    var runs: [[Int]] = []
    var start = 1
    while start < columns.count {
      let name = columns[start].segmentation
      let end = columns[start...].firstIndex { $0.segmentation != name } ?? columns.count
      if let last = runs.last, last.count + end - start <= limit {
        runs[runs.count - 1] += Array(start..<end)
      } else {
        runs += stride(from: start, to: end, by: limit).map {
          Array($0..<min($0 + limit, end))
        }
      }
      start = end
    }
    return runs
  }

  /// The lines of header, bases and rows.
  func lines() -> [String] {
    segmentations + TextLayout.table([segments, letters], columns: headColumns, indent: "")
      + TextLayout.table(bases + rows, columns: columns, indent: "")
  }

  // MARK: - The header

  private var spanWidth: Int { Self.valueWidth + Self.gap + lettersWidth }

  private var headColumns: [TextLayout.Column] {
    [.init(Self.titleWidth), .init(Self.valueWidth, .right)]
      + positions.map { _ in .init(spanWidth) }
  }

  private var columns: [TextLayout.Column] {
    [.init(Self.titleWidth), .init(Self.valueWidth, .right)]
      + positions.flatMap { _ in
        [.init(Self.valueWidth, .right), .init(lettersWidth)] as [TextLayout.Column]
      }
  }

  /// The names of the segmentations, each over its first column.
  private var segmentations: [String] {
    guard !positions.isEmpty else { return [] }
    var line = String(repeating: " ", count: Self.titleWidth + Self.gap + Self.valueWidth)
    var last = ""
    for position in positions {
      let name = tabulation.columns[position].segmentation
      let count = positions.count { tabulation.columns[$0].segmentation == name }
      let span = count * (spanWidth + Self.gap) - Self.gap
      if name != last {
        let text = TextLayout.wrapped(Naming.safe(name), width: span)[0]
        line += String(repeating: " ", count: Self.gap) + TextLayout.left(text, span)
      }
      last = name
    }
    return [TextLayout.trimmed(line)]
  }

  private var segments: [String] {
    ["", "total"] + positions.map { Naming.safe(tabulation.columns[$0].segment) }
  }

  private var letters: [String] {
    ["", ""] + positions.map { "(\(tabulation.columns[$0].letter))" }
  }

  // MARK: - The rows

  private var bases: [[String]] {
    let texts: [(String, (TableBase) -> String)] = [
      ("base, unweighted", { NumberText.count($0.respondentCount) }),
      ("base, weighted", { NumberText.count(Int($0.weight.rounded())) }),
      ("base, effective", { NumberText.count(Int($0.effectiveCount.rounded())) }),
      ("missing", { NumberText.count($0.missingCount) }),
    ]
    return texts.map { title, text in
      var cells = [title, block.bases[0].map(text) ?? "*"]
      for position in positions { cells += [block.bases[position].map(text) ?? "*", ""] }
      return cells
    }
  }

  private var rows: [[String]] {
    block.rows.map { row in
      let title = TabulationNaming.title(row, tabulation.study.responses.scale)
      var cells = [title, value(row, at: 0)]
      for position in positions {
        let letters = row.cells[position].map { TabulationNaming.letters($0, tabulation.columns) }
        cells += [value(row, at: position), letters ?? ""]
      }
      return cells
    }
  }

  private func value(_ row: TableRow, at position: Int) -> String {
    guard let value = row.cells[position]?.value else {
      return block.bases[position] == nil ? "*" : "-"
    }
    switch row.statistic {
    case .point, .top, .bottom: return NumberText.percent(value)
    case .net: return NumberText.signed(value * 100, 0) + " %"
    default: return NumberText.decimal(value)
    }
  }
}
