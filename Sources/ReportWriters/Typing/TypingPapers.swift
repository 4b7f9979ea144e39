public import Survey

/// The files of the typing tool, where there is one.
public enum TypingPapers {
  /// The names of all files that there may be.
  public static let names = [
    "model.json", "typing.csv", "typing-formula.txt", "typing-decipher.txt", "typing.sql",
  ]

  /// The papers of a typing tool: the model alone where no few questions were found.
  public static func papers(_ section: TypingSection?) -> [Paper] {
    guard let section else { return [] }
    let model = section.model
    let always = [
      Paper(name: "model.json") { Array(TypingModelJSON.text(model).utf8) },
      Paper(name: "typing.csv") { TypingCSV.bytes(section) },
    ]
    guard let golden = model.golden else { return always }
    return always + [
      Paper(name: "typing-formula.txt") { Array(TypingFormula.text(model, golden).utf8) },
      Paper(name: "typing-decipher.txt") { Array(TypingDecipher.text(model, golden).utf8) },
      Paper(name: "typing.sql") { Array(TypingSQL.text(model, golden).utf8) },
    ]
  }
}
