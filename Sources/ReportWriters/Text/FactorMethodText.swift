import Statistics
import Survey

/// How factors were found where the study chooses another way than the usual one, how well they
/// fit, and what went wrong on the way.
enum FactorMethodText {
  /// More pairs of factors than this are told by the strongest.
  static let largestPairCount = 10

  static func lines(_ section: FactorSection, naming: Naming) -> [String] {
    var usual = FactorPlan()
    usual.factorCount = section.method.factorCount
    guard section.method != usual else { return [] }
    let sentences = [method(section), warnings(section, naming)].filter { !$0.isEmpty }
    return TextLayout.paragraph(sentences.joined(separator: " "))
      + [correlations(section), fit(section)].filter { !$0.isEmpty }
      .flatMap { TextLayout.paragraph($0) }
  }

  // MARK: - Steps

  /// `Minimum residual, oblimin; polychoric correlations.`
  private static func method(_ section: FactorSection) -> String {
    let extraction =
      switch section.method.extraction {
      case .principalComponents: "Principal components"
      case .principalAxis: "Principal axis"
      case .minres: "Minimum residual"
      case .maximumLikelihood: "Maximum likelihood"
      }
    let rotation = section.method.rotation == .none ? "unrotated" : section.method.rotation.rawValue
    let correlation =
      switch section.method.correlation {
      case .em: "correlations by maximum likelihood under missing answers"
      case .pairwise: "correlations of the people who answered both"
      case .polychoric: "polychoric correlations"
      }
    return "\(extraction), \(rotation); \(correlation)."
  }

  private static func correlations(_ section: FactorSection) -> String {
    let pairs = section.factorCorrelations
    func text(_ pair: FactorSection.FactorPair) -> String {
      "\(pair.first + 1)-\(pair.second + 1) \(NumberText.decimal(pair.value, 2))"
    }
    guard let first = pairs.first else { return "" }
    guard pairs.count > largestPairCount else {
      return "Factor correlations: " + pairs.map(text).joined(separator: ", ") + "."
    }
    let strongest = pairs.reduce(first) { abs($1.value) > abs($0.value) ? $1 : $0 }
    return "Factor correlations: the strongest is \(text(strongest)); factors.csv has all."
  }

  private static func fit(_ section: FactorSection) -> String {
    guard let fit = section.fit else {
      return section.solution.extraction == nil
        ? "" : "Fit: a uniqueness below 0 leaves no model of the correlations to judge."
    }
    let residual = "Fit: root mean square residual \(NumberText.decimal(fit.residual, 3))"
    guard let test = fit.test else { return residual + "; no degrees of freedom for a test." }
    let interval = test.errorInterval
    return residual + ", TLI \(NumberText.decimal(test.tuckerLewisIndex, 2)), RMSEA "
      + "\(NumberText.decimal(test.errorOfApproximation, 3)) "
      + "(\(NumberText.decimal(interval.lowerBound, 3)) to "
      + "\(NumberText.decimal(interval.upperBound, 3))), chi-square "
      + "\(NumberText.decimal(test.chiSquare)) with "
      + "\(NumberText.counted(fit.degreesOfFreedom, "degree")) of freedom, "
      + "p \(NumberText.probability(test.p))."
  }

  /// What a reader must know before trusting the loadings.
  private static func warnings(_ section: FactorSection, _ naming: Naming) -> String {
    var sentences: [String] = []
    if let extraction = section.solution.extraction {
      if !extraction.hasConverged {
        sentences.append("The extraction did not converge: the loadings are approximate.")
      }
      if !extraction.heywoodItems.isEmpty {
        let ids = naming.ids(extraction.heywoodItems.map { section.outcomes[$0] })
        sentences.append(
          "Heywood cases: the factors explain all of \(ids) or more; try fewer factors.")
      }
    }
    if !section.solution.hasConverged {
      sentences.append("The rotation did not converge: the loadings are approximate.")
    }
    if section.limitedPairCount > 0 {
      sentences.append(
        "\(NumberText.counted(section.limitedPairCount, "polychoric correlation")) ran to the "
          + "limit of 0.9999.")
    }
    if section.constantPairCount > 0 {
      sentences.append(
        "In \(NumberText.counted(section.constantPairCount, "pair")) an outcome does not vary "
          + "among those who answered both: no correlation is assumed there.")
    }
    return sentences.joined(separator: " ")
  }
}
