import Groundwork
import Tables

/// A column of the job model beyond the ratings of key outcomes, and what it is for.
enum JobColumn: Hashable, Sendable {
  /// How often a step had to be done again; the step's position.
  case repeats(Int)
  /// At which step the person gave up.
  case abandoned
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

  /// By column.
  var texts: [JobColumn: Texts] = [:]

  /// Nothing answered.
  public init() {}

  init(_ table: DecodedTable, _ assignment: ColumnAssignment, kept: [Int]?) {
    for (column, index) in assignment.job {
      guard case .text(let found) = table.columns[index] else { continue }
      let codes = kept.map { rows in rows.map { found.codes[$0] } } ?? found.codes
      texts[column] = Texts(levels: found.levels, codes: codes)
    }
  }

  /// What a column means, text by text.
  ///
  /// - Parameters:
  ///   - column: the column.
  ///   - meaning: of each different text; `nil` for no answer.
  /// - Returns: by respondent; `nil` where the study has no such column.
  func read<Meaning>(
    _ column: JobColumn, as meaning: (String) -> Meaning?
  ) -> [Meaning?]? {
    guard let found = texts[column] else { return nil }
    let meanings = found.levels.map(meaning)
    return found.codes.map { meanings[Int($0)] }
  }
}

extension Study {
  /// The columns of the job model that are read as texts, in the order of the study.
  var jobColumns: [(use: JobColumn, column: ColumnReference)] {
    var columns: [(JobColumn, ColumnReference)] = steps.enumerated().compactMap { step in
      step.element.repeats.map { (.repeats(step.offset), $0) }
    }
    if let abandoned = chain.abandoned { columns.append((.abandoned, abandoned)) }
    return columns
  }

  /// Whether a text of the data means that nothing was answered.
  func isMissing(_ text: String) -> Bool {
    text.isEmpty || responses.missing.contains { ByteText($0.text) == ByteText(text) }
  }
}
