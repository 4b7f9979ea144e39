import Groundwork
import Tables

/// Turns a column of texts into a variable of the profile.
struct ProfileBuilder {
  let study: Study
  /// By respondent; `nil` for equal weights. Who weighs nothing is nobody.
  let weights: [Int64]?

  /// A variable of a column.
  ///
  /// - Parameters:
  ///   - plan: what the study says of it.
  ///   - column: the texts.
  ///   - kept: the rows that are respondents; `nil` for all.
  /// - Returns: levels, numbers, or why it is neither.
  func variable(_ plan: ProfilePlan, _ column: TextColumn, kept: [Int]?) -> ProfileVariable {
    if let choice = plan.choice {
      return variable(
        ProfilePlan(kind: plan.kind, name: plan.name, column: plan.column),
        ChoiceReading(study, choice: choice).column(column), kept: kept)
    }
    let missing = Set(study.responses.missing.map { ByteText($0.text) })
    let isAnswer = column.levels.map { !missing.contains(ByteText($0)) && !$0.isEmpty }
    let codes = kept.map { rows in rows.map { column.codes[$0] } } ?? column.codes
    let counts = counts(codes.map { isAnswer[Int($0)] ? Int($0) : nil }, column.levels.count)
    let present = column.levels.indices.filter { counts[$0] > 0 }
    func made(_ answers: ProfileVariable.Answers) -> ProfileVariable {
      ProfileVariable(kind: plan.kind, name: plan.name, answers: answers)
    }
    let numbers = column.levels.indices.map {
      counts[$0] > 0 ? ProfileBuilder.number(column.levels[$0]) : nil
    }
    if present.count > ProfileVariable.levelLimit, present.allSatisfy({ numbers[$0] != nil }) {
      return made(.numbers(codes.map { isAnswer[Int($0)] ? numbers[Int($0)] : nil }))
    }
    guard present.count <= GroupingBuilder.limit else {
      return made(.refused("\(present.count) different answers: an id or an open question"))
    }
    let order = ProfileBuilder.ordered(present.map { column.levels[$0] }, first: plan.answers)
    var place = [Int](repeating: order.count, count: column.levels.count)
    for index in present { place[index] = order.firstIndex(of: column.levels[index]) ?? 0 }
    return made(pooled(order, codes.map { place[Int($0)] }))
  }

  /// A declared segmentation as a variable.
  func variable(_ grouping: Grouping) -> ProfileVariable {
    ProfileVariable(
      kind: .segment, name: grouping.name,
      answers: pooled(grouping.levels, grouping.codes.map { Int($0) }))
  }

  // MARK: - Steps

  /// People by level.
  private func counts(_ codes: [Int?], _ levelCount: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: levelCount)
    for (row, code) in codes.enumerated() where weights?[row] != 0 {
      if let code { counts[code] += 1 }
    }
    return counts
  }

  /// A plain decimal number; neither "nan" nor hexadecimal digits are one.
  static func number(_ text: String) -> Double? {
    let isPlain = text.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
    return isPlain ? Double(text).flatMap { $0.isFinite ? $0 : nil } : nil
  }

  /// The answers that the study names in its order, then the others: numbers by size, else by
  /// bytes.
  private static func ordered(_ levels: [String], first: [String]) -> [String] {
    let named = first.filter { levels.contains($0) }
    let others = levels.filter { !named.contains($0) }
    let numbers = others.compactMap { number($0) }
    guard numbers.count < others.count else {
      return named + zip(numbers, others).sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.1)
    }
    return named + others.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The answers with those joined that are rare or beyond the limit: nothing is shown of fewer
  /// people than the disclosure floor.
  private func pooled(_ levels: [String], _ codes: [Int]) -> ProfileVariable.Answers {
    let none = levels.count
    let counts = counts(codes.map { $0 < none ? $0 : nil }, none)
    let frequent = levels.indices.filter { counts[$0] >= Disclosure.floor }
      .sorted { (-counts[$0], $0) < (-counts[$1], $1) }
    let isShort = counts.count { $0 > 0 } <= ProfileVariable.levelLimit
    let kept = frequent.prefix(isShort ? none : ProfileVariable.levelLimit - 1).sorted()
    let rest = levels.indices.filter { !kept.contains($0) }.reduce(0) { $0 + counts[$1] }
    let hasOthers = rest >= Disclosure.floor
    let names = kept.map { levels[$0] } + (hasOthers ? [ProfileVariable.otherAnswers] : [])
    guard names.count > 1 else {
      return .refused(names.isEmpty ? "no answer of 10 people" : "everybody answered alike")
    }
    var place = [UInt16](repeating: UInt16(hasOthers ? kept.count : names.count), count: none + 1)
    for (position, level) in kept.enumerated() { place[level] = UInt16(position) }
    place[none] = UInt16(names.count)
    return .levels(names, codes: codes.map { place[min($0, none)] })
  }
}
