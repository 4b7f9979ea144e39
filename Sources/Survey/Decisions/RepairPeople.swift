import Statistics

/// An outcome or a step whose repair is thought through.
public enum RepairCandidate: Sendable, Equatable, Hashable {
  /// A key outcome, by its position in the study.
  case key(Int)
  /// A success outcome, by its position in the study.
  case success(Int)
  /// A step, by its position in the study.
  case step(Int)
}

/// What each person is satisfied with, and whose experience a repair would make good.
///
/// Repairing an outcome means: everybody who rated it important, and rated their satisfaction below
/// the top cut, becomes satisfied. Of a success outcome without a question on importance, everybody
/// who did not attain it. An experience is good as `ExperiencePeople` has it: efficiency reaches
/// its threshold, and effectiveness too where the study has success outcomes.
struct RepairPeople: Sendable {
  /// What a person says of an outcome.
  enum Mark: UInt8 { case unknown, satisfied, unimportant, unmet }

  /// Key outcomes, then success outcomes.
  let candidates: [RepairCandidate]
  /// By candidate, then respondent.
  let marks: [[Mark]]
  /// By candidate: 0 for key, 1 for success outcomes.
  let kinds: [UInt8]
  /// By respondent: 1 for a good experience, 0 for a bad one, -1 where an index is unknown.
  private(set) var good: [Int32] = []
  /// By kind, then respondent: how many more outcomes the person must be satisfied with.
  private(set) var lacks: [[Int]] = []
  /// By kind, then respondent: how many the person rated.
  private(set) var rated: [[Int]] = []

  init(study: Study, responses: Responses) {
    let scale = study.responses.scale
    let top = RatingCode.code(point: scale.top, on: scale)
    let key = study.outcomes.indices.map { index in
      zip(responses.importance[index], responses.satisfaction[index]).map { importance, own in
        RatingCode.isAnswered(own)
          ? RepairPeople.mark(own >= top, isImportant: importance >= top) : Mark.unknown
      }
    }
    let attained =
      study.success.isEmpty ? [] : ExperiencePeople(study: study, responses: responses).attained
    let success = study.success.indices.map { index in
      let importance = responses.job.ratings[.importance(index)]
      return attained[index].indices.map { row in
        attained[index][row].map {
          RepairPeople.mark($0, isImportant: importance.map { $0[row] >= top } ?? true)
        } ?? Mark.unknown
      }
    }
    candidates = key.indices.map { .key($0) } + success.indices.map { .success($0) }
    marks = key + success
    kinds = key.map { _ in 0 } + success.map { _ in 1 }
    count(study, responses.respondentCount)
  }

  /// The people who can be turned by repairing outcomes.
  func coverage() -> RepairCoverage { coverage(of: candidates.indices) }

  /// The people who can be turned by repairing key outcomes alone: nobody who lacks success
  /// outcomes can.
  func keyCoverage() -> RepairCoverage {
    // Key outcomes come first, so that positions are those of `candidates`.
    coverage(of: 0..<kinds.count { $0 == 0 })
  }

  private func coverage(of some: Range<Int>) -> RepairCoverage {
    var coverage = RepairCoverage(kinds: Array(kinds[some]))
    for row in good.indices where good[row] == 0 {
      coverage.add(
        row: Int32(row), felt: some.filter { marks[$0][row] == .unmet },
        lacks: lacks.map { $0[row] }, rated: rated.map { $0[row] })
    }
    return coverage
  }

  /// `good` after some people were turned.
  func good(after turned: [Int32]) -> [Int32] {
    turned.reduce(into: good) { $0[Int($1)] = 1 }
  }

  // MARK: - Steps

  private static func mark(_ isSatisfied: Bool, isImportant: Bool) -> Mark {
    isSatisfied ? .satisfied : isImportant ? .unmet : .unimportant
  }

  private mutating func count(_ study: Study, _ rowCount: Int) {
    let thresholds = [study.experience.efficiency, study.experience.effectiveness]
    var satisfied = [[Int]](repeating: [Int](repeating: 0, count: rowCount), count: 2)
    rated = satisfied
    for (candidate, own) in marks.enumerated() {
      let kind = Int(kinds[candidate])
      for row in 0..<rowCount where own[row] != .unknown {
        rated[kind][row] += 1
        if own[row] == .satisfied { satisfied[kind][row] += 1 }
      }
    }
    lacks = (0...1).map { kind in
      (0..<rowCount).map { row in
        // As an index that is held against a threshold, rounding of the division aside.
        let wanted = ((thresholds[kind] - 1e-9) * Double(rated[kind][row]) / 10).rounded(.up)
        return max(0, Int(wanted) - satisfied[kind][row])
      }
    }
    let hasSuccess = !study.success.isEmpty
    good = (0..<rowCount).map { row in
      guard rated[0][row] > 0, !hasSuccess || rated[1][row] > 0 else { return -1 }
      return lacks[0][row] + lacks[1][row] == 0 ? 1 : 0
    }
  }
}

extension Responses {
  /// The share of people with a mark.
  ///
  /// - Parameter marks: by respondent: 1 with it, 0 without, -1 not known.
  /// - Returns: the share of those known; `nil` under the disclosure floor.
  func share(_ marks: [Int32]) -> PeopleMean? {
    PeopleTable(marks, answerCount: 2, grouping: nil, sample: sample).shares(of: [1])[0]
  }
}
