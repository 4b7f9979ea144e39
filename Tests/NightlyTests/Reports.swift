import Foundation
import Survey

@testable import Nightly

/// A directory of reports made by hand, removed after the test.
final class Reports {
  let path: String
  /// `Reports/patching`.
  var study: String { path + "/Reports/patching" }

  init() throws {
    path = NSTemporaryDirectory() + "unmet-history-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: path + "/Reports/patching/runs", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String, in run: String) throws {
    let directory = study + "/runs/" + run
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: directory + "/" + name))
  }

  /// A run with its manifest, as a version writes it that knows of histories.
  func publish(
    _ run: String, respondents: Int = 600, scores: [(id: String, value: Double)] = []
  ) throws {
    let manifest = """
      {"input": {"records": 610, "respondents": \(respondents), "sha256": "\(run)"},
       "options": {"scorer": "top-box", "seed": "1"},
       "program": {"name": "unmet", "version": "0.1.0"},
       "results": {"clusters": 2, "effective_respondents": 512.5, "findings": 4,
                   "sections": {"steps": ""}},
       "started": "\(run.prefix(10))T02:00:00Z",
       "study": {"file": "study.yaml", "name": "Patching", "sha256": "s"}}
      """
    try write(manifest, to: "manifest.json", in: run)
    guard !scores.isEmpty else { return }
    let head = "segmentation,segment,outcome,text,opportunity,opportunity_low,opportunity_high\n"
    let rows = scores.map { score in
      "all,all,\(score.id),'=Text \(score.id),\(score.value),"
        + "\(score.value - 1),\(score.value + 1)\n"
    }
    try write(head + rows.joined(), to: "opportunities.csv", in: run)
  }

  func linkLatest(to run: String) throws {
    try? FileManager.default.removeItem(atPath: study + "/latest")
    try FileManager.default.createSymbolicLink(
      atPath: study + "/latest", withDestinationPath: "runs/" + run)
  }

  func runs() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: study + "/runs").sorted()
  }
}
