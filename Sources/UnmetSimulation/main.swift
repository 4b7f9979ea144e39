// Measures on simulated surveys what the engine's intervals, tests and rank statements promise,
// and prints Markdown tables:
//
//     UnmetSimulation [--surveys N] [--quick] [--only NAME]... [--seed S] [--threads T]
//         [--out FILE]
//
// The tables go to the standard output, all else to the standard error. Ends with 1 when a bar
// fails, with 64 at a wrong argument, with 73 where FILE cannot be written, with 74 where the
// standard output cannot.

import Groundwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

let experiments: [any Experiment.Type] = [
  SimpleCoverage.self, ScaleEnds.self, WeightedCoverage.self, StratifiedCoverage.self,
  FewClustersCoverage.self,
  RakedCoverage.self, IgnoredDesign.self, WilsonShares.self, ClusteredShares.self,
  SegmentTests.self, SmallSegmentTests.self, CutTests.self, FalseDiscoveries.self,
  RankStatements.self, ExactReplicates.self,
  CorrectedProbabilities.self, CorrectedErrors.self, NeededRespondents.self,
  StyledProbabilities.self, SegmentRecovery.self, LevelRecovery.self, SegmentCounts.self,
  ExistenceSizes.self, TestsAfterClustering.self, FactorCounts.self,
  TypingOptimism.self, TypingQuestions.self, WaveChanges.self, QuietYear.self, PlantedNight.self,
]
let names = experiments.map { $0.name }

/// Writes the whole of a text; `false` where that cannot be done.
@discardableResult
func tell(_ text: String, to descriptor: Int32) -> Bool {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = FileSystem.writeOnce(rest, to: descriptor)
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    rest = rest.dropFirst(count)
  }
  return true
}

guard let options = Options(Array(CommandLine.arguments.dropFirst())),
  options.only.allSatisfy(names.contains)
else {
  tell(
    "usage: UnmetSimulation [--surveys N] [--quick] [--only NAME]... [--seed S] [--threads T] "
      + "[--out FILE]\nnames: " + names.joined(separator: " ") + "\n", to: 2)
  exit(64)
}

let monteCarlo = MonteCarlo(
  seed: options.seed, surveyCount: options.surveyCount,
  workers: Workers(threadCount: options.threadCount))

/// Runs an experiment and tells the standard error how long it took.
func measured(_ experiment: any Experiment.Type) throws -> Section {
  var section: Section?
  let duration = try ContinuousClock().measure { section = try experiment.run(monteCarlo) }
  tell("\(experiment.name): \(duration.components.seconds) s\n", to: 2)
  guard let section else { preconditionFailure("\(experiment.name) measured nothing") }
  return section
}

let sections =
  try experiments
  .filter { options.only.isEmpty || options.only.contains($0.name) }
  .map(measured)
let text = CoverageReport(options: options, slack: monteCarlo.slack, sections: sections).text
guard tell(text + "\n", to: 1) else { exit(74) }
if let path = options.out {
  guard let file = fopen(path, "w"), fputs(text + "\n", file) >= 0, fclose(file) == 0 else {
    tell("\(path): cannot be written. Fix: name a file in a directory that exists.\n", to: 2)
    exit(73)
  }
}
exit(sections.flatMap(\.verdicts).allSatisfy(\.passes) ? 0 : 1)
