/// A job of the tree: why something is done, what is done, or how.
///
/// A study's tree begins with its own job, which the survey is about; others stand above it, below
/// it or beside it. Outcomes belong to one job each.
public struct Job: Sendable, Equatable {
  /// Why, what or how: the rungs of the ladder of jobs.
  public enum Level: String, Sendable, CaseIterable { case aspirational, main, functional }

  /// The id of the study's own job; no other job may have it.
  public static let ownID = "job"

  /// The id, unique in the study; of a job that the file gives by its text alone, that text.
  public var id: String
  /// What is to be done.
  public var text: String
  /// The rung of the job.
  public var level: Level
  /// The id of the job that it serves: why it is done.
  public var parent: String?
  /// Ids of other jobs that the same people get done; a relation named on one side holds for both.
  public var related: [String]
  /// Where the study file names it; `nil` for the study's own job without a place.
  public var place: Place?

  /// A job; without arguments for them, a main one alone.
  public init(
    id: String, text: String, level: Level = .main, parent: String? = nil,
    related: [String] = [], place: Place? = nil
  ) {
    self.id = id
    self.text = text
    self.level = level
    self.parent = parent
    self.related = related
    self.place = place
  }
}

extension Job.Level {
  /// The next rung down; nothing is below functional.
  var below: Job.Level { self == .aspirational ? .main : .functional }

  /// The next rung up; nothing is above aspirational.
  var above: Job.Level { self == .functional ? .main : .aspirational }

  /// Whether a job of this level may serve one of another: a rung further down, or both
  /// functional, for there is no rung below.
  func canServe(_ other: Job.Level) -> Bool {
    let rungs = Job.Level.allCases
    let (own, above) = (rungs.firstIndex(of: self) ?? 0, rungs.firstIndex(of: other) ?? 0)
    return own > above || (self == .functional && other == .functional)
  }
}

// The tree is the list of its jobs; a study file with a cycle in it is refused.
extension [Job] {
  /// The job with an id.
  public func job(_ id: String) -> Job? { first { $0.id == id } }

  /// The jobs directly below one, in order.
  public func children(of id: String) -> [Job] { filter { $0.parent == id } }

  /// All jobs below one, each followed by those below it.
  public func below(_ id: String) -> [Job] {
    children(of: id).flatMap { [$0] + below($0.id) }
  }

  /// The jobs above one, the nearest first.
  public func above(_ id: String) -> [Job] {
    guard let parent = job(id)?.parent.flatMap({ job($0) }) else { return [] }
    return [parent] + above(parent.id)
  }

  /// How many jobs stand above one.
  public func depth(of id: String) -> Int { above(id).count }

  /// The jobs beside one: those it names as related, and those that name it.
  public func related(to id: String) -> [Job] {
    let own = job(id)?.related ?? []
    return filter { own.contains($0.id) || $0.related.contains(id) }
  }
}
