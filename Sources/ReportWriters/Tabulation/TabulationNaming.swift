import Survey

/// The names of a table's rows.
enum TabulationNaming {
  /// The name in the CSV file.
  static func name(_ statistic: TableStatistic) -> String {
    switch statistic {
    case .point(let point): "point \(point)"
    case .top: "top"
    case .bottom: "bottom"
    case .net: "net"
    case .mean: "mean"
    case .importance: "importance"
    case .satisfaction: "satisfaction"
    case .opportunity: "opportunity"
    }
  }

  /// What the row stands for on a scale; empty where the name says it all.
  static func label(_ row: TableRow, _ scale: Scale) -> String {
    switch row.statistic {
    case .point: row.label
    case .top: range(scale.top, scale.high)
    case .bottom: range(scale.low, scale.low + scale.high - scale.top)
    default: ""
    }
  }

  /// The first cell of a row in the text.
  static func title(_ row: TableRow, _ scale: Scale) -> String {
    let label = Naming.safe(label(row, scale))
    switch row.statistic {
    case .point(let point): return label.isEmpty ? "\(point)" : "\(point) \(label)"
    case .top: return "top box \(label)"
    case .bottom: return "bottom box \(label)"
    case .net: return "net, top - bottom"
    default: return name(row.statistic)
    }
  }

  /// The letters of a cell: upper case at the stricter level, or where there is but one.
  static func letters(_ cell: TableCell, _ columns: [BannerColumn]) -> String {
    guard let all = cell.higherThan.first, let strict = cell.higherThan.last else { return "" }
    let letters = all.map { column in
      let letter = columns[column].letter
      return strict.contains(column) ? letter : letter.lowercased()
    }
    return letters.joined(separator: letters.contains { $0.count > 1 } ? " " : "")
  }

  private static func range(_ low: Int, _ high: Int) -> String {
    low == high ? "\(low)" : "\(low)-\(high)"
  }
}
