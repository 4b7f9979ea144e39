/// Who is in the clusters: what of people was not clustered, cluster by cluster.
public struct ProfileSection: Sendable {
  /// Segmentations first, then the job model's columns in the order of the study.
  public var variables: [VariableProfile]
  /// Which of it tells the cluster; refused where nothing is known of people.
  public var tree: SectionOutcome<ClusterTree>
}

/// One variable by cluster.
public struct VariableProfile: Sendable {
  /// What the study calls it.
  public var kind: ProfileVariable.Kind
  /// Its name.
  public var name: String
  /// Why nothing is told of it; empty when something is.
  public var refusal: String
  /// The clustered people with an answer.
  public var respondentCount: Int
  /// Cramér's V of answers and clusters, the correlation ratio of a number; 0...1.
  public var strength: Double?
  /// How often chance alone relates it to the clusters as much, habits of rating left in: Rao and
  /// Scott's test. For comparison only: clusters share habits with whatever else shares them.
  public var plainP: Double?
  /// The same with habits of rating taken out (`HabitCovariates`).
  public var p: Double?
  /// `p` adjusted by Benjamini and Hochberg over all variables of the profile.
  public var adjustedP: Double?
  /// By cluster, then answer; one row a cluster for a number.
  public var rows: [ProfileRow]

  /// The share of false findings among variables that are called different.
  public static let falseShare = 0.05
  /// Whether the clusters differ in it beyond chance and habit.
  public var isDifferent: Bool { (adjustedP ?? 1) <= VariableProfile.falseShare }
}

/// One answer (or the mean of a number) in one cluster.
public struct ProfileRow: Sendable, Equatable {
  /// The position of the cluster.
  public var cluster: Int
  /// The answer; empty for a number.
  public var answer: String
  /// People of the cluster who gave the answer; with a number, who gave one.
  public var count: Int
  /// Their weighted share of the cluster's answers, 0...1; `nil` for a number.
  public var share: Double?
  /// The share in all clusters together.
  public var shareOfAll: Double?
  /// 100 times share over share of all.
  public var index: Double?
  /// The adjusted residual in the design.
  public var residual: Double?
  /// The weighted mean of a number, and that of all clusters together.
  public var mean: Double?
  /// The mean of all clusters together.
  public var meanOfAll: Double?
  /// The 95 % interval of share or mean.
  public var low: Double?
  /// The upper end of that interval.
  public var high: Double?
  /// The standardised difference from the other clusters together.
  public var difference: Double?
}

/// A small tree that tells the cluster from what else is known of people.
public struct ClusterTree: Sendable, Equatable {
  /// What a person has to be like.
  public struct Condition: Sendable, Equatable {
    /// The variable's name.
    public var variable: String
    /// One of these answers; empty for a number.
    public var answers: [String] = []
    /// Above this number; `nil` for no lower end.
    public var above: Double?
    /// Up to this number; `nil` for no upper end.
    public var upTo: Double?
    /// Whether people without an answer are among them.
    public var includesMissing = false
  }

  /// People who are like each other.
  public struct Leaf: Sendable, Equatable {
    /// What they are like, all of it.
    public var conditions: [Condition]
    /// How many they are.
    public var respondentCount: Int
    /// Their weighted share of the clustered people, 0...1.
    public var share: Double
    /// The position of the cluster that most of them are in.
    public var cluster: Int
    /// The weighted share of them that is in it, 0...1.
    public var clusterShare: Double
  }

  /// The groups, the largest first; a single one without conditions when nothing tells the cluster.
  public var leaves: [Leaf]
  /// How often the tree is right about people it has not seen, 0...1.
  public var accuracy: Double
  /// The standard error of that.
  public var accuracyError: Double
  /// How often naming the largest cluster is.
  public var chance: Double

  /// Whether nothing that is known of people tells their cluster.
  public var tellsNothing: Bool { leaves.count < 2 }
}
