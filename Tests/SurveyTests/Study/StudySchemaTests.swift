import Foundation
import Testing

@testable import Survey

@Suite("The schema of the study file")
struct StudySchemaTests {
  /// The schema as dictionaries and lists.
  private func schema() throws -> [String: Any] {
    let json = try JSONSerialization.jsonObject(with: Data(StudySchema.json.utf8))
    return try #require(json as? [String: Any])
  }

  /// The paths of all keys in a schema, as the table writes them.
  private func paths(_ schema: [String: Any], _ path: String) -> [String] {
    var found: [String] = []
    for form in [schema] + (schema["anyOf"] as? [[String: Any]] ?? []) {
      for (name, value) in form["properties"] as? [String: [String: Any]] ?? [:] {
        let child = path.isEmpty ? name : "\(path).\(name)"
        found += [child] + paths(value, child)
      }
      if let items = form["items"] as? [String: Any] {
        found += ["\(path)[]"] + paths(items, "\(path)[]")
      }
      if form["propertyNames"] == nil, let named = form["additionalProperties"] as? [String: Any] {
        found += ["\(path).*"] + paths(named, "\(path).*")
      }
    }
    return found
  }

  @Test("the schema is JSON of draft-07 and has exactly the keys of the table")
  func keys() throws {
    let schema = try schema()
    #expect(schema["$schema"] as? String == "http://json-schema.org/draft-07/schema#")
    #expect(schema["additionalProperties"] as? Bool == false)
    #expect(paths(schema, "").sorted() == StudyKey.all.map(\.path).sorted())
    let required = try #require(schema["required"] as? [String])
    #expect(required == ["study", "job", "responses", "outcomes"])
  }

  @Test("the reader knows every key of the table, and its example is a good value")
  func examples() {
    for key in StudyKey.all where key.parent.isEmpty && !key.path.hasSuffix("[]") {
      let lines = StudyCase.shortest.split(separator: "\n", omittingEmptySubsequences: false)
      let others =
        key.isRequired && key.name != "outcomes"
        ? lines.filter { !$0.hasPrefix("\(key.name):") } : lines[...].map { $0 }
      guard key.name != "outcomes" else { continue }
      // A chain is of steps, an experience of what is attained.
      let needed = [
        "chain": "steps: {one: {text: One, outcomes: [01]}}\n",
        "experience": "success: [{id: s1, text: Attained, satisfaction: s1}]\n",
      ]
      let text =
        others.joined(separator: "\n") + (needed[key.name] ?? "")
        + "\(key.name): \(key.example)\n"
      #expect(StudyCase.sentences(text) == [], "\(key.path)")
    }
  }

  @Test("every example of the table satisfies its own key")
  func ownExamples() {
    for key in StudyKey.all {
      guard let rule = key.text, !key.forms.contains(.mapping) else { continue }
      let isQuoted = key.example.hasPrefix("\"")
      let text = isQuoted ? String(key.example.dropFirst().dropLast()) : key.example
      #expect(rule.isSatisfied(by: text), "\(key.path)")
    }
  }

  @Test("docs/study-file.md is the reference; `unmet schema --reference` prints it")
  func page() throws {
    let file = Places.root.appendingPathComponent("docs/study-file.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.hasSuffix("\n\n" + StudyReference.markdown))
  }

  @Test("the reference names every key that stands in a mapping")
  func reference() {
    for key in StudyKey.all where !key.path.hasSuffix("[]") && key.name != "*" {
      #expect(StudyReference.markdown.contains("| `\(key.path)`"), "\(key.path)")
    }
  }
}
