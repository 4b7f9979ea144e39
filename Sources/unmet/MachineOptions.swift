import ArgumentParser
import Groundwork
import Survey

/// Options that say how a run is carried out; no number depends on them.
struct MachineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads, all processors by default; no number depends on it.", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("Rows tallied at once; no number depends on it.", valueName: "n"))
  var blockRows = 65_536

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads): expected 1 to 1024.")
    }
    if blockRows < 1 { throw ValidationError("--block-rows \(blockRows): expected 1 or more.") }
  }

  /// The options of an analysis.
  func options(isStrict: Bool, progress: ProgressLine) -> AnalysisOptions {
    AnalysisOptions(
      workers: Workers(threadCount: threads), blockRowCount: blockRows, isStrict: isStrict,
      progress: { progress.show($0) })
  }
}
