import Survey

/// What the study asks for and this run did not do, each with its reason: nothing vanishes.
enum NotDoneSection {
  static func lines(_ result: AnalysisResult) -> [String] {
    guard !result.notDone.isEmpty else { return [] }
    return ["NOT DONE"]
      + result.notDone.flatMap { TextLayout.paragraph(sentence($0), first: "  - ") }
  }

  private static func sentence(_ text: String) -> String {
    let safe = Naming.safe(text)
    return safe.hasSuffix(".") ? safe : safe + "."
  }
}
