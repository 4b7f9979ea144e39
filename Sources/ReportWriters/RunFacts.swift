import Groundwork
public import Survey

/// What is true of a run but not of its numbers: program, machine, time.
///
/// It goes into the manifest alone; every other file is the same whenever and wherever the same
/// answers are analysed.
public struct RunFacts: Sendable, Equatable {
  /// The program's version.
  public var version: String
  /// When the run started, in seconds since 1970 in universal time.
  public var startSeconds: Int
  /// The threads that ran.
  public var threadCount: Int
  /// The rows that were tallied at once.
  public var blockRowCount: Int
  /// Whether any invalid rating refuses the run.
  public var isStrict: Bool
  /// Name and version of the linear algebra library.
  public var algebraLibrary: String
  /// The processor kernels that it picked.
  public var algebraCore: String

  /// Takes the facts; threads, block size and strictness are those of the options.
  public init(
    version: String, startSeconds: Int, options: AnalysisOptions,
    algebraLibrary: String = LinearAlgebra.library, algebraCore: String = LinearAlgebra.core
  ) {
    self.version = version
    self.startSeconds = startSeconds
    self.threadCount = options.workers.threadCount
    self.blockRowCount = options.blockRowCount
    self.isStrict = options.isStrict
    self.algebraLibrary = algebraLibrary
    self.algebraCore = algebraCore
  }

  /// The start in universal time, `2026-11-20T23:57:55Z`.
  public var startText: String { Timestamp.text(startSeconds) }

  /// The name of the run's directory: the date and eight digits that stand for input, study and
  /// options, so that a run again of the same thing is seen as such.
  public func runName(of result: AnalysisResult) -> String {
    var digest = SHA256()
    digest.update(Array(result.input.sha256.utf8))
    digest.update(Array(result.input.studySHA256.utf8))
    digest.update(Array(Manifest.options(result.study, facts: self).document.utf8))
    return "\(startText.prefix(10))-\(digest.hexDigest.prefix(8))"
  }
}
