public import Groundwork

/// Waits until nobody writes to a file any more.
///
/// A file rests when it was written long enough ago by its own date, or when it has not changed
/// for so long while it was watched. The second way is the one that holds when clocks are wrong:
/// of this machine, or of the one that the file came from.
///
/// A date can be set to anything, as programs do that copy a file with its date, and some set it
/// before they have written everything. So a file of an old date that was put there or changed
/// just now, by the clock of the system, is looked at twice, `glanceSeconds` apart: whoever still
/// writes to it changes its date by that.
public struct QuietInput: Sendable {
  /// The clocks and the file system, so that tests can take their place.
  public struct World: Sendable {
    var wallSeconds: @Sendable () -> Int
    var steadySeconds: @Sendable () -> Double
    var facts: @Sendable (String) -> FileFacts?
    var wait: @Sendable (Double) -> Void

    /// The machine's own.
    public static let real = World(
      wallSeconds: { SystemClock.wallSeconds }, steadySeconds: { SystemClock.steadySeconds },
      facts: { FileFacts(of: $0) }, wait: { SystemClock.wait(seconds: $0) })
  }

  /// How long a file is watched whose date is old and which was changed just now.
  static let glanceSeconds = 5

  private let settleSeconds: Int
  private let patienceSeconds: Int
  private let world: World

  /// - Parameters:
  ///   - settleSeconds: how long a file must have rested.
  ///   - patienceSeconds: how long to wait for that.
  ///   - world: the clocks and the file system.
  public init(settleSeconds: Int, patienceSeconds: Int, world: World = .real) {
    self.settleSeconds = settleSeconds
    self.patienceSeconds = patienceSeconds
    self.world = world
  }

  /// Whether a file rests now by its own date, and nothing of it was changed since.
  public func isQuiet(_ path: String) -> Bool {
    world.facts(path).map { age($0) >= settleSeconds && isUntouched($0) } ?? true
  }

  /// Waits for a file to rest.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - log: told what is waited for.
  /// - Returns: what the resting file is; `nil` where there is none: whoever reads it says so.
  /// - Throws: `NightlyRunFailure` when the patience is over: `stillWritten` where the file was
  ///   seen to change, else `tooFresh`; `.noFile` for what is no plain file: a pipe would be waited
  ///   for without end.
  public func rest(
    of path: String, log: (LogPriority, String) -> Void
  ) throws(NightlyRunFailure) -> FileFacts? {
    let start = world.steadySeconds()
    var (seen, since) = (world.facts(path), start)
    var hasTold = false
    while let facts = seen {
      let now = world.steadySeconds()
      if rests(facts, watchedSeconds: now - since) { return facts }
      guard now - start < Double(patienceSeconds) else {
        guard since > start else {
          throw .tooFresh(path: path, ageSeconds: age(facts), settleSeconds: settleSeconds)
        }
        throw .stillWritten(path: path, seconds: Int(now - start))
      }
      if !hasTold { tell(path, facts, log) }
      hasTold = true
      world.wait(1)
      let next = world.facts(path)
      if next != seen { (seen, since) = (next, world.steadySeconds()) }
    }
    if case .failure = FileSystem.target(of: path) { return nil }
    throw .noFile(path: path)
  }

  // MARK: - Steps

  private func rests(_ facts: FileFacts, watchedSeconds: Double) -> Bool {
    if watchedSeconds >= Double(settleSeconds) { return true }
    guard age(facts) >= settleSeconds else { return false }
    return isUntouched(facts) || watchedSeconds >= Double(QuietInput.glanceSeconds)
  }

  private func isUntouched(_ facts: FileFacts) -> Bool {
    world.wallSeconds() - facts.changedSeconds >= settleSeconds
  }

  private func age(_ facts: FileFacts) -> Int { world.wallSeconds() - facts.writtenSeconds }

  private func tell(_ path: String, _ facts: FileFacts, _ log: (LogPriority, String) -> Void) {
    let age = age(facts)
    if age < 0 {
      log(
        .warning,
        "\(path): its date lies \(-age) s in the future: a clock is or was wrong; it is watched "
          + "for \(settleSeconds) s instead")
    } else if age >= settleSeconds {
      log(
        .info,
        "\(path): its date lies \(age) s back, yet it was put there or changed just now; it is "
          + "watched for \(QuietInput.glanceSeconds) s")
    } else {
      log(.info, "\(path): written \(age) s ago; waiting until it rests for \(settleSeconds) s")
    }
  }
}
