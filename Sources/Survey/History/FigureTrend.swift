/// One figure through the runs of a study.
public struct FigureTrend: Sendable, Equatable {
  /// The figure of one run.
  public struct Point: Sendable, Equatable {
    /// The run's name.
    public var run: String
    /// The day on which it started.
    public var date: String
    /// The figure; `nil` where the run does not have it.
    public var reading: Reading?

    /// A point of a trend.
    public init(run: String, date: String, reading: Reading?) {
      self.run = run
      self.date = date
      self.reading = reading
    }
  }

  /// What tells the figure from the others that were asked for, as `outcome 15`; empty for one.
  public var label: String
  /// By run, the oldest first.
  public var points: [Point]

  /// A trend of some points.
  public init(label: String, points: [Point]) {
    self.label = label
    self.points = points
  }

  /// The figures that there are.
  public var readings: [Reading] { points.compactMap(\.reading) }
}

/// The trends of one column of a table, one for each row that was asked for.
public struct FigureTrends: Sendable, Equatable {
  /// The table's file.
  public var table: String
  /// The column of the figure.
  public var column: String
  /// The columns of its interval; `nil` where the table has none.
  public var interval: IntervalColumns?
  /// What rows were asked for, `outcome 15, segment all`; empty for all.
  public var condition: String
  /// The trends, in the order of the newest table.
  public var trends: [FigureTrend]
  /// What to know, a sentence each: tables that cannot be read.
  public var notes: [String]

  /// The names of two columns.
  public struct IntervalColumns: Sendable, Equatable {
    /// The column of the lower end.
    public var low: String
    /// That of the upper end.
    public var high: String

    /// Two columns.
    public init(low: String, high: String) {
      self.low = low
      self.high = high
    }
  }

  /// Trends of a column.
  public init(
    table: String, column: String, interval: IntervalColumns?, condition: String,
    trends: [FigureTrend], notes: [String]
  ) {
    self.table = table
    self.column = column
    self.interval = interval
    self.condition = condition
    self.trends = trends
    self.notes = notes
  }
}
