import Survey

/// Which actions move which results: the strongest key outcomes of each success outcome.
enum DriverLines {
  private static let title = "WHICH ACTIONS MOVE WHICH RESULTS?"
  /// The most key outcomes that are named for a result.
  private static let mostNamed = 5
  /// From this opportunity on a key outcome is underserved.
  private static let underserved = 10.0

  static func lines(_ result: AnalysisResult) -> [String] {
    switch result.job.drivers {
    case .refused(let reason):
      guard !result.study.success.isEmpty else { return [] }
      return [title] + TextLayout.paragraph("Not computed: \(Naming.safe(reason)).")
    case .done(let section):
      let naming = Naming(result.study)
      let moved = section.results.filter { !$0.reason.isEmpty || !listed($0).isEmpty }
      let first = moved.firstIndex { $0.reason.isEmpty }
      return [title] + TextLayout.paragraph(meaning)
        + moved.indices.flatMap { lines(moved[$0], naming, isFirst: $0 == first) }
        + TextLayout.paragraph(
          unmoved(section, naming) + priorities(section, naming) + closing
            + (section.isSampled ? " They rest on 200,000 people drawn by seed and id." : ""))
    }
  }

  // MARK: - One result

  /// The first table alone has a head.
  private static func lines(
    _ result: DriverSection.Result, _ naming: Naming, isFirst: Bool
  ) -> [String] {
    guard result.reason.isEmpty else {
      return TextLayout.paragraph(
        "\(name(result, naming)): not computed: \(Naming.safe(result.reason)).")
    }
    let listed = listed(result)
    let idWidth = naming.idWidth(listed.map(\.outcome))
    let columns: [TextLayout.Column] = [
      .init(idWidth), .init(62 - idWidth), .init(16, .right), .init(12, .right), .init(12),
    ]
    let rows = listed.map { driver in
      [
        naming.id(driver.outcome), naming.shortText(driver.outcome, 62 - idWidth), share(driver),
        driver.opportunity.map { NumberText.decimal($0) } ?? "-", remark(driver),
      ]
    }
    return TextLayout.paragraph(opening(result, naming))
      + TextLayout.table(
        (isFirst ? [["", "", "share", "opportunity", ""]] : []) + rows, columns: columns,
        indent: "    ")
  }

  private static func name(_ result: DriverSection.Result, _ naming: Naming) -> String {
    guard let success = result.success else { return "Effectiveness, all results together" }
    let outcome = naming.study.success[success]
    return "\(Naming.safe(outcome.id)) \(Naming.safe(outcome.text))"
  }

  private static func opening(_ result: DriverSection.Result, _ naming: Naming) -> String {
    let explained = NumberText.percent(result.rSquared ?? 0)
    let beyond = NumberText.percent(max(0, result.adjustedRSquared ?? 0))
    let sure = result.drivers.count(where: \.isAboveChance)
    return "\(name(result, naming)): key outcomes explain \(explained) of the differences between "
      + "\(NumberText.count(result.respondentCount ?? 0)) people (\(beyond) once chance is taken "
      + "off); \(sure) of \(result.drivers.count) \(sure == 1 ? "is" : "are") above chance."
  }

  /// The strongest of those above chance; none where all together explain no more than chance does.
  private static func listed(_ result: DriverSection.Result) -> [DriverSection.Driver] {
    guard result.adjustedRSquared ?? 1 > 0 else { return [] }
    let order = result.drivers.filter(\.isAboveChance).sorted {
      $0.weight == $1.weight ? $0.outcome < $1.outcome : $0.weight > $1.weight
    }
    return Array(order.prefix(mostNamed))
  }

  private static func share(_ driver: DriverSection.Driver) -> String {
    let value = NumberText.percent(driver.share)
    guard let interval = driver.shareInterval else { return value }
    return "\(value) (\(NumberText.decimal(interval.lowerBound * 100, 0)) to "
      + "\(NumberText.decimal(interval.upperBound * 100, 0)))"
  }

  private static func remark(_ driver: DriverSection.Driver) -> String {
    if driver.sign < 0 { return "less" }
    return isPriority(driver) ? "priority" : ""
  }

  /// A strong driver that leaves people underserved.
  private static func isPriority(_ driver: DriverSection.Driver) -> Bool {
    driver.sign > 0 && driver.opportunity ?? 0 >= underserved
  }

  // MARK: - All results

  private static let meaning =
    "Key outcomes lead, success outcomes lag. Of what the satisfaction with all key outcomes "
    + "explains of a result, the share that goes to each (Johnson's relative weights), with its "
    + "95 % interval. This is association, not proof of cause: a habit of rating high, or a third "
    + "thing behind both, looks the same."

  private static let closing =
    "Above chance: above the weight of a random number, by a test of 5 % for each key outcome, not "
    + "adjusted for their number. \"less\": more satisfaction goes with "
    + "less of the result, the other key outcomes being equal, which seldom is an effect. "
    + "drivers.csv has all key outcomes, with weights and standard errors."

  private static func unmoved(_ section: DriverSection, _ naming: Naming) -> String {
    let names = section.results.filter { $0.reason.isEmpty && listed($0).isEmpty }
      .map { name($0, naming) }
    return names.isEmpty
      ? "" : "No key outcome goes beyond chance with: \(names.joined(separator: "; ")). "
  }

  private static func priorities(_ section: DriverSection, _ naming: Naming) -> String {
    let own = Set(section.results.flatMap { listed($0).filter(isPriority).map(\.outcome) })
    guard !own.isEmpty else { return "" }
    return "Priority: \(naming.ids(own.sorted())), among the strongest of a result and underserved "
      + "(opportunity from 10). "
  }
}
