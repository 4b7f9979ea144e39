/// Writes a study file for a survey that exists only as a simulation.
public enum SimulatedStudy {
  /// The text of a runnable study.yaml.
  ///
  /// - Parameters:
  ///   - outcomeCount: how many outcomes, 1 or more.
  ///   - scaleText: the scale as a study file writes it, such as `1-5`.
  ///   - segmentationCount: how many columns of groups, 0...9.
  ///   - isWeighted: whether there is a weight column.
  /// - Returns: the YAML text.
  public static func yaml(
    outcomeCount: Int, scaleText: String = "1-5", segmentationCount: Int = 2,
    isWeighted: Bool = true
  ) -> String {
    let width = max(2, String(outcomeCount).count)
    var lines = [
      "# yaml-language-server: $schema=study.schema.json",
      "# A simulated study: no person was asked.",
      "study: Simulated survey of \(outcomeCount) outcomes",
      "job: Get a simulated job done",
      "responses:",
      "  file: responses.csv",
      "  respondent: respondent",
      "  scale: \(scaleText)",
      "outcomes:",
      "  importance: imp_{id}",
      "  satisfaction: sat_{id}",
      "  list:",
    ]
    for number in 1...max(1, outcomeCount) {
      let digits = String(number)
      let id = String(repeating: "0", count: width - digits.count) + digits
      lines.append("    - \(id): Simulated outcome \(number)")
    }
    if segmentationCount > 0 {
      lines.append("segments:")
      for number in 1...segmentationCount {
        lines.append("  - {column: group_\(number), levels: [A, B, C]}")
      }
      lines.append("circumstances: [group_1]")
    }
    if isWeighted { lines.append("weight: weight") }
    return lines.joined(separator: "\n") + "\n"
  }
}
