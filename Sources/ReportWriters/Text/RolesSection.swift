import Survey

/// Whether executors, support and buyers want the same.
enum RolesSection {
  /// The most outcomes listed in conflict, and in the joint ranking.
  private static let (conflictCount, jointCount) = (4, 5)

  static func lines(_ result: AnalysisResult) -> [String] {
    let title = "DO EXECUTORS, SUPPORT AND BUYERS WANT THE SAME?"
    switch result.job.roles {
    case .refused(let reason):
      guard result.study.roles != nil else { return [] }
      return [title] + TextLayout.paragraph("Not computed: \(Naming.safe(reason)).")
    case .done(let section):
      let words = RoleWords(section, Naming(result.study))
      return [title] + TextLayout.paragraph(words.bases + words.orders)
        + conflicts(section, words)
        + TextLayout.paragraph(words.shared + words.importance)
        + joint(section, words)
        + TextLayout.paragraph(words.method)
    }
  }

  /// The conflicts, largest difference first, then what only some of the roles lack.
  private static func conflicts(_ section: RoleSection, _ words: RoleWords) -> [String] {
    let found = section.outcomes.indices.filter {
      [.conflict, .oneSided].contains(section.outcomes[$0].kind)
    }.sorted { left, right in
      let (one, other) = (section.outcomes[left], section.outcomes[right])
      guard one.kind == other.kind else { return one.kind == .conflict }
      let (a, b) = (RoleWords.spread(one), RoleWords.spread(other))
      return a == b ? left < right : a > b
    }
    guard !found.isEmpty else { return TextLayout.paragraph(words.noConflict) }
    let shown = Array(found.prefix(conflictCount))
    var lines = words.table(shown) { section.outcomes[$0].kind?.rawValue ?? "" }
    if found.count > shown.count {
      lines += TextLayout.paragraph(
        "\(NumberText.count(found.count - shown.count)) more stand in roles.csv.")
    }
    return lines
  }

  private static func joint(_ section: RoleSection, _ words: RoleWords) -> [String] {
    let ranked = section.outcomes.indices.filter { section.outcomes[$0].rank != nil }
      .sorted {
        let (one, other) = (section.outcomes[$0].rank ?? 0, section.outcomes[$1].rank ?? 0)
        return one == other ? $0 < $1 : one < other
      }
    guard ranked.count > 1, section.roles.count(where: \.isScored) > 1 else { return [] }
    let first = ranked.prefix(jointCount).map { words.jointPlace($0) }
    return TextLayout.paragraph(
      "Joint ranking (\(words.weights)): " + first.joined(separator: "; ") + ".")
  }
}

/// The sentences on roles.
struct RoleWords {
  private let section: RoleSection
  private let naming: Naming

  init(_ section: RoleSection, _ naming: Naming) { (self.section, self.naming) = (section, naming) }

  private var scored: [Int] { section.roles.indices.filter { section.roles[$0].isScored } }

  /// Which roles are scored, on how many people.
  var bases: String {
    let known = scored.map { place -> String in
      let role = section.roles[place]
      let small = role.scores.status == .smallBase ? ", small base" : ""
      let share = role.share.map { ", \(naming.share($0.value))" } ?? ""
      return "\(role.role.rawValue) (\(NumberText.count(role.scores.respondentCount)) people"
        + "\(share)\(small))"
    }
    let refused = section.roles.filter { !$0.isScored }.map { role in
      let reason = role.scores.reason.isEmpty ? "too few answers" : role.scores.reason
      return "\(role.role.rawValue) (\(Naming.safe(reason)))"
    }
    return "Scored: \(Naming.list(known))."
      + (refused.isEmpty ? " " : " Not scored: \(Naming.list(refused)). ")
  }

