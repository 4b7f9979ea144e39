import Statistics
import Survey

/// How it was done: enough to repeat it, in one paragraph.
enum MethodSection {
  static func lines(_ result: AnalysisResult) -> [String] {
    let sentences = [
      scorer(result.study), legacy(result.study), base(result.study), interval(result),
      groups(result.study),
      clusters(result), draws(result),
      "Every number with all its digits is in opportunities.csv, segments.csv, factors.csv and "
        + "clusters.csv.",
    ]
    return ["HOW IT WAS DONE"]
      + TextLayout.paragraph(sentences.filter { !$0.isEmpty }.joined(separator: " "))
  }

  private static func scorer(_ study: Study) -> String {
    let scale = study.responses.scale
    let cut = scale.top == scale.high ? "\(scale.top)" : "\(scale.top)-\(scale.high)"
    let floored = "opportunity is importance + (importance - satisfaction, not below 0), 0-20."
    switch study.scoring.scorer {
    case .topBox:
      return "Scorer top-box: importance and satisfaction are ten times the share that rates "
        + "\(cut); \(floored)"
    case .mean:
      return "Scorer mean: importance and satisfaction are the mean rating stretched to 0-10; "
        + floored
    case .unfloored:
      return "Scorer unfloored: importance and satisfaction are mean ratings on the scale of "
        + "\(scale.low)-\(scale.high); opportunity is importance + (importance - satisfaction), "
        + "without a floor."
    }
  }

  /// Which ratings come from an older survey, and how they became ratings of this one.
  private static func legacy(_ study: Study) -> String {
    let old = study.outcomes.indices.filter { study.outcomes[$0].legacy != nil }
    guard !old.isEmpty else { return "" }
    let whose =
      old.count == study.outcomes.count ? "all outcomes" : "outcomes \(Naming(study).ids(old))"
    return "The ratings of \(whose) come from an older survey on another scale and are read on "
      + "this one, its cut on this cut (quality.csv: comparability)."
  }

  private static func base(_ study: Study) -> String {
    var text: String
    switch study.scoring.base {
    case .paired: text = "Each score rests on the people who answered both questions of the outcome"
    case .available: text = "Importance and satisfaction each rest on their own answerers"
    }
    if let weight = study.weight {
      text += ", weighted by \(Naming.safe(weight.text)) (effective numbers by Kish)"
    }
    return text + "."
  }

  private static func interval(_ result: AnalysisResult) -> String {
    let kind =
      result.study.scoring.scorer == .unfloored ? "2 x importance - satisfaction" : "max2"
    if let plan = result.study.design?.replicates {
      return "95 % intervals: \(kind), with standard errors and the covariance of importance and "
        + "satisfaction from \(NumberText.counted(plan.columns.count, "replicate weight")) "
        + "(\(method(plan))), and Student's t with the degrees of freedom that these leave "
        + "(\(result.design.degreesOfFreedom) for everybody); ranks from draws of that covariance; "
        + "they hold for one outcome at a time."
    }
    var text = "95 % intervals: \(kind), with linearised standard errors that contain the "
    text += "covariance of importance and satisfaction\(design(result)), and Student's t with "
    text +=
      result.design.stratumCount == 1 && result.design.hasRowUnits
      ? "one degree of freedom less than people in the base"
      : "as many degrees of freedom as sampling units with a respondent of the base, less strata"
    return text + "; they hold for one outcome at a time.\(lonely(result.design))"
  }

  /// Single units, whose spread nobody can know: what was done is a choice of the study's author.
  private static func lonely(_ design: DesignSummary) -> String {
    let count = design.lonelyUnitCount
    guard count > 0 else { return "" }
    let units =
      count == 1
      ? "1 sampling unit that is alone in its stratum counts by its"
      : "\(NumberText.count(count)) sampling units that are alone in their strata count by their"
    return " \(units) distance from the mean of all units (lonely-units: center), which is "
      + "conservative."
  }

  /// How the replicate weights become a variance.
  private static func method(_ plan: ReplicatePlan) -> String {
    let kind =
      switch plan.method {
      case .brr where plan.fay > 0: "half samples, Fay's factor \(plan.fay)"
      case .brr: "half samples"
      case .jackknife: "jackknife"
      case .bootstrap: "bootstrap"
      case .successiveDifferences: "successive differences"
      }
    let center = plan.usedCenter == .mean ? "their mean" : "the estimate"
    return "\(kind); squares about \(center) times \(NumberText.decimal(plan.usedScale, 4))"
      + (plan.scales == nil ? "" : " and the stated scales")
  }

