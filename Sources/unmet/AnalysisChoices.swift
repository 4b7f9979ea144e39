import ArgumentParser
import Survey
import Tables

/// What an analysis reads and what the command line says instead of the study.
struct AnalysisChoices: ParsableArguments {
  @Option(
    help: ArgumentHelp("Read the responses from here; - is the standard input.", valueName: "file"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "Take this many clusters instead of letting stability decide.", valueName: "k"))
  var clusters: Int?

  @Option(help: "The formula of the opportunity score, instead of the study's.")
  var scorer: Scorer?

  @Option(help: "Whose answers a score rests on, instead of the study's.")
  var base: ScoreBase?

  @Option(
    help: ArgumentHelp("The seed of every random draw, instead of the study's.", valueName: "n"))
  var seed: UInt64?

  @Flag(help: "Refuse any invalid rating and any record with a wrong number of fields.")
  var strict = false

  func validate() throws {
    let counts = ClusteringPlan.clusterCounts
    if let clusters, !counts.contains(clusters) {
      throw ValidationError(
        "--clusters \(clusters): expected \(counts.lowerBound) to \(counts.upperBound).")
    }
  }

  /// The study with what the command line says instead.
  func adjusted(_ study: Study) -> Study {
    var study = study
    if let clusters { study.clustering.clusterCount = clusters }
    if let scorer { study.scoring.scorer = scorer }
    if let base { study.scoring.base = base }
    if let seed { study.seed = seed }
    return study
  }
}
