import Statistics
import Survey

/// Who is in the segments: what of people was not clustered and differs between the clusters.
enum PeopleSection {
  /// A standardised difference under this is small, however certain (Cohen, 1988).
  private static let smallDifference = 0.2
  /// The most answers listed for one cluster, and the most sentences of the tree.
  private static let (answerCount, sentenceCount) = (4, 6)

  static func lines(_ result: AnalysisResult) -> [String] {
    guard let section = result.clusters.section, !section.clusters.isEmpty else { return [] }
    let title = "WHO IS IN THE SEGMENTS?"
    guard case .done(let profile) = result.profile else {
      guard case .refused(let reason) = result.profile else { return [] }
      return TextLayout.paragraph(
        "\(title) Not told: \(Naming.safe(reason)).", first: "", rest: "  ")
    }
    let different = profile.variables.filter(\.isDifferent)
    return [title] + constructed(section.search)
      + TextLayout.paragraph(verdict(profile.variables, different))
      + section.clusters.indices.flatMap { cluster($0, of: section, different) }
      + tree(profile, section) + refusals(profile.variables)
      + TextLayout.paragraph(method)
  }

  /// A caution where the clusters are a cut that somebody wished.
  static func constructed(_ search: ClusterSearch) -> [String] {
    guard search.verdict.kind == .constructed else { return [] }
    return TextLayout.paragraph(
      "These segments were constructed, not found: another sample would be cut elsewhere.")
  }

  // MARK: - Which variables differ

  private static func verdict(
    _ variables: [VariableProfile], _ different: [VariableProfile]
  ) -> String {
    let tested = variables.filter { $0.adjustedP != nil }
    guard !tested.isEmpty else { return "Nothing that is known of people could be tested." }
    guard !different.isEmpty else {
      return "Of \(NumberText.counted(tested.count, "thing")) known of people none differs "
        + "between the segments beyond chance and habits of rating: no difference is shown in "
        + Naming.list(tested.prefix(8).map(\.label)) + "." + habitual(tested)
    }
    let told = different.map { variable in
      "\(variable.label) (strength "
        + "\(variable.strength.map { NumberText.decimal($0, 2) } ?? "-"), p "
        + "\(NumberText.probability(variable.adjustedP ?? 1)))"
    }
    let others = tested.filter { !$0.isDifferent }.map(\.label)
    let rest = others.isEmpty ? "" : " Not beyond chance: \(Naming.list(others))."
    return "The segments differ in \(Naming.list(told)).\(rest)\(habitual(tested))"
  }

  /// Variables that differ only while habits of rating count.
  private static func habitual(_ tested: [VariableProfile]) -> String {
    let names = tested.filter { !$0.isDifferent && ($0.plainP ?? 1) <= VariableProfile.falseShare }
      .map(\.label)
    guard !names.isEmpty else { return "" }
    return " With habits of rating left in, \(Naming.list(names)) "
      + "\(names.count == 1 ? "differs" : "differ") as well: it goes with how people rate."
  }

  // MARK: - One cluster

  private static func cluster(
    _ index: Int, of section: ClusterSection, _ different: [VariableProfile]
  ) -> [String] {
    let rows = different.flatMap { variable in
      variable.rows.filter { $0.cluster == index && ($0.difference ?? 0) > 0 }.map {
        (name: variable.label, row: $0)
      }
    }.filter { entry in
      guard entry.row.count >= Disclosure.floor else { return false }
      return entry.row.mean == nil
        ? (entry.row.residual ?? 0) >= 2 : (entry.row.difference ?? 0) >= smallDifference
    }
    let strongest = rows.enumerated().sorted { left, right in
      let (a, b) = (left.element.row.difference ?? 0, right.element.row.difference ?? 0)
      return a == b ? left.offset < right.offset : a > b
    }.prefix(answerCount).map(\.element)
    guard !strongest.isEmpty else { return [] }
    let label = Naming.safe(section.clusters[index].label)
    let told = strongest.map { figure($0.name, $0.row) }
    return TextLayout.paragraph(
      "more often \(told.joined(separator: "; "))", first: "  \(TextLayout.left(label, 3))",
      rest: "     ")
  }

