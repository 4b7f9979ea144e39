import Groundwork
import Tables

/// Turns a column of texts into the groups of a segmentation. Answers are compared byte by byte.
struct GroupingBuilder {
  let study: Study
  let segmentation: SegmentationPlan

  /// The most groups that a segmentation may have; more is an id or an open answer.
  static let limit = 500
  /// The most undeclared answers that a finding names, and the bytes that it shows of each: they
  /// may be open answers, which are nobody else's business.
  private static let (nameLimit, nameByteLimit) = (5, 40)

  func build(
    _ column: TextColumn, _ findings: inout [Finding]
  ) throws(SurveyError) -> Grouping {
    let missing = Set(study.responses.missing.map { ByteText($0.text) })
    let answers = column.levels.map { missing.contains(ByteText($0)) ? nil : $0 }
    let isDeclared = !segmentation.levels.isEmpty
    let levels = isDeclared ? segmentation.levels : sortedByBytes(answers.compactMap { $0 })
    guard levels.count <= GroupingBuilder.limit else {
      throw .tooManySegments(
        segmentation.column, name: segmentation.name, found: levels.count,
        limit: GroupingBuilder.limit)
    }
    var position: [ByteText: UInt16] = [:]
    for (index, level) in levels.enumerated() { position[ByteText(level)] = UInt16(index) }
    let none = UInt16(levels.count)
    let codeOfLevel = answers.map { $0.flatMap { position[ByteText($0)] } ?? none }
    let isUnknown = zip(answers, codeOfLevel).map { $0 != nil && $1 == none }
    reportUnknown(isUnknown, column, &findings)
    // Groups of the job model are told under their own keys.
    let isOfJob = ImprovementGroups.ofJobModel(study).contains { $0.plan == segmentation }
    if isDeclared, !isOfJob {
      let texts = JobAnswers.Texts(levels: column.levels, codes: column.codes)
      findings += NamedAnswerChecks.findings(segmentation, texts, study)
    }
    reportLookalikes(levels, &findings)
    return Grouping(
      name: segmentation.name, levels: levels, codes: column.codes.map { codeOfLevel[Int($0)] })
  }

  // MARK: - Steps

  private func sortedByBytes(_ texts: [String]) -> [String] {
    texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Answers that are neither declared levels nor declared missing are no silent loss.
  private func reportUnknown(
    _ isUnknown: [Bool], _ column: TextColumn, _ findings: inout [Finding]
  ) {
    let unknown = zip(column.levels, isUnknown).filter(\.1).map(\.0)
    guard !unknown.isEmpty else { return }
    let names = sortedByBytes(unknown).prefix(Self.nameLimit).map { "\"\(shortened($0))\"" }
    let text =
      unknown.count > Self.nameLimit
      ? "\(unknown.count) different answers outside the declared levels belong to no segment"
      : "answers outside the declared levels belong to no segment: "
        + names.joined(separator: ", ")
    findings.append(
      Finding(
        .warning, kind: "undeclared-segment", subject: segmentation.name,
        count: column.codes.count { isUnknown[Int($0)] }, text: text))
  }

  /// Segments that are written with different bytes and read the same to everybody.
  private func reportLookalikes(_ levels: [String], _ findings: inout [Finding]) {
    let pairs = Dictionary(grouping: levels, by: { $0 }).values.filter { $0.count > 1 }
    guard !pairs.isEmpty else { return }
    let names = sortedByBytes(pairs.map { $0[0] }).prefix(Self.nameLimit)
    let list = names.map { "\"\(shortened($0))\"" }.joined(separator: ", ")
    findings.append(
      Finding(
        .warning, kind: "lookalike-segment", subject: segmentation.name, count: pairs.count,
        text: "segments look alike but are written with different characters (composed and "
          + "decomposed accents): \(list)"))
  }

  private func shortened(_ text: String) -> String {
    guard text.utf8.count > Self.nameByteLimit else { return text }
    var kept = text.unicodeScalars.prefix(Self.nameByteLimit)
    while String(kept).utf8.count > Self.nameByteLimit { kept.removeLast() }
    return String(kept) + "..."
  }
}