  /// How far the roles' orders agree.
  var orders: String {
    guard let concordance = section.concordance else { return "" }
    let taus = section.agreements.compactMap { agreement in
      agreement.tau.map {
        "\(name(agreement.left)) and \(name(agreement.right)) \(NumberText.decimal($0, 2))"
      }
    }
    return "Their orders of the outcomes agree with Kendall's W "
      + "\(NumberText.decimal(concordance, 2)) (1: one order)"
      + (taus.isEmpty ? "." : "; tau of \(Naming.list(taus)).")
  }

  var noConflict: String {
    scored.count > 1
      ? "No conflict is found: no outcome is underserved for one role and not for another beyond "
        + "chance." : ""
  }

  /// What is underserved for all.
  var shared: String {
    let all = section.outcomes.indices.filter { section.outcomes[$0].kind == .agreement }
    return all.isEmpty ? "" : "Underserved for all scored roles: \(naming.ids(all)). "
  }

  /// What matters to one role and not to another.
  var importance: String {
    var found: [(label: String, outcomes: [Int])] = []
    for (place, outcome) in section.outcomes.enumerated() {
      for pair in outcome.pairs where pair.isImportanceConflict {
        let isFirst = (pair.importance?.value.value ?? 0) > 0
        let (more, less) = isFirst ? (pair.left, pair.right) : (pair.right, pair.left)
        let label = "important to most of \(name(more)), not to most of \(name(less))"
        if let known = found.firstIndex(where: { $0.label == label }) {
          found[known].outcomes.append(place)
        } else {
          found.append((label, [place]))
        }
      }
    }
    return found.map { Naming.capitalized($0.label) + ": \(naming.ids($0.outcomes)). " }.joined()
  }

  var weights: String {
    let all = scored.map { section.roles[$0].weight }
    if Set(all).count == 1 { return "all roles count alike" }
    return scored.map { "\(name($0)) \(NumberText.decimal(section.roles[$0].weight, 1))" }
      .joined(separator: ", ")
  }

  let method =
    "A conflict is underserved for one role and overserved for another, one-sided underserved for "
    + "one alone; zones are those of the figures, the difference is a finding of guarded t tests, "
    + "false ones held to 5 % of all outcomes and pairs. roles.csv has all, with intervals."

  /// `26 14.2 (1st, 3rd, 1st)`.
  func jointPlace(_ outcome: Int) -> String {
    let found = section.outcomes[outcome]
    let ranks = scored.compactMap { found.scores[$0]?.rank }.map(String.init)
    let value = found.joint?.value ?? 0
    let figure =
      if let low = found.low, let high = found.high {
        NumberText.withInterval(value, low, high)
      } else { NumberText.decimal(value) }
    return "\(naming.id(outcome)) \(figure), ranks \(Naming.list(ranks))"
  }

  /// Outcomes by role.
  func table(_ outcomes: [Int], kind: (Int) -> String) -> [String] {
    let idWidth = naming.idWidth(outcomes)
    let columns: [TextLayout.Column] =
      [.init(idWidth), .init(38 - idWidth)] + scored.map { _ in .init(20, .right) }
      + [.init(9)]
    let head = ["id", "outcome"] + scored.map { name($0) } + [""]
    let rows = outcomes.map { outcome in
      [naming.id(outcome), naming.shortText(outcome, 38 - idWidth)]
        + scored.map { cell(section.outcomes[outcome].scores[$0]) } + [kind(outcome)]
    }
    return TextLayout.table([head] + rows, columns: columns)
  }

  /// The largest difference between two roles that is a finding.
  static func spread(_ outcome: RoleSection.Outcome) -> Double {
    outcome.pairs.filter { $0.kind != nil }
      .compactMap { $0.opportunity?.value.value.magnitude }.max() ?? 0
  }

  // MARK: - Steps

  private func name(_ role: Int) -> String { section.roles[role].role.rawValue }

  private func cell(_ score: OutcomeScore?) -> String {
    guard let score, let value = score.opportunity?.value else { return "-" }
    guard let low = score.low, let high = score.high else { return NumberText.decimal(value) }
    return NumberText.withInterval(value, low, high)
  }
}
