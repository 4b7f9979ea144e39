import Survey

/// Where in the job the opportunity lies: the ladder of jobs, then the other parts.
enum RollupsSection {
  /// Jobs beyond are told in the file alone.
  private static let jobLimit = 8
  /// Parts of another kind, from the highest.
  private static let partLimit = 3

  static func lines(_ result: AnalysisResult) -> [String] {
    guard let section = result.job.rollups.section, let all = section.groups.first else {
      return []
    }
    let hasRelated = !all.related.isEmpty
    return ["OPPORTUNITY BY PART OF THE JOB"]
      + TextLayout.paragraph(
        "The mean opportunity of a part's outcomes with its 95 % interval, for everybody, beside "
          + "how much of the part this survey covers: parts are comparable as far as they are "
          + "covered."
          + (section.parts.contains { $0.kind == .job }
            ? " A job counts with everything below it." : ""))
      + ladder(section, all, result.study)
      + kinds(section, all)
      + related(all, result.study)
      + TextLayout.paragraph(
        "rollups.csv has all groups, with levels of jobs and each part's highest outcome"
          + (hasRelated ? "; related-jobs.csv all correlations." : "."))
  }

  // MARK: - The ladder

  /// Why, this job, how, and what is beside it.
  private static func ladder(
    _ section: RollupSection, _ group: RollupSection.Group, _ study: Study
  ) -> [String] {
    let known = zip(section.parts, group.figures).filter { $0.0.kind == .job }
    guard !known.isEmpty else { return [] }
    let rungs = Self.rungs(study.jobs)
    let shown = rungs.prefix(jobLimit)
    let lines = shown.flatMap { rung -> [String] in
      guard let (part, figure) = known.first(where: { $0.0.id == rung.job.id }) else { return [] }
      let text = "\(rung.word): \(Naming.safe(rung.job.text))"
      return TextLayout.table(
        [[text, mean(figure), coverage(part, figure)]],
        columns: [.init(42 - 2 * rung.depth), .init(19, .right), .init(53)],
        indent: String(repeating: " ", count: 2 + 2 * rung.depth))
    }
    let further = rungs.count - shown.count
    return lines
      + (further > 0
        ? TextLayout.paragraph("\(NumberText.counted(further, "further job")) in rollups.csv.")
        : [])
  }

  private typealias Rung = (word: String, job: Job, depth: Int)

  /// From the top of the ladder down; jobs that are neither above nor below come last.
  private static func rungs(_ jobs: [Job]) -> [Rung] {
    let above = jobs.above(Job.ownID)
    let below = jobs.below(Job.ownID)
    var rungs: [Rung] = above.reversed().map { ("why", $0, min(6, jobs.depth(of: $0.id))) }
    rungs += jobs.prefix(1).map { ("this job", $0, min(6, above.count)) }
    rungs += below.map { ("how", $0, min(6, jobs.depth(of: $0.id))) }
    let told = Set(rungs.map(\.job.id))
    let roots = jobs.filter { job in
      !told.contains(job.id) && job.parent.map { told.contains($0) } ?? true
    }
    for root in roots {
      let depth = min(6, jobs.depth(of: root.id))
      rungs.append(("beside it", root, depth))
      rungs += jobs.below(root.id).filter { !told.contains($0.id) }
        .map { ("how", $0, min(6, jobs.depth(of: $0.id))) }
    }
    return rungs
  }

  // MARK: - Other parts

  /// A paragraph for each kind: its parts from the highest.
  private static func kinds(
    _ section: RollupSection, _ group: RollupSection.Group
  ) -> [String] {
    let names: [(RollupSection.Kind, String)] = [
      (.step, "step"), (.progress, "kind of progress"), (.direction, "direction"),
      (.unit, "unit"), (.dimension, "dimension of success outcomes"),
      (.aim, "aim of success outcomes"),
    ]
    return names.flatMap { kind, name -> [String] in
      let own = zip(section.parts, group.figures).filter { $0.0.kind == kind }
      let scored = own.enumerated().filter { $0.element.1.opportunity != nil }
        .sorted { left, right in
          let (a, b) = (value(left.element.1), value(right.element.1))
          return a == b ? left.offset < right.offset : a > b
        }.map(\.element)
      let missing = own.filter { $0.1.opportunity == nil }.map { "\"\(Naming.safe($0.0.label))\"" }
      var texts = scored.prefix(partLimit).map { part, figure in
        "\"\(Naming.safe(part.label))\" \(mean(figure)), \(coverage(part, figure))"
          + share(figure)
      }
      if scored.count > partLimit { texts.append("\(scored.count - partLimit) further") }
      if !missing.isEmpty { texts.append("not covered: \(Naming.list(missing))") }
      guard !texts.isEmpty else { return [] }
      let order = scored.count > 1 ? ", from the highest" : ""
      let overlap = isOverlapping(own.map(\.0)) ? " (an outcome may be of several)" : ""
      return TextLayout.paragraph(
        "By \(name)\(overlap)\(order): \(texts.joined(separator: "; ")).", rest: "    ")
    }
  }

  /// Whether an outcome is of several parts, so that their shares sum to more than all.
  private static func isOverlapping(_ parts: [RollupSection.Part]) -> Bool {
    let outcomes = parts.flatMap(\.outcomes)
    return Set(outcomes).count < outcomes.count
  }

  private static func related(_ group: RollupSection.Group, _ study: Study) -> [String] {
    group.related.flatMap { pair -> [String] in
      guard let found = pair.correlation, let low = found.low, let high = found.high else {
        return []
      }
      let names = [pair.job, pair.related].map { id in
        "\"\(Naming.safe(study.jobs.job(id)?.text ?? id))\""
      }
      return TextLayout.paragraph(
        "The mean gaps of the same \(NumberText.count(found.respondentCount)) people in "
          + "\(Naming.list(names)) correlate with \(NumberText.decimal(found.value, 2)) "
          + "(\(NumberText.decimal(low, 2)) to \(NumberText.decimal(high, 2))), habits of rating "
          + "included.")
    }
  }

  // MARK: - Words

  private static func value(_ figure: RollupSection.Figure) -> Double {
    figure.opportunity?.value ?? 0
  }

  private static func mean(_ figure: RollupSection.Figure) -> String {
    guard let mean = figure.opportunity else { return "not covered" }
    guard let low = mean.low, let high = mean.high else { return NumberText.decimal(mean.value) }
    return NumberText.withInterval(mean.value, low, high)
  }

  /// `3 of 4 outcomes, 2 of 3 narrower jobs asked`, marked where that is not all.
  private static func coverage(
    _ part: RollupSection.Part, _ figure: RollupSection.Figure
  ) -> String {
    var text =
      part.outcomes.isEmpty
      ? "no outcome asked" : "\(figure.scoredCount) of \(part.outcomes.count) outcomes"
    if let below = part.jobsBelow, below.all > 0 {
      text += ", \(below.covered) of \(below.all) narrower jobs asked"
    }
    let isPartly = figure.scoredCount > 0 && !RollupSection.isCovered(part, figure)
    return isPartly ? "partly: " + text : text
  }

  private static func share(_ figure: RollupSection.Figure) -> String {
    figure.share.map { ", \(NumberText.percent($0.value)) of all" } ?? ""
  }
}
