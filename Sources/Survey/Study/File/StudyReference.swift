/// The reference of the study file, made from the table of its keys.
public enum StudyReference {
  /// A Markdown table: key, what may stand there, what it is for, an example.
  public static let markdown: String = {
    var lines = ["| key | value | meaning | example |", "| --- | --- | --- | --- |"]
    for key in StudyKey.all where !key.path.hasSuffix("[]") && key.name != "*" {
      let name = "`\(key.path)`" + (key.isRequired ? " (required)" : "")
      lines.append(
        "| \(name) | \(escaped(words(of: key))) | \(escaped(key.summary)) "
          + "| `\(escaped(key.example))` |")
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  // MARK: - Steps

  /// What may stand there; of a list also what its items are.
  private static func words(of key: StudyKey) -> String {
    guard key.forms.contains(.list) else { return key.words }
    return "\(key.words) of \(StudyKey.at(key.path + "[]").words)"
  }

  private static func escaped(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
