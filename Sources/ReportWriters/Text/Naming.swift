import Groundwork
import Survey

/// Names of things as the text report shows them, control characters escaped.
struct Naming {
  let study: Study

  init(_ study: Study) { self.study = study }

  /// A text of the study or the data that cannot steer a terminal.
  static func safe(_ text: String) -> String { Message.escaped(text) }

  /// The id of an outcome by its position in the study.
  func id(_ outcome: Int) -> String { Naming.safe(study.outcomes[outcome].id) }

  /// The wording of an outcome by its position in the study.
  func text(_ outcome: Int) -> String { Naming.safe(study.outcomes[outcome].text) }

  /// The wording of an outcome in at most `width` columns.
  func shortText(_ outcome: Int, _ width: Int) -> String {
    TextLayout.shortened(text(outcome), width: width)
  }

  /// `51 %`, or `51 % weighted` where the study has weights: beside a number of people it would
  /// else look like their share.
  func share(_ share: Double) -> String {
    NumberText.percent(share) + (study.isWeighted ? " weighted" : "")
  }

  /// `01, 02 and 17`, the ids of some outcomes.
  func ids(_ outcomes: [Int]) -> String { Naming.list(outcomes.map(id)) }

  /// The columns that the longest id among some outcomes takes, at most 12.
  func idWidth(_ outcomes: [Int]) -> Int {
    max(2, TextLayout.width(of: outcomes.map(id), limit: 12))
  }

  /// `a, b and c`.
  static func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A sentence's first letter in upper case.
  static func capitalized(_ sentence: String) -> String {
    sentence.prefix(1).uppercased() + sentence.dropFirst()
  }
}

extension Study {
  /// Whether some people count for more than others.
  var isWeighted: Bool { weight != nil || raking?.margins.isEmpty == false }
}

extension AnalysisResult {
  /// Everybody together.
  var everyone: SegmentScores? { segments.first { $0.segmentation == "all" } }

  /// The declared segmentations' segments, without everybody and without the clusters.
  var declaredSegments: [SegmentScores] {
    segments.filter { $0.segmentation != "all" && !isCluster($0) }
  }

  /// Whether a segment is one of the clusters: no study may give that name to a segmentation.
  private func isCluster(_ segment: SegmentScores) -> Bool {
    segment.segmentation == "cluster"
  }
}
