import Statistics
import Survey

/// What may be said about the number of clusters.
struct ClusterVerdict {
  /// A sentence or two that begin with the answer.
  var sentence: String
  /// Whether there are clusters and they pass the rule of stability and size.
  var isStable: Bool

  init(_ section: ClusterSection) {
    let search = section.search
    isStable = search.passes
    let words = ClusterVerdictWords(
      clusterCount: section.clusters.count,
      jaccard: search.published?.smallestJaccard.map { NumberText.decimal($0, 2) } ?? "-",
      p: search.existence?.pValue.map { ClusterVerdictWords.p($0) },
      setCount: search.existence?.tightness.reference.count ?? 0)
    let forced = section.isForced && isStable ? " (k was given, and it passes)" : ""
    sentence = words.sentence(search.verdict.rule, forced: forced)
    // What follows is about other clusters than those that the rule was held against.
    if section.agreementWithMeans != nil {
      let rows = section.missing == .kPOD ? " on filled answers" : ""
      sentence += " (This is the verdict on the clusters of k-means\(rows).)"
    }
  }
}

/// The verdict's sentences: none is stronger than its rule.
struct ClusterVerdictWords {
  /// The number of clusters.
  var clusterCount: Int
  /// The smallest mean Jaccard similarity.
  var jaccard: String
  /// The existence test's p; `nil` where it was not computed.
  var p: String?
  /// How many surveys without segments it rests on.
  var setCount: Int

  func sentence(_ rule: SegmentVerdict.Rule, forced: String) -> String {
    switch rule {
    case .nothingPasses: ClusterVerdictWords.none
    case .passesAndExists:
      "Yes, \(count), natural: they lie apart. \(comesBack)\(forced), and \(onePopulation) "
        + "hardly ever gives clusters as tight (existence p = \(p ?? "-"))."
    case .gapFindsOne:
      "\(reproducible) \(comesBack)\(forced), but the gap statistic finds one cloud\(existence)."
    case .mayBeOnePopulation:
      "\(reproducible) \(comesBack)\(forced), but \(onePopulation) gives clusters as tight often "
        + "enough (existence p = \(p ?? "-"))."
    case .passesUntested:
      "\(reproducible) \(comesBack)\(forced); whether they lie apart was not tested."
    case .forced:
      "Not by themselves: k = \(clusterCount) was given and does not pass the rule of "
        + "stability and size (smallest mean Jaccard \(jaccard)\(existence)). The clusters below "
        + "divide people; they were constructed, not found."
    }
  }

  // MARK: - Parts

  private var count: String { NumberText.word(clusterCount) }

  private var reproducible: String {
    "\(Naming.capitalized(count)) that come back, but may be a cut of one cloud (reproducible, not "
      + "natural)."
  }

  private var comesBack: String {
    "Resampling the respondents brings each of them back (smallest mean Jaccard \(jaccard))"
  }

  private var onePopulation: String {
    "one population with the same answers and correlations"
      + (setCount > 0 ? " (\(NumberText.count(setCount)) drawn)" : "")
  }

  private var existence: String { p.map { "; existence p = \($0)" } ?? "" }

  private static let none =
    "No stable segments: for no k do the clusters come back when the respondents are resampled "
    + "and stay large enough. Treat people as one group, or use the declared groups above."

  /// p to two digits, or three where it is small.
  static func p(_ value: Double) -> String {
    NumberText.decimal(value, value < 0.1 ? 3 : 2)
  }
}

/// What other ways to group the same people say of the clusters.
enum OtherLooks {
  static func sentence(_ check: ClusterCheck?) -> String {
    guard let check, let agreement = check.classAgreement, let starts = check.starts else {
      return ""
    }
    let count = check.bestClassCount
    let classes = count == 1 ? "one class" : "\(NumberText.word(count)) classes"
    return " A model of latent classes of the same answers, overall level included, prefers "
      + "\(classes) (BIC), which agree with them at ARI \(NumberText.decimal(agreement, 2)); "
      + "\(NumberText.word(starts.startCount)) single starts of k-means agree with each other at "
      + "\(NumberText.decimal(starts.mean, 2))."
  }
}

extension OtherLooks {
  /// What clusters around medoids are, or those of the answers given alone.
  static func formed(_ section: ClusterSection, _ agreement: Double) -> String {
    let (how, rows) =
      section.missing == .kPOD
      ? (
        "of the answers given alone (k-POD), a missing one counting as lying at its own center,",
        " on filled answers"
      ) : ("around medoids, respondents who stand for their cluster,", "")
    return
      " They are formed \(how) and come back in resamples as their Jaccards say; with those of "
      + "k-means\(rows), by which their number was chosen, they agree at ARI "
      + "\(NumberText.decimal(agreement, 2))."
  }

  /// What Ward's tree of a small sample says of the clusters.
  static func sentence(_ tree: Dendrogram?, _ count: Int) -> String {
    guard let agreement = tree?.agreement, count > 1 else { return "" }
    return " Ward's tree of the same people (dendrogram.csv), cut into \(NumberText.word(count)), "
      + "agrees with them at ARI \(NumberText.decimal(agreement, 2))."
  }
}

/// How different the clusters are beside those of surveys without any.
enum NullDifferenceWords {
  static func sentence(_ section: ClusterSection) -> String {
    guard let test = section.search.existence, let mean = test.largestDifference.mean,
      let high = test.largestDifference.quantile(0.95)
    else { return "" }
    func one(_ value: Double) -> String { NumberText.decimal(value, 1) }
    let column = section.feature == .factorScores ? "factor" : "outcome"
    return " The largest difference between two of them at one \(column) is "
      + "\(one(test.largestDifference.observed)) standard deviations; surveys without segments "
      + "give \(one(mean)) on average and up to \(one(high)) in 95 of 100."
  }
}
