/// What a drafted study says for want of anything better, until somebody writes it.
enum Placeholders {
  /// The job of every drafted study.
  static let job = "Get the job done"

  /// The wording of an outcome of which the data hold no more than an id.
  static func outcome(_ id: String) -> String { "Outcome \(id)" }

  /// One finding for the job and one for all outcomes that nobody has worded yet.
  static func findings(in study: Study) -> [Finding] {
    var findings: [Finding] = []
    if study.job.isPlaceholder {
      findings.append(
        Finding(
          .warning, kind: "placeholder", subject: "job",
          text: "the job is still the one that `unmet init` wrote, \"\(job)\". Fix: write verb, "
            + "object of the verb and contextual clarifier",
          places: study.job.place.map { ["\($0)"] } ?? []))
    }
    let unworded = study.outcomes.filter { $0.text == outcome($0.id) }
    if !unworded.isEmpty {
      findings.append(
        Finding(
          .warning, kind: "placeholder", subject: "outcomes", count: unworded.count,
          text: "outcomes are still called by their ids, as `unmet init` wrote them. "
            + "Fix: write the statement of each",
          places: unworded.prefix(20).map { "\($0.place)" }))
    }
    return findings
  }
}

extension JobStatement {
  /// Whether it is what a drafted study says until somebody writes the job.
  public var isPlaceholder: Bool { text == Placeholders.job }
}
