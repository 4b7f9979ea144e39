import Groundwork
import Tables

// The sentences of `SurveyError` on designs and margins.

extension SurveyError {
  var designMessage: Message {
    switch self {
    case .blankDesign(let column, let input, let use, let count, let row):
      Message(
        input, "the \(use) column \"\(column.text)\" is blank in \(rowsText(count))",
        found: "the first in row \(row)", expected: "an answer in every row",
        fix: "fill it in, or leave these respondents out of the file")
    case .badReplicates(let column, let input, let fault):
      SurveyError.badReplicates(column, input, fault)
    case .badPopulation(let column, let input, let place, let count):
      Message(
        place.map { "\(input):\($0.line):\($0.byteColumn)" } ?? input,
        "the population column \"\(column.text)\" is no number above 0 in \(rowsText(count))",
        found: place.map { "\"\($0.text)\"" }, expected: "how many units there are",
        fix: "correct the column, or delete `population` at \(column.place)")
    case .lonelyUnit(let column, let input, let stratum):
      Message(
        column?.place.description ?? input, "stratum \"\(stratum)\" has too few sampling units",
        found: "1", expected: "at least 2, or nobody can know how much units differ",
        fix: "join it with a like stratum, or write `lonely-units: center` under design")
    case .impossiblePopulation(
      let column, let input, let stratum, let found, let expected, let units):
      Message(
        column?.place.description ?? input,
        "the population of stratum \"\(stratum)\" is impossible", found: wholeText(found),
        expected: expected.map { "\(wholeText($0)), as in its other rows" }
          ?? "at least its \(units) units in the data",
        fix: "correct the population column")
    default: preconditionFailure("no sentence for \(self)")
    }
  }

  private static func badReplicates(
    _ column: ColumnReference, _ input: String, _ fault: ReplicateFault
  ) -> Message {
    let name = "\"\(column.text)\" of \(input)"
    func message(_ what: String, _ found: String, _ expected: String, _ fix: String) -> Message {
      Message(column.place.description, what, found: found, expected: expected, fix: fix)
    }
    switch fault {
    case .sum(let ratio):
      return message(
        "the replicate weights \(name) do not sum to about what the weights do",
        "\(wholeText((ratio * 1000).rounded() / 1000)) times their sum", "0.5 to 2 times",
        "name columns of whole weights; multiply factors by the weight first")
    case .factors:
      return message(
        "the replicate weights \(name) and their like do not follow the weights",
        "factors", "weights times factors", "multiply the columns by the weight first")
    case .fullWeights:
      return message(
        "the replicate weights \(name) are the weights themselves", "no respondent differs",
        "a half sample, a sample without a unit or one drawn anew",
        "take this column out of `design.replicates.columns`")
    case .halves(let kept, let stated):
      return message(
        "the half samples \(name) and their like were made with another factor of Fay's",
        "at least \(percentText(kept)) of each weight is kept", percentText(stated),
        kept > 0 ? "write `fay: \(wholeText((kept * 100).rounded() / 100))`" : "delete `fay`")
    case .strata:
      return message(
        "the jackknife \(name) leaves some weights as they are, as one with strata does",
        "no `scales`", "(n - 1) / n for each replicate, n the units of its stratum",
        "add `scales` under `design.replicates`")
    }
  }

  var marginMessage: Message {
    switch self {
    case .unknownMarginAnswer(let column, let input, let answer, let count, let nearest):
      Message(
        column.place.description,
        "\(count) respondents of \(input) give an answer that margin \"\(column.text)\" has no "
          + "target for", found: "\"\(answer)\"", expected: "one of its targets",
        fix: nearest.map { "write \"\(answer)\" where the targets have \"\($0)\"" }
          ?? "add its share to the targets, or declare it under `responses.missing`")
    case .emptyTarget(let column, let input, let answer, let share):
      Message(
        column.place.description,
        "nobody in \(input) is \"\(answer)\" in margin \"\(column.text)\"",
        found: "no weight", expected: percentText(share),
        fix: "join it with another answer in the data, or correct the spelling of the target")
    case .marginsNotMet(let column, let input, let answer, let found, let target, let cycles):
      Message(
        column.place.description,
        "the margins cannot be met together: after \(cycles) cycles over \(input), margin "
          + "\"\(column.text)\" is off at \"\(answer)\"", found: percentText(found),
        expected: percentText(target), fix: "join small answers, or leave a margin out")
    case .dependentMargins(let column, let input):
      Message(
        column.place.description, "the margins sort the respondents of \(input) alike",
        fix: "leave one of them out")
    default: preconditionFailure("no sentence for \(self)")
    }
  }
}
