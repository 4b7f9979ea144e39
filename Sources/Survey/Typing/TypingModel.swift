public import Statistics
public import Tables

/// Everything that types new people: how their answers are read, the segments, and two routes from
/// answers to segment. It is what `model.json` holds; it holds nobody's id and nobody's answers.
public struct TypingModel: Sendable, Equatable {
  /// What the file says it is.
  public static let schema = "unmet-typing"
  /// The versions of the file's form that are read; others are refused.
  public static let versions = 1...3
  /// The version of this model's file: 2 where answers are transformed, 3 where missing ones are
  /// left out, neither of which readers of the version before would see.
  public var version: Int {
    nearest.missing == .kPOD ? 3 : nearest.transform == nil ? 1 : 2
  }

  /// The study's title.
  public var study: String
  /// The job that people want to get done.
  public var job: String
  /// How answers are read.
  public var reading: Reading
  /// The outcomes of the study, in order.
  public var outcomes: [Item]
  /// The segments, in the order of their labels.
  public var segments: [Segment]
  /// The route of all questions.
  public var nearest: NearestCenter
  /// The route of a few questions; `nil` where there is none.
  public var golden: GoldenRoute?
  /// Why there is no route of a few questions; empty where there is one.
  public var goldenReason: String
  /// What the study's people answered; `nil` in models of versions that did not keep it.
  public var baseline: TypingBaseline?
  /// What the segments are; `nil` in models of versions that did not keep it.
  public var verdict: Verdict?

  /// What the run says of its segments, as in `SegmentVerdict`.
  public enum Verdict: String, Sendable, CaseIterable {
    /// Groups that lie apart.
    case natural
    /// A cut of one cloud that comes back.
    case reproducible
    /// A cut of one cloud that somebody wished.
    case constructed
  }

  /// How the answers of new people are read: as those of the study were.
  public struct Reading: Sendable, Equatable {
    /// What was rated on, with the texts that stand for points.
    public var scale: Scale
    /// Texts that mean "no answer".
    public var missing: [MissingText]
    /// The column of ids; `nil` tells people apart by their records.
    public var respondent: String?
    /// What to do with repeated ids.
    public var duplicates: ResponseFile.Duplicates
    /// The share of an item's answers that may be invalid, 0...1.
    public var rejectLimit: Double
    /// Declared delimiter, header rows and encoding.
    public var format: TableFormat
  }

  /// An outcome and its two columns.
  public struct Item: Sendable, Equatable {
    /// The permanent id.
    public var id: String
    /// The outcome statement.
    public var text: String
    /// The column of importance.
    public var importance: String
    /// The column of satisfaction.
    public var satisfaction: String
    /// The older scale on which the study's own people were asked, every point told; `nil` where
    /// it was the model's, and in models of versions that did not keep it.
    public var legacy: LegacyScale?
  }

  /// A segment as it was found.
  public struct Segment: Sendable, Equatable {
    /// Its label.
    public var label: String
    /// Its weighted share, 0...1.
    public var share: Double
    /// Its people, unweighted.
    public var count: Int
  }

  /// The columns of an outcome.
  public enum Part: String, Sendable, CaseIterable {
    case importance, satisfaction
  }

  /// One question of an outcome.
  public struct Question: Sendable, Equatable {
    /// The position of the outcome.
    public var outcome: Int
    /// Which of its two questions.
    public var part: Part
  }

  /// Whether the study's own people were asked on an older scale anywhere.
  public var hasLegacy: Bool { outcomes.contains { $0.legacy != nil } }

  /// The column of a question.
  public func column(of question: Question) -> String {
    let item = outcomes[question.outcome]
    return question.part == .importance ? item.importance : item.satisfaction
  }
}

/// Mean and covariance in plain numbers, to fill missing answers.
public struct NormalParts: Sendable, Equatable {
  /// p means.
  public var mean: [Double]
  /// The covariance, row by row.
  public var covariance: [[Double]]
  /// The columns that vary with nothing.
  public var excluded: [Int]
  /// What the covariance needed to be inverted.
  public var ridge: Double
  /// The smallest answer of each column.
  public var lowest: [Int]
  /// The largest answer of each column.
  public var highest: [Int]
}

