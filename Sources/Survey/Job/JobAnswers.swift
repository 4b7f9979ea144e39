import Groundwork
import Tables

/// A column of the job model beyond the ratings of key outcomes, and what it is for.
enum JobColumn: Hashable, Sendable {
  /// How often a step had to be done again; the step's position.
  case repeats(Int)
  /// At which step the person gave up.
  case abandoned
  /// How hard a key outcome is to get, a rating; the outcome's position.
  case effort(Int)
  /// Of a success outcome, by its position: its importance, a rating.
  case importance(Int)
  /// Its satisfaction, a rating.
  case satisfaction(Int)
  /// What was expected of it, a rating.
  case expected(Int)
  /// Whether expectations were met.
  case expectation(Int)
  /// Whether what was to be avoided happened.
  case happened(Int)
  /// Whether the person performs the job, supports it or buys.
  case role
  /// What the person uses today.
  case solution
  /// A measure, by its position: a number.
  case measure(Int)
  /// What tells of a workaround, by its position.
  case workaround(Int)
  /// What tells of a barrier.
  case barrier(Int)
}

/// What people answered in the columns of the job model.
public struct JobAnswers: Sendable {
  /// The texts of a column.
  struct Texts: Sendable {
    /// The different texts, a blank cell among them as "".
    var levels: [String]
    /// Positions in `levels` by respondent.
    var codes: [UInt32]
  }

  /// By column of texts.
  var texts: [JobColumn: Texts] = [:]
  /// By column of ratings: rating codes by respondent.
  var ratings: [JobColumn: [UInt8]] = [:]

  /// Nothing answered.
  public init() {}

  init(_ table: DecodedTable, _ assignment: ColumnAssignment, kept: [Int]?) {
    for (column, index) in assignment.job {
      switch table.columns[index] {
      case .text(let found):
        let codes = kept.map { rows in rows.map { found.codes[$0] } } ?? found.codes
        texts[column] = Texts(levels: found.levels, codes: codes)
      case .codes(let found):
        ratings[column] = kept.map { rows in rows.map { found.codes[$0] } } ?? found.codes
      default: continue
      }
    }
  }
}

extension Study {
  /// The columns of the job model that are read as texts, in the order of the study.
  var jobColumns: [(use: JobColumn, column: ColumnReference)] {
    var columns: [(JobColumn, ColumnReference)] = steps.enumerated().compactMap { step in
      step.element.repeats.map { (.repeats(step.offset), $0) }
    }
    if let abandoned = chain.abandoned { columns.append((.abandoned, abandoned)) }
    for (index, outcome) in success.enumerated() {
      if let column = outcome.expectation { columns.append((.expectation(index), column)) }
      if let column = outcome.happened { columns.append((.happened(index), column)) }
    }
    columns += measures.enumerated().map { (.measure($0), $1.column) }
    return columns
  }

  /// The columns of the job model that hold ratings, in the order of the study.
  var jobRatings: [(use: JobColumn, column: ColumnReference)] {
    let efforts = outcomes.enumerated().compactMap { index, outcome in
      outcome.effort.map { (use: JobColumn.effort(index), column: $0) }
    }
    return efforts
      + success.enumerated().flatMap { index, outcome in
        let columns: [(JobColumn, ColumnReference?)] = [
          (.importance(index), outcome.importance), (.satisfaction(index), outcome.satisfaction),
          (.expected(index), outcome.expected),
        ]
        return columns.compactMap { use, column in column.map { (use, $0) } }
      }
  }

  /// Whether a text of the data means that nothing was answered.
  func isMissing(_ text: String) -> Bool {
    text.isEmpty || responses.missing.contains { ByteText($0.text) == ByteText(text) }
  }
}
