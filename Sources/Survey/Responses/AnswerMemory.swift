public import Groundwork
import Tables

/// Where the decoded answers of a study are kept from run to run, so that a file that grew by
/// appending is decoded from where it ended before.
///
/// They lie in `Reports/<study>/.state`, for their owner alone: `answers.snapshot` belongs to the
/// run that was published last. The next run puts its own beside it, `answers-<digits>.snapshot`
/// with the first digits of its input's SHA-256; `settle` gives it the plain name when that run is
/// published, and removes the others. A run that was killed or failed between leaves both, and the
/// next one takes that which belongs to the input of the run that `latest` names; `sweep` removes
/// what neither has the plain name nor belongs to that. So what was new to a published run is known
/// however the runs before it ended, and runs that fail night after night leave one file at most.
///
/// What belongs to another user, or may be written to by others, is not read.
///
/// It is a cache: without it, or with a damaged one, every number is the same.
public struct AnswerMemory: Sendable {
  /// The directory of all runs of the study.
  private let reports: String
  private let program: String
  private let leftovers: Leftovers

  /// - Parameters:
  ///   - reports: `Reports/<study>`; the memory makes `.state` in it.
  ///   - program: the version of the program; what another one remembers is not used.
  ///   - leftovers: takes note of files that are not whole yet.
  public init(reports: String, program: String, leftovers: Leftovers) {
    self.reports = reports
    self.program = program
    self.leftovers = leftovers
  }

  /// Makes what a run has kept the memory for the next one. Call it once the run is published.
  ///
  /// - Parameter sha256: the digest of the run's input, `AnalysisResult.input.sha256`.
  public func settle(inputSHA256 sha256: String) {
    let new = path(AnswerMemory.name(of: sha256))
    if FileSystem.kind(of: new) == .file { _ = FileSystem.move(new, to: path(AnswerMemory.plain)) }
    for name in names where name != AnswerMemory.plain { FileSystem.removeTree(path(name)) }
    _ = FileSystem.sync(directory: directory)
  }

  /// Removes what runs have left that were not published, and half-written files. Call it while
  /// you hold the lock of the study, before it is analysed.
  public func sweep() {
    let kept = fitting + [AnswerMemory.plain]
    for name in names where !kept.contains(name) { FileSystem.removeTree(path(name)) }
  }

  // MARK: - Reading and keeping

  /// Says so where answers are there that are not read, because others may have written them.
  var ignored: String? {
    let foreign = names.first { name in
      guard let rights = FileRights(of: path(name)) else { return false }
      return !rights.isOwn || rights.othersMayWrite
    }
    return foreign.map {
      "\(path($0)) is not read: it belongs to another user, or others may write to it"
    }
  }

  /// What the run before has left, `nil` for nothing.
  func earlier() -> TableSnapshot? {
    // A run that was published elsewhere (`--out`) leaves no trace here: then the plain name.
    for name in fitting + [AnswerMemory.plain] {
      if let snapshot = TableSnapshot.read(path(name), program: program) { return snapshot }
    }
    return nil
  }

  /// Keeps a table beside what is there; what went wrong, if something did. Nothing is kept of a
  /// table that is what was remembered.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - absent: who was in earlier inputs and is not in this one, by hash.
  /// - Returns: a sentence, `nil` where nothing went wrong.
  func keep(_ table: DecodedTable, absent: [UInt64]) -> String? {
    if case .continued = table.continuation, table.decodedByteCount == 0 { return nil }
    _ = FileSystem.makeDirectory(FileSystem.split(reports).parent)
    _ = FileSystem.makeDirectory(reports)
    _ = FileSystem.makeDirectory(directory, permissions: 0o700)
    let part = path(AnswerMemory.name(of: table.sha256) + AnswerMemory.partSuffix)
    FileSystem.removeTree(part)
    var failure: TableError?
    // Remembered before it is there: a signal may come while it is written.
    _ = leftovers.perform(tree: part) { 0 }
    do throws(TableError) {
      try table.snapshot(absentIdentities: absent).write(to: part, program: program)
    } catch {
      failure = error
    }
    if let failure { return failure.message.description }
    let code = FileSystem.move(part, to: path(AnswerMemory.name(of: table.sha256)))
    return code == 0 ? nil : "\(part): it cannot be given its name, error \(code)"
  }

  // MARK: - Steps

  private static let plain = "answers\(suffix)"
  private static let prefix = "answers"
  private static let suffix = ".snapshot"
  private static let partSuffix = ".part"

  private static func name(of sha256: String) -> String { "answers-\(sha256.prefix(16))\(suffix)" }

  private var directory: String { FileSystem.join(reports, ".state") }

  private func path(_ name: String) -> String { FileSystem.join(directory, name) }

  /// The memory's own files, half-written ones too.
  private var names: [String] {
    (FileSystem.names(in: directory) ?? []).filter {
      $0.hasPrefix(AnswerMemory.prefix)
        && ($0.hasSuffix(AnswerMemory.suffix) || $0.hasSuffix(AnswerMemory.partSuffix))
    }
  }

  /// The names of the memory that belongs to the run that was published last.
  private var fitting: [String] {
    guard let published = publishedSHA256 else { return [] }
    return names.filter {
      $0.hasSuffix(AnswerMemory.suffix)
        && TableSnapshot.inputSHA256(of: path($0), program: program) == published
    }
  }

  /// The digest of the input of the run that was published last.
  private var publishedSHA256: String? {
    FileSystem.contents(of: FileSystem.join(reports, "latest/manifest.json"), limit: 1 << 20)
      .flatMap { JSONDocument($0) }?["input"]?["sha256"]?.text
  }
}

/// How much of the input was read anew.
public struct AnswerReadingSummary: Sendable, Equatable {
  /// The data records of the input.
  public var recordCount: Int
  /// Those that were decoded; the others were taken over from the run before.
  public var decodedRecordCount: Int
  /// The bytes of the input; all of them are hashed.
  public var byteCount: Int
  /// Those that were decoded.
  public var decodedByteCount: Int
  /// Whether there were answers of a run before.
  public var hasEarlier: Bool
  /// Why all records were decoded in spite of answers of a run before.
  public var reason: String?
  /// Why the answers could not be kept for the next run.
  public var problem: String?
  /// Which answers of a run before were not read, and why.
  public var ignored: String?

  init(_ table: DecodedTable, problem: String?, ignored: String? = nil) {
    recordCount = table.recordCount
    decodedRecordCount = table.decodedRecordCount
    byteCount = table.byteCount
    decodedByteCount = table.decodedByteCount
    hasEarlier = table.continuation != .none
    if case .refused(let obstacle) = table.continuation { reason = obstacle.rawValue }
    self.problem = problem
    self.ignored = ignored
  }
}
