/// Advice on values that are written as another program or another country writes them.
enum StudyHints {
  /// How a kind of replicate weights is told here, by the name that R, SAS, Stata or the producer
  /// of the data gives it; `nil` for unknown names and other keys.
  static func fix(key: String, found: String) -> String? {
    guard key == "design.replicates.method" else { return nil }
    let name = found.lowercased().filter { $0.isLetter || $0.isNumber }
    switch name {
    case "jk1", "jk", "jackknife": return "write `jackknife`"
    case "jkn": return "write `jackknife`, with (n - 1) / n of each replicate's stratum in `scales`"
    case "jk2": return "write `jackknife` with `scale: 1`"
    case "fay", "brrfay", "faybrr", "faysbrr":
      return "write `brr`, with Fay's factor as in `fay: 0.5`"
    case "balancedrepeatedreplication", "halfsamples", "brr": return "write `brr`"
    case "sdr", "acs", "successivedifference": return "write `successive-differences`"
    case "raowu", "raowuyue", "rwyb", "preston", "canty", "cantydavison":
      return "write `bootstrap`"
    default: return name.contains("boot") ? "write `bootstrap`" : nil
    }
  }

  /// The number or share that was probably meant: `51 %` for `51`, `51.5 %` for `51,5 %`, `0.5`
  /// for `0,5`; `nil` when nothing of the kind was meant.
  static func number(_ text: String, for rule: StudyText) -> String? {
    let point = text.replacing(",", with: ".")
    switch rule {
    case .number: return point != text && rule.isSatisfied(by: point) ? point : nil
    case .share:
      if rule.isSatisfied(by: point) { return point }
      let isPercentage = !point.hasSuffix("%") && rule.isSatisfied(by: "\(point) %")
      return isPercentage ? "\(point) %" : nil
    default: return nil
    }
  }
}