  private static func figure(_ name: String, _ row: ProfileRow) -> String {
    if let mean = row.mean, let all = row.meanOfAll {
      return "high \(name) (mean \(NumberText.decimal(mean)), everybody "
        + "\(NumberText.decimal(all)))"
    }
    let answer = "\(name) \(Naming.safe(row.answer))"
    guard let share = row.share, let all = row.shareOfAll, let index = row.index else {
      return answer
    }
    return "\(answer) (\(NumberText.percent(share)), everybody \(NumberText.percent(all)), index "
      + "\(NumberText.decimal(index, 0)))"
  }

  // MARK: - The tree

  private static func tree(
    _ profile: ProfileSection, _ section: ClusterSection
  ) -> [String] {
    guard case .done(let tree) = profile.tree else { return [] }
    let labels = Dictionary(
      profile.variables.map { ($0.name, $0.label) }, uniquingKeysWith: { first, _ in first })
    guard !tree.tellsNothing else {
      return TextLayout.paragraph(
        "Nothing known about people predicts the segment better than naming the largest one "
          + "(right for \(NumberText.percent(tree.chance))).")
    }
    let head =
      "From what is known of people, habits of rating left in, the segment is guessed right for "
      + "\(NumberText.percent(tree.accuracy)) of those left out of the guess; naming the largest "
      + "segment is right for \(NumberText.percent(tree.chance))."
    return TextLayout.paragraph(head)
      + tree.leaves.prefix(sentenceCount).flatMap { leaf in
        TextLayout.paragraph(sentence(leaf, section, labels), first: "  - ")
      }
  }

  private static func sentence(
    _ leaf: ClusterTree.Leaf, _ section: ClusterSection, _ labels: [String: String]
  ) -> String {
    let who = Naming.list(leaf.conditions.map { condition($0, labels) })
    let label = Naming.safe(section.clusters[leaf.cluster].label)
    return "Of people with \(who), \(NumberText.percent(leaf.clusterShare)) are in segment "
      + "\(label) (\(NumberText.counted(leaf.respondentCount, "person", plural: "people")))."
  }

  private static func condition(
    _ condition: ClusterTree.Condition, _ labels: [String: String]
  ) -> String {
    let name = labels[condition.variable] ?? Naming.safe(condition.variable)
    let missing = condition.includesMissing ? " or no answer" : ""
    guard condition.answers.isEmpty else {
      let answers = condition.answers.map(Naming.safe).joined(separator: " or ")
      return "\(name) \(answers)\(missing)"
    }
    let bounds = [
      condition.above.map { "above \(NumberText.short($0))" },
      condition.upTo.map { "up to \(NumberText.short($0))" },
    ].compactMap { $0 }
    return "\(name) \(bounds.joined(separator: " and "))\(missing)"
  }

  // MARK: - Words

  private static func refusals(_ variables: [VariableProfile]) -> [String] {
    let refused = variables.filter { !$0.refusal.isEmpty }.map {
      "\($0.label) (\(Naming.safe($0.refusal)))"
    }
    guard !refused.isEmpty else { return [] }
    return TextLayout.paragraph("Not described: \(refused.joined(separator: "; ")).")
  }

  private static let method =
    "Only what was not clustered is tested, with the level, spread and extremes of each person's "
    + "ratings taken out of both sides; false findings are held to 5 %. Index: 100 is everybody. "
    + "The p-values take the segments as given. profile.csv has every answer of every segment."
}

extension VariableProfile {
  /// `barrier time`: what people do or lack is told as such, for its bare name may read as
  /// anything; `site` and the like say themselves what they are.
  var label: String {
    let name = Naming.safe(name)
    return switch kind {
    case .barrier, .workaround, .activity: "\(kind.rawValue) \(name)"
    case .segment, .role, .solution, .circumstance: name
    }
  }
}

extension NumberText {
  /// A number of the data without needless decimals.
  static func short(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
  }
}
