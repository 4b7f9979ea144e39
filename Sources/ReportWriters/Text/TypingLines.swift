import Statistics
import Survey

/// How new people are typed: the few questions, and what they are worth.
enum TypingLines {
  static func lines(_ result: AnalysisResult) -> [String] {
    // Without segments the section above has said all there is to say.
    guard let clusters = result.clusters.section, !clusters.clusters.isEmpty else { return [] }
    let title = "TO TYPE NEW PEOPLE"
    switch result.typing {
    case .refused(let reason):
      return TextLayout.paragraph(
        "\(title) Not computed: \(Naming.safe(reason)).", first: "", rest: "  ")
    case .done(let section):
      guard let heldOut = section.heldOut, let golden = section.model.golden else {
        let text =
          "\(title) ask all questions and use `unmet classify model.json`. No few questions: "
          + "\(Naming.safe(section.model.goldenReason))."
        return TextLayout.paragraph(text, first: "", rest: "  ")
      }
      return [title] + PeopleSection.constructed(clusters.search)
        + TextLayout.paragraph(sentence(section, golden, heldOut))
    }
  }

  // MARK: - Steps

  private static func sentence(
    _ section: TypingSection, _ golden: GoldenRoute, _ heldOut: TypingAccuracy
  ) -> String {
    let model = section.model
    let columns = golden.questions.map { Naming.safe(model.column(of: $0)) }
    let ratings = NumberText.counted(columns.count, "rating")
    let outcomes = NumberText.counted(Set(golden.questions.map(\.outcome)).count, "outcome")
    var text = "Ask these \(ratings) of \(outcomes): \(columns.joined(separator: ", ")). "
    text += OlderScaleWords(model, golden).brief
    text += "Expected accuracy \(NumberText.percent(heldOut.accuracy)) "
    text += "(kappa \(NumberText.decimal(heldOut.kappa, 2)); chance: "
    text += "\(NumberText.percent(heldOut.largestShare)) by always naming the largest segment, "
    text += "\(NumberText.percent(heldOut.proportionalChance)) by the shares), measured on people "
    text +=
      "held out while segments and questions were found again; of the people of each segment are "
    text += "typed rightly " + recalls(model, heldOut) + ". "
    text += "`unmet classify model.json new.csv` types people by them, or exactly by all "
    text += "questions; typing.csv, typing-formula.txt, typing-decipher.txt and typing.sql hold "
    text += "the same rule for other programs."
    return text
  }

  private static func recalls(_ model: TypingModel, _ heldOut: TypingAccuracy) -> String {
    zip(model.segments, heldOut.recalls).map { segment, recall in
      "\(recall.isFinite ? NumberText.percent(recall) : "-") of \(Naming.safe(segment.label))"
    }.joined(separator: ", ")
  }
}
