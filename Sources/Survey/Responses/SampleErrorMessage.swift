import Groundwork
import Tables

// The sentences of `SurveyError` on designs and margins.

extension SurveyError {
  var designMessage: Message {
    switch self {
    case .blankDesign(let column, let input, let use, let count, let row):
      Message(
        input, "the \(use) column \"\(column.text)\" is blank in \(count) rows",
        found: "the first in row \(row)", expected: "an answer in every row",
        fix: "fill it in, or leave these respondents out of the file")
    case .factorsAsWeights(let column, let input, let ratio):
      Message(
        column.place.description,
        "the replicate weights \"\(column.text)\" of \(input) do not sum to about what the "
          + "weights do",
        found: "\(wholeText((ratio * 1000).rounded() / 1000)) times their sum",
        expected: "0.5 to 2 times",
        fix: "name columns of whole weights; multiply factors by the weight first")
    case .badPopulation(let column, let input, let place, let count):
      Message(
        place.map { "\(input):\($0.line):\($0.byteColumn)" } ?? input,
        "the population column \"\(column.text)\" is no number above 0 in \(count) rows",
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
