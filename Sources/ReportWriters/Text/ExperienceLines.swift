import Survey

/// Whether people attain what the job is done for: action and purpose, held apart.
enum ExperienceLines {
  static func lines(_ result: AnalysisResult) -> [String] {
    guard let section = result.job.experience.section, let all = section.groups.first else {
      return []
    }
    return ["DO PEOPLE ATTAIN WHAT THE JOB IS DONE FOR?"]
      + TextLayout.paragraph(meaning(section, result.study))
      + TextLayout.paragraph(everybody(all, result.study))
      + table(all, result.study) + TextLayout.paragraph(families(all))
      + TextLayout.paragraph(groups(section))
      + TextLayout.paragraph(
        (section.groups.contains { $0.segmentation == "cluster" } ? StepWords.circularity : "")
          + "experience.csv has all groups, with intervals.")
  }

  // MARK: - Steps

  private static func meaning(_ section: ExperienceSection, _ study: Study) -> String {
    "Efficiency is ten times the share of the rated key outcomes that a person is satisfied with, "
      + "effectiveness the same of success outcomes attained. An experience is good when both are: "
      + "efficiency from \(NumberText.decimal(section.plan.efficiency)), effectiveness from "
      + "\(NumberText.decimal(section.plan.effectiveness)) on."
      + (study.outcomesBeside.isEmpty ? "" : " Efficiency counts \(study.keyOutcomeCount).")
  }

  private static func everybody(_ group: ExperienceSection.Group, _ study: Study) -> String {
    guard let efficiency = group.efficiency, let effectiveness = group.effectiveness,
      let both = group.quadrants[0]
    else { return nothing(group, study) }
    let others = zip(ExperienceSection.Quadrant.allCases, group.quadrants).dropFirst()
      .compactMap { quadrant, mean in
        mean.map { "\(quadrant.rawValue) \(NumberText.percent($0.value))" }
      }
    var text =
      "Efficiency is \(index(efficiency)), effectiveness \(index(effectiveness)). The experience "
      + "is good for \(StepWords.share(both)); \(Naming.list(others))."
    if let phi = group.dependence {
      text += " Good action and good results go together with a correlation of "
      text += "\(NumberText.decimal(phi, 2))."
    }
    return text
  }

  /// Why there is no experience to tell of, and what is known nevertheless.
  private static func nothing(_ group: ExperienceSection.Group, _ study: Study) -> String {
    guard let reason = study.unknownAttainment else {
      return "Too few people rated key and success outcomes."
    }
    let known = group.efficiency.map { " Efficiency is \(index($0))." } ?? ""
    return "Not computed: \(Naming.safe(reason)).\(known)"
  }

  private static func index(_ mean: PeopleMean) -> String {
    guard let low = mean.low, let high = mean.high else { return NumberText.decimal(mean.value) }
    return NumberText.withInterval(mean.value, low, high)
  }

  private static func table(_ group: ExperienceSection.Group, _ study: Study) -> [String] {
    let hasMet = group.outcomes.contains { $0.metRate != nil }
    let hasShort = group.outcomes.contains { $0.shortfall != nil }
    let hasHazard = group.outcomes.contains { $0.hazardRate != nil }
    var head = [
      "Success outcome", "attained by (of who answered)", "opportunity",
    ]
    if hasMet { head.append("as expected or better") }
    if hasShort { head.append("short by (points, mean of all)") }
    if hasHazard { head.append("happened to") }
    let columns: [TextLayout.Column] =
      [.init(44), .init(18, .right), .init(11, .right)]
      + (3..<head.count).map { _ in .init(11, .right) }
    let rows = zip(study.success, group.outcomes).map { outcome, own -> [String] in
      var row = [
        "\(Naming.safe(outcome.id)) \(Naming.safe(outcome.text))",
        own.attained.map(StepWords.share) ?? "-",
        own.score?.opportunity.map { NumberText.decimal($0.value) } ?? "-",
      ]
      if hasMet { row.append(own.metRate.map { NumberText.percent($0.value) } ?? "-") }
      if hasShort { row.append(own.shortfall.map { NumberText.decimal($0.value, 2) } ?? "-") }
      if hasHazard { row.append(own.hazardRate.map { NumberText.percent($0.value) } ?? "-") }
      return row
    }
    return TextLayout.table([head] + rows, columns: columns)
  }

  /// What is attained by dimension and by aim, where there are several.
  private static func families(_ group: ExperienceSection.Group) -> String {
    ["dimension", "aim"].compactMap { kind -> String? in
      let own = group.rollups.filter { $0.kind == kind && $0.attained != nil }
      guard own.count > 1 else { return nil }
      let figures = own.map { rollup in
        "\(rollup.label) \(NumberText.percent(rollup.attained?.value ?? 0))"
      }
      return "Attained by \(kind): \(Naming.list(figures))."
    }.joined(separator: " ")
  }

  /// The groups with the best and the worst experience of each segmentation.
  private static func groups(_ section: ExperienceSection) -> String {
    var names: [String] = []
    for group in section.groups.dropFirst() where !names.contains(group.segmentation) {
      names.append(group.segmentation)
    }
    let sentences = names.compactMap { name -> String? in
      let figures = section.groups.filter { $0.segmentation == name }.compactMap { group in
        group.quadrants[0].map { "\"\(Naming.safe(group.segment))\" \(StepWords.share($0))" }
      }
      guard figures.count > 1 else { return nil }
      return "Good experience by \(Naming.safe(name)): \(Naming.list(figures))."
    }
    return sentences.joined(separator: " ")
  }
}
