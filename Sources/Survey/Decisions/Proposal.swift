/// A solution that is proposed: which outcomes it is to serve.
public struct Proposal: Sendable, Equatable {
  /// The name under which the study file has it.
  public var name: String
  /// What is proposed.
  public var text: String
  /// The positions in the study of the key outcomes that it serves.
  public var outcomes: [Int]
  /// The positions in the study of the success outcomes that it serves.
  public var success: [Int]
  /// Kinds of progress that it promises, in the study's own words.
  public var progress: [String]
  /// The expected ratio of satisfaction with what it serves, 1 or more; `nil` where the study
  /// expects nothing.
  public var effect: Double?
  /// Where the study file names it.
  public var place: Place

  /// A proposal that serves nothing yet.
  public init(name: String, text: String, place: Place) {
    (self.name, self.text, self.place) = (name, text, place)
    (outcomes, success, progress, effect) = ([], [], [], nil)
  }
}

extension StudyKey {
  static let proposalKeys: [StudyKey] = [
    StudyKey(
      "proposals", [.named],
      "Solutions that are proposed, and the outcomes each is to serve: what of the opportunity "
        + "would they cover?",
      example: "{autopilot: {text: Patch without anybody's doing, outcomes: [01, 02]}}"),
    StudyKey(
      "proposals.*", [.mapping], "One proposal, under its name.",
      example: "{text: Patch without anybody's doing, outcomes: [01, 02]}"),
    StudyKey(
      "proposals.*.text", [.text(.text)], isRequired: true, "What is proposed.",
      example: "Patch without anybody's doing"),
    StudyKey(
      "proposals.*.outcomes", [.list], isRequired: true,
      "The ids of the key and success outcomes that it serves.", example: "[01, 02]"),
    StudyKey(
      "proposals.*.outcomes[]", [.text(.text)], "The id of an outcome.", example: "\"01\""),
    StudyKey(
      "proposals.*.progress", [.list],
      "Kinds of progress that it promises, in the words of `outcomes.list[].progress`.",
      example: "[whole job]"),
    StudyKey(
      "proposals.*.progress[]", [.text(.text)], "A kind of progress.", example: "whole job"),
    StudyKey(
      "proposals.*.effect", [.text(.number(minimum: 1))],
      "How many times as many people are expected to be satisfied with what it serves.",
      example: "1.3"),
  ]
}

extension StudyBuilder {
  mutating func proposals(_ cursor: StudyCursor?, in study: Study) -> [Proposal] {
    let names = study.outcomes.map(\.id) + study.success.map(\.id)
    return (cursor?.named ?? []).map { name, place, value in
      var proposal = Proposal(name: name, text: value["text"]?.text ?? "", place: place)
      if let list = value["outcomes"] {
        _ = distinctTexts(list)
        for item in list.items {
          if let index = study.outcomes.firstIndex(where: { $0.id == item.text }) {
            proposal.outcomes.append(index)
          } else if let index = study.success.firstIndex(where: { $0.id == item.text }) {
            proposal.success.append(index)
          } else {
            report(
              .unknownName(
                key: item.path, text: item.text,
                suggestion: problems.suggestion(for: item.text, among: names), known: names),
              at: item.place)
          }
        }
      }
      if let list = value["progress"] { proposal.progress = distinctTexts(list) }
      proposal.effect = value["effect"].flatMap { StudyText.number($0.text) }
      return proposal
    }
  }
}
