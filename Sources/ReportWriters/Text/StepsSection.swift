import Survey

/// Where in the job people fail: the chain of its steps, everybody's first.
enum StepsSection {
  static func lines(_ result: AnalysisResult) -> [String] {
    let title = "WHERE IN THE JOB DO PEOPLE FAIL?"
    switch result.job.steps {
    case .refused(let reason):
      guard !result.study.steps.isEmpty else { return [] }
      return [title] + TextLayout.paragraph("Not computed: \(Naming.safe(reason)).")
    case .done(let section):
      guard let all = section.groups.first else { return [] }
      let words = StepWords(section, result.study)
      return [title] + TextLayout.paragraph(words.rule) + words.table(all)
        + TextLayout.paragraph(words.chain(all) + words.lift(all) + words.trouble(all))
        + groups(section, words)
        + section.remarks.flatMap { TextLayout.paragraph(Naming.capitalized($0) + ".") }
        + TextLayout.paragraph("steps.csv has all groups, with intervals.")
    }
  }

  /// A line for each group with figures: who gets through, and where the others fail.
  private static func groups(_ section: StepSection, _ words: StepWords) -> [String] {
    section.groups.dropFirst().flatMap { group -> [String] in
      guard let rate = group.passRate else { return [] }
      let name = "\(Naming.safe(group.segmentation)) \"\(Naming.safe(group.segment))\""
      return TextLayout.paragraph(
        "\(name): \(StepWords.share(rate)) get through; \(words.weakest(group))", rest: "      ")
    }
  }
}

/// The sentences on a chain of steps.
struct StepWords {
  private let section: StepSection
  private let study: Study

  /// From this share of the resamples on, a step is the weakest beyond doubt.
  private static let sureShare = 0.95

  init(_ section: StepSection, _ study: Study) { (self.section, self.study) = (section, study) }

  /// When a step succeeds.
  var rule: String {
    let half =
      section.rule == .half ? "half of the step's outcomes or more" : "all of the step's outcomes"
    return
      "A job gets done when every step succeeds. A step succeeds for a person who is satisfied "
      + "with \(half), of those the person rated."
  }

  func table(_ group: StepSection.Group) -> [String] {
    let hasRepeats = group.steps.contains { $0.repeats != nil }
    let hasDropOff = group.steps.contains { $0.dropOff != nil }
    var head = ["Step", "succeeds for", "alone in the way of", "opportunity"]
    var columns: [TextLayout.Column] = [
      .init(44), .init(18, .right), .init(19, .right), .init(11, .right),
    ]
    if hasRepeats { head.append("again") }
    if hasDropOff { head.append("gave up") }
    columns += (4..<head.count).map { _ in .init(8, .right) }
    let rows = group.steps.enumerated().map { place, step -> [String] in
      var row = [
        name(place), step.success.map(StepWords.share) ?? "-",
        step.soleBlocker.map(StepWords.share) ?? "-",
        step.opportunity.map { NumberText.decimal($0) } ?? "-",
      ]
      if hasRepeats { row.append(step.repeats.map { NumberText.decimal($0.value) } ?? "-") }
      if hasDropOff { row.append(step.dropOff.map { NumberText.percent($0.value) } ?? "-") }
      return row
    }
    return TextLayout.table([head] + rows, columns: columns)
  }

  /// How many get through, and whether failures come together.
  func chain(_ group: StepSection.Group) -> String {
    guard let rate = group.passRate else { return Naming.capitalized(group.reason) + ". " }
    var text =
      "All \(section.steps.count) steps succeed for \(StepWords.share(rate)) of the "
      + "\(NumberText.count(rate.respondentCount)) people of whom every step is known. "
    text += Naming.capitalized(weakest(group)) + ". "
    if let product = group.independentRate, let gap = group.independenceGap,
      let interval = group.gapInterval
    {
      text += "If steps failed independently of each other, \(NumberText.percent(product)) would "
      text += "get through: the difference of \(points(gap.value)) points "
      text += "(\(points(interval.lowerBound)) to \(points(interval.upperBound))) "
      text +=
        interval.lowerBound > 0
        ? "says that failures come together in the same people. "
        : interval.upperBound < 0
          ? "says that different people fail at different steps. " : "may be chance. "
    }
    return text
  }

  /// What one repair would bring.
  func lift(_ group: StepSection.Group) -> String {
    let known = group.steps.indices.filter { group.steps[$0].soleBlocker != nil }
    guard
      let best = known.max(by: {
        (group.steps[$0].soleBlocker?.value ?? 0) < (group.steps[$1].soleBlocker?.value ?? 0)
      }), let lift = group.steps[best].soleBlocker, lift.value > 0
    else { return "" }
    return "One repair brings most at \"\(name(best))\": it is the only step that fails for "
      + "\(StepWords.share(lift)), who would then get through. "
  }

  /// Loops and giving up.
  func trouble(_ group: StepSection.Group) -> String {
    var text = ""
    let again = group.steps.indices.filter { group.steps[$0].repeated != nil }
      .max { value(group.steps[$0].repeated) < value(group.steps[$1].repeated) }
    if let again, let share = group.steps[again].repeated {
      text += "Most often done again is \"\(name(again))\", by \(StepWords.share(share)). "
    }
    if let gaveUp = group.abandonedShare {
      text += "\(Naming.capitalized(StepWords.share(gaveUp))) gave up before the end"
      let drop = group.steps.indices.filter { group.steps[$0].dropOff != nil }
        .max { value(group.steps[$0].dropOff) < value(group.steps[$1].dropOff) }
      text += drop.map { ", most of those who came so far at \"\(name($0))\". " } ?? ". "
    }
    return text
  }

  /// `the weakest step is "Prepare the change" (93 % of resamples)`.
  func weakest(_ group: StepSection.Group) -> String {
    let weakest = group.steps.indices.filter { group.steps[$0].isWeakest }
    guard let first = weakest.first else { return "no weakest step is known" }
    guard weakest.count == 1, let share = group.steps[first].weakestShare else {
      return "the weakest: \(Naming.list(weakest.map { "\"\(name($0))\"" }))"
    }
    var text = "the weakest step is \"\(name(first))\""
    if share >= Self.sureShare { return text + " beyond doubt" }
    text += ", in \(NumberText.percent(share)) of resamples"
    let others = group.steps.indices.filter {
      $0 != first && (group.steps[$0].weakestShare ?? 0) > 1 - Self.sureShare
    }
    if !others.isEmpty { text += " (else \(Naming.list(others.map { "\"\(name($0))\"" })))" }
    return text
  }

  /// `62 % (58 to 66)`.
  static func share(_ mean: PeopleMean) -> String {
    guard let low = mean.low, let high = mean.high else { return NumberText.percent(mean.value) }
    return "\(NumberText.percent(mean.value)) (\(NumberText.decimal(low * 100, 0)) to "
      + "\(NumberText.decimal(high * 100, 0)))"
  }

  // MARK: - Steps

  private func name(_ place: Int) -> String {
    Naming.safe(study.steps[section.steps[place]].text)
  }

  private func points(_ share: Double) -> String { NumberText.signed(share * 100, 1) }

  private func value(_ mean: PeopleMean?) -> Double { mean?.value ?? 0 }
}
