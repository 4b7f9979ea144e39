/// Which growth strategy suits a segment, by a rule of thumb.
///
/// The five cells are those of Ulwick's Jobs-to-be-Done Growth Strategy Matrix (Jobs to be Done:
/// Theory to Practice, 2016). The matrix asks whether a product gets the job done better or worse
/// and costs more or less; a survey of outcomes knows no price. The rule here asks what the segment
/// would welcome:
///
/// 1. underserved, and overserved or using nothing: dominant;
/// 2. underserved: differentiated;
/// 3. overserved or using nothing: disruptive;
/// 4. kept back by barriers: discrete;
/// 5. else: sustaining.
public struct GrowthSection: Sendable, Equatable {
  /// Everybody, then each scored segment, clusters last.
  public var segments: [Segment]

  /// From this share of the scored outcomes on, a segment counts as underserved or overserved.
  public static let outcomeCut = 0.2
  /// From this share of the people on, a segment counts as using nothing.
  public static let nothingCut = 0.2
  /// From this share of the people on, a segment counts as kept back.
  public static let barrierCut = 0.5

  /// A cell of the matrix.
  public enum Cell: String, Sendable, CaseIterable {
    /// Better for people who lack much.
    case differentiated
    /// Better and cheaper, for all.
    case dominant
    /// Worse and cheaper, for people who have too much or nothing.
    case disruptive
    /// Worse and dearer, where nothing else can be had.
    case discrete
    /// A little better or cheaper.
    case sustaining
  }

  /// One segment in the matrix.
  public struct Segment: Sendable, Equatable {
    /// `all`, the name of a declared segmentation, or `cluster`.
    public var segmentation: String
    /// The segment's label.
    public var segment: String
    /// Respondents.
    public var respondentCount: Int
    /// The cell; `nil` where nothing is scored.
    public var cell: Cell?
    /// How many outcomes are scored, and how many of them are underserved and overserved.
    public var scoredCount = 0
    /// Those that are underserved.
    public var underservedCount = 0
    /// Those that are overserved.
    public var overservedCount = 0
    /// The share of people who use nothing; `nil` where that is not known.
    public var nothing: PeopleMean?
    /// The share of people whom a barrier keeps back; `nil` where that is not known.
    public var keptBack: PeopleMean?
    /// By cell in the order of the cases, how often the segment is in it over the replicates,
    /// 0...1; empty without replicates.
    public var cellShares: [Double] = []
    /// Why something is missing; empty otherwise.
    public var note = ""

    /// How often the segment is in the same cell over the replicates.
    public var certainty: Double? {
      guard let cell, !cellShares.isEmpty else { return nil }
      return zip(Cell.allCases, cellShares).first { $0.0 == cell }?.1
    }
  }
}

extension GrowthSection.Cell {
  /// The cell of a segment.
  ///
  /// - Parameters:
  ///   - underserved: share of the scored outcomes, 0...1.
  ///   - overserved: share of the scored outcomes.
  ///   - nothing: share of people who use nothing; `nil` counts as none.
  ///   - keptBack: share of people whom a barrier keeps back; `nil` counts as none.
  public init(underserved: Double, overserved: Double, nothing: Double?, keptBack: Double?) {
    func reaches(_ value: Double?, _ cut: Double) -> Bool { (value ?? 0) >= cut - 1e-9 }
    let lacks = reaches(underserved, GrowthSection.outcomeCut)
    let hasRoomBelow =
      reaches(overserved, GrowthSection.outcomeCut) || reaches(nothing, GrowthSection.nothingCut)
    self =
      lacks
      ? (hasRoomBelow ? .dominant : .differentiated)
      : hasRoomBelow
        ? .disruptive : reaches(keptBack, GrowthSection.barrierCut) ? .discrete : .sustaining
  }
}
