// Times the kernels that the engine's speed hangs on, alone:
//
//     UnmetBenchmark decode FILE.csv       CSV bytes to typed columns
//     UnmetBenchmark joint ROWS OUTCOMES   joint importance x satisfaction tables
//     UnmetBenchmark lloyd ROWS COLUMNS K  one pass of k-means over all rows
//     UnmetBenchmark replicates FILE.csv B opportunity of every segment in B replicates, and ranks
//     UnmetBenchmark clusters STUDY.yaml   the whole section on clusters of a study
//
// Each prints one line of JSON: the median of several runs in seconds and the rate. Peers are
// run beside it, on the same machine at the same time, by Scripts/benchmark.

import Groundwork
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

let arguments = Array(CommandLine.arguments.dropFirst())
let workers = Workers()

func number(_ position: Int) -> Int { max(1, Int(arguments[position]) ?? 1) }

/// The line of the kernel that the arguments name; `nil` when they name none.
func measured() throws -> String? {
  switch arguments.first {
  case "decode" where arguments.count == 2:
    try DecodeBenchmark(path: arguments[1]).run(workers)
  case "joint" where arguments.count == 3:
    JointBenchmark(rowCount: number(1), outcomeCount: number(2)).run(workers)
  case "lloyd" where arguments.count == 4:
    LloydBenchmark(rowCount: number(1), columnCount: number(2), clusterCount: number(3))
      .run(workers)
  case "replicates" where arguments.count == 3:
    try ReplicateBenchmark(path: arguments[1], replicateCount: number(2)).run(workers)
  case "clusters" where arguments.count == 2:
    try ClusterBenchmark(path: arguments[1]).run(workers)
  default: nil
  }
}

/// Writes a line: results to the standard output, all else to the standard error.
func tell(_ line: some CustomStringConvertible, to descriptor: Int32) {
  _ = FileSystem.writeOnce(Array("\(line)\n".utf8)[...], to: descriptor)
}

do {
  guard let line = try measured() else {
    tell(
      "usage: UnmetBenchmark decode FILE | joint ROWS OUTCOMES | lloyd ROWS COLUMNS K "
        + "| replicates FILE B | clusters STUDY", to: 2)
    exit(64)
  }
  tell(line, to: 1)
} catch let error as any Failure {
  tell(error.message, to: 2)
  exit(error.exitStatus.rawValue)
}
