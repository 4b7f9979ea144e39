import Groundwork
import Survey
import Synchronization
import Tables

/// The section on clusters as `unmet analyze` computes it: features, the search over all numbers
/// of clusters, resamples, gap statistic, prediction strength, indices, existence test, latent
/// classes.
struct ClusterBenchmark {
  var path: String

  private static let runCount = 5
  private static let begin = "looking for clusters"
  private static let end = "describing people"

  func run(_ workers: Workers) throws -> String {
    var seconds = try (0..<ClusterBenchmark.runCount).map { _ in try measured(workers) }
    seconds.sort()
    return
      "{\"kernel\": \"clusters\", \"threads\": \(workers.threadCount), "
      + "\"seconds\": \(seconds[ClusterBenchmark.runCount / 2]), "
      + "\"runs\": \(ClusterBenchmark.runCount)}"
  }

  /// The seconds between the two steps' beginnings.
  private func measured(_ workers: Workers) throws -> Double {
    let read = try StudyReader.read(path: path)
    let begun = Mutex([String: ContinuousClock.Instant]())
    let options = AnalysisOptions(workers: workers) { step in
      begun.withLock { $0[step] = ContinuousClock.now }
    }
    let folder = FileSystem.split(path).parent
    _ = try Analysis.run(
      read.study, studySHA256: read.sha256,
      input: .file(path: FileSystem.join(folder, read.study.responses.file)), options: options)
    return begun.withLock { times in
      guard let first = times[ClusterBenchmark.begin], let last = times[ClusterBenchmark.end] else {
        return .nan
      }
      let duration = last - first
      return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
  }
}
