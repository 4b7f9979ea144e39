import Survey
import Testing

/// Study files made to be slow or to fill the memory.
///
/// Each is refused within milliseconds; without the guards the first three take minutes and
/// gigabytes, so the limit ends a run that hangs.
@Suite("Study files made to be slow", .timeLimit(.minutes(3)))
struct StudyBombTests {
  private func check(_ text: String, _ beginning: String) {
    let sentences = StudyCase.sentences(text)
    #expect(sentences.first?.hasPrefix("study.yaml:" + beginning) == true, "\(sentences)")
  }

  /// Each line stands for nine of the line before.
  private var billionLaughs: String {
    var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in 1..<12 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      lines.append("a\(level): &a\(level) [\(aliases)]")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test("aliases of aliases")
  func aliases() { check(billionLaughs, "1:5: anchors (&) are refused") }

  @Test("aliases of aliases as keys")
  func aliasKeys() {
    check(billionLaughs + "? *a11 : x\n? *a10 : y\n", "1:5: anchors (&) are refused")
  }

  @Test("merge keys of merge keys")
  func mergeKeys() {
    let text = billionLaughs.replacing("[x, x, x, x, x, x, x, x, x]", with: "{x: 1}")
      .replacing("[*", with: "{<<: [*").replacing("]", with: "]}")
    check(text, "1:5: anchors (&) are refused")
  }

  @Test("an asterisk in a text is no alias")
  func asterisks() throws {
    let study = try StudyCase.parse(
      StudyCase.shortest + "weight: \"*\"\nsegments: [a * b, '*x', \"& c\", \"!d\"]\n")
    #expect(study.weight?.text == "*")
    #expect(study.segmentations.map(\.name) == ["a * b", "*x", "& c", "!d"])
  }

  @Test("brackets and indentation without end")
  func depth() {
    check(String(repeating: "[", count: 50_000), "1:101: the nesting is too deep")
    check(String(repeating: "- ", count: 20_000), "1:1999: the nesting is too deep")
    let steps = (0..<900).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    check(steps, "12:12: the nesting is too deep")
  }

  @Test("ten megabytes")
  func size() {
    check(
      "a: " + String(repeating: "x", count: 10 << 20),
      "1:1: the study file is too large, expected at most 1048576 bytes")
  }

  @Test("twenty thousand unknown keys, outcomes and items on one line")
  func many() {
    check((0..<20_000).map { "k\($0): 1\n" }.joined(), "1:1: unknown key `k0`")
    let ids = (0..<20_000).map { "y\($0)" }.joined(separator: ", ")
    let steps = "steps: {a: {text: b, outcomes: [\(ids)]}}\n"
    check(StudyCase.shortest + steps, "10:33: step a names an unknown outcome")
  }

  @Test("no text ends the program, and none with an alias is read")
  func randomTexts() {
    let pieces = [
      "&a ", "*a", "!t ", "<<", "- ", ": ", "? ", ", ", "[", "]", "{", "}", "'", "\"", "\n", "\n  ",
      " ", "a", "b: c", "|", ">", "#", " #", "%", "@", "`", "---\n", "...\n", "\\x41", "\t",
      "study: ", "job: ", "\u{E9}", "\u{85}", "\u{FEFF}", "~", "outcomes:\n  list:\n  - ",
    ]
    var state: UInt64 = 20_260_101
    for _ in 0..<4_000 {
      var text = ""
      for _ in 0..<12 {
        // The linear generator of Knuth's MMIX; its high bits are good enough to pick pieces.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      let sentences = StudyCase.sentences(text)
      #expect(!sentences.isEmpty, "\(text)")
      #expect(sentences.allSatisfy { $0.hasPrefix("study.yaml:") && $0.contains(". Fix: ") })
    }
  }
}
