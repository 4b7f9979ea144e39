import Tables

/// Holds the columns that describe people against what they are to tell.
struct PeopleColumnChecks {
  let study: Study

  /// From this part of different answers on a column tells people apart, not groups of them.
  private static let differentShare = 0.9
  /// Of fewer people nothing is said: their answers may well all differ.
  private static let fewestPeople = 20

  /// What there is to say of a column.
  func finding(_ plan: ProfilePlan, _ column: TextColumn) -> Finding? {
    var counts = [Int](repeating: 0, count: column.levels.count)
    for code in column.codes { counts[Int(code)] += 1 }
    let given = column.levels.indices.filter {
      counts[$0] > 0 && !study.isMissing(column.levels[$0])
    }
    let answered = given.reduce(0) { $0 + counts[$1] }
    switch plan.kind {
    case .circumstance: return manyDifferent(plan, given.map { column.levels[$0] }, answered)
    case .activity:
      let texts = JobAnswers.Texts(levels: column.levels, codes: column.codes)
      let meaning = AnswerReading(study).meaning(of: texts, study)
      let odd = given.filter { meaning(column.levels[$0]) == nil }
        .reduce(0) { $0 + counts[$1] }
      return neitherYesNorNo(plan, odd, answered)
    default: return nil
    }
  }

  // MARK: - Steps

  private func manyDifferent(
    _ plan: ProfilePlan, _ levels: [String], _ answered: Int
  ) -> Finding? {
    guard answered >= Self.fewestPeople,
      Double(levels.count) > Self.differentShare * Double(answered),
      levels.contains(where: { ProfileBuilder.number($0) == nil })
    else { return nil }
    return Finding(
      .warning, kind: "answers-all-different", subject: plan.name,
      text: "circumstance \(plan.name) has \(levels.count) different answers of \(answered) "
        + "people, so it tells no groups apart: an id or an open question. Fix: name a column of "
        + "groups or numbers")
  }

  /// Answers of another kind are compared as groups: nothing is lost, but it should be meant.
  private func neitherYesNorNo(_ plan: ProfilePlan, _ odd: Int, _ answered: Int) -> Finding? {
    guard Double(odd) > study.responses.rejectLimit * Double(answered) else { return nil }
    return Finding(
      .warning, kind: "activity-not-yes-or-no", subject: plan.name,
      text: "activity \(plan.name): \(odd) of \(answered) answers are neither yes nor no, so each "
        + "answer counts as a group. Fix: add the words to `answers.yes` or `answers.no`, or name "
        + "the column under `circumstances`")
  }
}
