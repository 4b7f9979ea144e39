import Groundwork
import Survey

/// The last run of a study that was watched, and what the next night goes on with.
struct EarlierWatch {
  /// The run.
  let run: PublishedRun
  /// Its evidence; `nil` where it cannot be read.
  let ledger: AlertLedger?
  /// The runs up to this one, the newest first.
  private let runs: [PublishedRun]

  private static let modelName = "model.json"
  private static let ledgerLimit = 256 << 20

  /// Looks for it; `nil` where no run was watched.
  ///
  /// - Parameters:
  ///   - base: the directory Reports/<slug>.
  ///   - inputs: digests of the answers up to which it is known who was seen. The newest run of
  ///     these is the last; without one, the newest of all, which after a clock that jumped need
  ///     not be.
  init?(in base: String, inputs: Set<String>) {
    let all = PublishedRun.all(in: base).sorted { $0.started > $1.started }
    let watched = all.indices.filter { all[$0].isWatched }
    let known = watched.first { inputs.contains(all[$0].identity.inputSHA256) }
    guard let place = known ?? watched.first else { return nil }
    run = all[place]
    runs = Array(all[place...])
    ledger =
      FileSystem.contents(
        of: "\(run.path)/\(AlertLedger.fileName)", limit: EarlierWatch.ledgerLimit
      ).flatMap { AlertLedger(json: $0) }
  }

  /// The model that types new respondents: the one whose people the ledger gathers, else that of
  /// the newest run that has one. No run after the watched one is asked: it may have seen those
  /// who are new tonight.
  ///
  /// - Parameter warn: told why a model cannot be read.
  /// - Returns: `nil` where there is none, or none that can be read.
  func model(_ warn: (String) -> Void) -> NightContext.Model? {
    let kept = runs.first { $0.name == ledger?.drift?.run && $0.holds(EarlierWatch.modelName) }
    guard let run = kept ?? runs.first(where: { $0.holds(EarlierWatch.modelName) }) else {
      return nil
    }
    do throws(TypingModelFailure) {
      let model = try TypingModelReader.read(path: "\(run.path)/\(EarlierWatch.modelName)")
      return NightContext.Model(run: run.name, value: model)
    } catch {
      warn(error.message.description)
      return nil
    }
  }
}

extension PublishedRun {
  /// Whether a night's watch was part of it.
  var isWatched: Bool { holds(AlertLedger.fileName) }

  /// Whether a file lies in the run.
  fileprivate func holds(_ file: String) -> Bool {
    FileSystem.kind(of: "\(path)/\(file)") == .file
  }
}
