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
        + TextLayout.paragraph(words.clusters + "steps.csv has all groups, with intervals.")
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

  /// Steps that are the weakest in fewer resamples are not named.
  private static let rareShare = 0.05

  init(_ section: StepSection, _ study: Study) { (self.section, self.study) = (section, study) }

  /// When a step succeeds.
  var rule: String {
    guard section.groups.contains(where: { $0.steps.contains { $0.success != nil } }) else {
      return "A job gets done when every step succeeds."
    }
    let half =
      section.rule == .half ? "half of the step's outcomes or more" : "all of the step's outcomes"
    return
      "A job gets done when every step succeeds. A step succeeds for a person who is satisfied "
      + "with \(half), of those the person rated."
  }

  /// What to know of clusters; empty without.
  var clusters: String {
    section.groups.contains { $0.segmentation == "cluster" } ? StepWords.circularity : ""
  }

  /// Clusters are made of the ratings that are told about.
  static let circularity =
    "Clusters were formed on these ratings: their figures describe them, and their intervals take "
    + "them as given. "

  func table(_ group: StepSection.Group) -> [String] {
    let hasRepeats = group.steps.contains { $0.repeats != nil }
    let hasDropOff = group.steps.contains { $0.dropOff != nil }
    var head = [
      "Step", "succeeds for (of who rated it)", "alone in the way of (of whom every step is known)",
      "opportunity (mean)",
    ]
    var columns: [TextLayout.Column] = [
      .init(36), .init(18, .right), .init(19, .right), .init(11, .right),
    ]
    if hasRepeats { head.append("done again (times a person)") }
    if hasDropOff { head.append("gave up (of who came to it)") }
    columns += (4..<head.count).map { _ in .init(12, .right) }
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
      "All \(group.steps.count { $0.success != nil }) steps succeed for "
      + "\(StepWords.share(rate)) of the "
      + "\(NumberText.count(rate.respondentCount)) people of whom every step is known. "
    text += Naming.capitalized(weakest(group)) + ". "
    guard let product = group.independentRate, let gap = group.independenceGap,
      let interval = group.gapInterval, rate.value * Double(rate.respondentCount) >= 10
    else { return text }
    text += "If steps failed independently of each other, \(NumberText.percent(product)) would "
    text += "get through: the difference of \(points(gap.value)) points "
    text += "(\(points(interval.lowerBound)) to \(points(interval.upperBound))) "
    text +=
      interval.lowerBound > 0
      ? "says that failures come together in the same people. "
      : interval.upperBound < 0
        ? "says that different people fail at different steps. " : "may be chance. "
    return text
  }

  /// What one repair would bring.
  func lift(_ group: StepSection.Group) -> String {
    let known = group.steps.indices.filter { value(group.steps[$0].soleBlocker) > 0 }
      .sorted { value(group.steps[$0].soleBlocker) > value(group.steps[$1].soleBlocker) }
    guard let best = known.first, let lift = group.steps[best].soleBlocker else { return "" }
    var text = "Repairing \"\(name(best))\" alone would bring \(StepWords.share(lift)) more people "
    text += "through, those for whom no other step fails"
    let alike = known.dropFirst().filter {
      (group.steps[$0].soleBlocker?.high ?? 0) >= lift.value
    }
    guard !alike.isEmpty else { return text + ": the most of all steps. " }
    return text + "; it cannot be told from " + Naming.list(alike.map { "\"\(name($0))\"" }) + ". "
  }

  /// Loops and giving up.
  func trouble(_ group: StepSection.Group) -> String {
    var text = ""
    if let again = largest(group, \.repeated), let share = group.steps[again].repeated {
      text += "Most often done again is \"\(name(again))\", by \(StepWords.share(share)). "
    }
    if let gaveUp = group.abandonedShare {
      text +=
        "\(StepWords.share(gaveUp)) of the \(NumberText.count(gaveUp.respondentCount)) people "
      text += "whose answer is known gave up before the end"
      if let drop = largest(group, \.dropOff), let share = group.steps[drop].dropOff {
        text += "; of those who came to \"\(name(drop))\", \(NumberText.percent(share.value)) gave "
        text += "up there, more than at any other step"
      }
      text += ". "
    }
    return text
  }

  /// The step with the largest share; `nil` where all are 0 or unknown.
  private func largest(
    _ group: StepSection.Group, _ share: KeyPath<StepSection.Step, PeopleMean?>
  ) -> Int? {
    let known = group.steps.indices.filter { value(group.steps[$0][keyPath: share]) > 0 }
    return known.max {
      value(group.steps[$0][keyPath: share]) < value(group.steps[$1][keyPath: share])
    }
  }

  /// `the weakest step is "Prepare the change" (93 % of resamples)`.
  func weakest(_ group: StepSection.Group) -> String {
    let weakest = group.steps.indices.filter { group.steps[$0].isWeakest }
    guard let first = weakest.first else { return "no weakest step is known" }
    guard weakest.count == 1, let share = group.steps[first].weakestShare else {
      return "the weakest: \(Naming.list(weakest.map { "\"\(name($0))\"" }))"
    }
    var text = "the weakest step is \"\(name(first))\""
    text += ", in \(NumberText.percent(share)) of resamples"
    let others = group.steps.indices.filter {
      $0 != first && (group.steps[$0].weakestShare ?? 0) > Self.rareShare
    }
    if !others.isEmpty { text += " (in others \(Naming.list(others.map { "\"\(name($0))\"" })))" }
    return text
  }

  /// `62 % (58 to 66)`.
  static func share(_ mean: PeopleMean) -> String {
    guard let low = mean.low, let high = mean.high else { return NumberText.percent(mean.value) }
    return NumberText.percent(mean.value, low, high)
  }

  // MARK: - Steps

  private func name(_ place: Int) -> String {
    Naming.safe(study.steps[place].text)
  }

  private func points(_ share: Double) -> String { NumberText.signed(share * 100, 1) }

  private func value(_ mean: PeopleMean?) -> Double { mean?.value ?? 0 }
}