  /// What beyond simple draws the standard errors contain.
  private static func design(_ result: AnalysisResult) -> String {
    var parts: [String] = []
    if result.design.stratumCount > 1 {
      parts.append(NumberText.counted(result.design.stratumCount, "stratum", plural: "strata"))
    }
    if !result.design.hasRowUnits {
      parts.append(NumberText.counted(result.design.unitCount, "sampling unit"))
    }
    if result.study.design?.population != nil { parts.append("the finite population") }
    if result.study.design?.secondPopulation != nil { parts.append("the second stage") }
    if result.weighting?.categories.isEmpty == false {
      parts.append("the residuals on the margins of the weights")
    }
    return parts.isEmpty ? "" : " and " + parts.joined(separator: ", ")
  }

  private static func groups(_ study: Study) -> String {
    guard !study.segmentations.isEmpty else { return "No groups were declared." }
    return "Declared groups are scored from \(NumberText.decimal(study.scoring.minimumBase, 0)) "
      + "effective respondents."
  }

  private static func clusters(_ result: AnalysisResult) -> String {
    guard let section = result.clusters.section else { return "" }
    let isOfAnswers = section.missing == .kPOD && section.agreementWithMeans != nil
    let method =
      section.agreementWithMeans == nil
      ? "weighted k-means"
      : (isOfAnswers ? "of the answers given alone (k-POD)" : "around medoids")
        + ", their number by weighted k-means,"
    var text = "Clusters: \(method) on \(FeatureWords.of(section)) of "
    text += NumberText.counted(section.outcomes.count, "outcome")
    if section.trainingCount < section.respondentCount {
      text += ", searched on \(NumberText.count(section.trainingCount)) of "
      text += "\(NumberText.count(section.respondentCount)) respondents"
    }
    return text
      + "; missing answers "
      + (isOfAnswers
        ? "counting as lying at the person's own center, filled with their expected values to find "
          + "the number; " : "filled with their expected values; ")
      + "k by bootstrap Jaccard and size; "
      + "intervals inside clusters take the clusters as given." + units(result.design)
  }

  /// The search draws people: of a sample of units that is less than another draw of units.
  private static func units(_ design: DesignSummary) -> String {
    design.hasRowUnits
      ? ""
      : " The search for clusters draws and splits people one by one, whatever their sampling unit."
  }

  private static func draws(_ result: AnalysisResult) -> String {
    let key =
      result.input.respondentColumn.map { "the respondent id in \(Naming.safe($0))" }
      ?? "the content of each record (no id column)"
    return "Random draws hang on seed \(result.study.seed) and \(key)."
  }
}

/// The cluster feature in words.
enum FeatureWords {
  static func of(_ feature: ClusterFeature) -> String {
    switch feature {
    case .levelledGap:
      "the gap importance - satisfaction, each person's own mean gap as far as it tells clusters "
        + "apart,"
    case .centredGap: "the gap importance - satisfaction less each person's own mean gap,"
    case .gap: "the gap importance - satisfaction"
    case .opportunity: "respondents' own opportunity"
    case .importance: "importance"
    case .markers: "the gap importance - satisfaction of the marker outcomes"
    case .unmet: "unmet needs (1 where important and not satisfied, else 0)"
    case .factorScores: "factor scores"
    }
  }

  /// What clusters were formed on.
  static func of(_ section: ClusterSection) -> String {
    if section.feature == .factorScores {
      let count = section.search.candidates.first?.solution.centers.columnCount ?? 0
      return "the regression scores of \(NumberText.counted(count, "factor")) of "
        + of(section.answerFeature)
    }
    let words = of(section.feature)
    guard section.isStandardised else { return words }
    return words + (words.hasSuffix(",") ? "" : ",")
      + " each outcome divided by its standard deviation,"
  }

  /// The difference from everybody that is told.
  static func leastContrast(_ section: ClusterSection) -> String {
    section.answerFeature == .unmet ? "ten points of a hundred" : "half a point"
  }

  /// The short name beside a number.
  static func short(_ feature: ClusterFeature) -> String {
    switch feature {
    case .gap, .centredGap, .levelledGap, .markers: "gap"
    case .opportunity: "opportunity"
    case .importance: "importance"
    case .unmet: "share with the need unmet"
    case .factorScores: "score"
    }
  }
}