/// How the people of the study lay to the segments by a route: what new people are held against.
public struct TrainingMargins: Sendable, Equatable {
  /// The people.
  public var count: Int
  /// The people by assigned segment.
  public var counts: [Int]
  /// The mean margin.
  public var mean: Double
  /// The standard deviation of the margins.
  public var deviation: Double
  /// The margins below which the shares `TrainingMargins.shares` of the people lie.
  public var quantiles: [Double]
  /// The share of people with a probability under a half, 0...1; `nil` without probabilities.
  public var unsureShare: Double?
  /// What weights make of the people; `nil` where everybody counts as one. Mean, deviation,
  /// quantiles and unsure share are then weighted; counts never are.
  public var weighing: Weighing?

  /// The weights of people.
  public struct Weighing: Sendable, Equatable {
    /// Kish's effective number of people.
    public var effective: Double
    /// By segment: its share of all weight, 0...1.
    public var shares: [Double]
  }

  /// The effective number of people.
  var effectiveCount: Double { weighing?.effective ?? Double(count) }

  /// By segment: its share of the people, or of their weight, 0...1.
  var segmentShares: [Double] {
    let people = Double(max(1, counts.reduce(0, +)))
    return weighing?.shares ?? counts.map { Double($0) / people }
  }

  /// What the quantiles are taken at.
  public static let shares = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
}

/// The route of all questions: the nearest center, by the very feature of the clustering. On the
/// answers that were clustered it gives the clusters themselves.
public struct NearestCenter: Sendable, Equatable {
  /// What people are described by.
  public var feature: ClusterFeature
  /// How much a person's own mean counts, in 256ths; 0 where the feature settles it.
  public var levelParts: Int
  /// The positions of the outcomes, by column.
  public var outcomes: [Int]
  /// Fills what people did not answer, unless it is left out.
  public var normal: NormalParts
  /// Whether what people did not answer is filled or left out of the distances to the centers.
  public var missing = MissingAnswers.em
  /// What is made of the filled answers before a person's own mean counts: standard deviations or
  /// factor scores; `nil` leaves them as they are.
  public var transform: FeatureTransform?
  /// The binary places of the centers.
  public var gridBits: Int
  /// By segment, the center in whole grid steps.
  public var centers: [[Int]]
  /// How the study's people lay: distances in feature units. Counts are those of everybody; mean,
  /// deviation and quantiles are those of people held out.
  public var training: TrainingMargins
  /// The people whose margins were measured to centers that were formed without them; `nil` in
  /// models of older versions: there the margins are those of the people who shaped the centers,
  /// and new ones always look nearer a border.
  public var heldOutCount: Int?
}

/// The route of a few questions: a linear discriminant on the raw answers. Importance and
/// satisfaction questions are weighed apart, so a habit of rating, which all answers share, can
/// cancel by itself.
public struct GoldenRoute: Sendable, Equatable {
  /// The questions, the strongest first.
  public var questions: [TypingModel.Question]
  /// By segment, then question: whole millionths.
  public var coefficients: [[Int64]]
  /// By segment: whole millionths.
  public var constants: [Int64]
  /// Fills a question that somebody did not answer, from the other questions.
  public var normal: NormalParts
  /// The accuracy to expect, measured on people held out.
  public var expected: ExpectedAccuracy
  /// How held-out people lay: margins are logarithms of how much likelier the segment is.
  public var training: TrainingMargins
}

/// What nested cross-validation says of the few questions.
public struct ExpectedAccuracy: Sendable, Equatable {
  /// The people held out.
  public var count: Int
  /// The share typed rightly, 0...1, and its standard error.
  public var accuracy: Double
  /// The standard error of the accuracy.
  public var standardError: Double
  /// Cohen's kappa.
  public var kappa: Double
  /// By segment: the share of its people typed rightly.
  public var recalls: [Double]
  /// The share of the largest segment.
  public var largestShare: Double
  /// The accuracy of guessing by the shares.
  public var proportionalChance: Double
}

/// The typing tool: the model, and how it was chosen and judged.
public struct TypingSection: Sendable {
  /// What types people.
  public var model: TypingModel
  /// The questions in the order of the choice; empty without the route of a few questions.
  public var steps: [GoldenQuestions.Step]
  /// By question, the share of the folds that chose it too, 0...1.
  public var foldShares: [Double]
  /// The accuracy to expect; `nil` without the route of a few questions.
  public var heldOut: TypingAccuracy?
}
