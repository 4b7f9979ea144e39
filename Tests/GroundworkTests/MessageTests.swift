import Groundwork
import Testing

@Suite("Message and ExitStatus")
struct MessageTests {
  @Test("a sentence with everything in it")
  func whole() {
    let message = Message(
      "responses.csv:1842:7", "item imp_03 is outside its scale", found: "\"6\"",
      expected: "1 to 5", fix: "correct the value, or widen the scale at study.yaml:31")
    #expect(
      message.description == "responses.csv:1842:7: item imp_03 is outside its scale, "
        + "found \"6\", expected 1 to 5. "
        + "Fix: correct the value, or widen the scale at study.yaml:31.")
  }

  @Test("parts that say nothing are left out")
  func short() {
    let message = Message("study.yaml", "the file is empty", fix: "write one with unmet init")
    #expect(
      message.description == "study.yaml: the file is empty. Fix: write one with unmet init.")
    let found = Message("a", "b", found: "c", fix: "d")
    #expect(found.description == "a: b, found c. Fix: d.")
    let expected = Message("a", "b", expected: "c", fix: "d")
    #expect(expected.description == "a: b, expected c. Fix: d.")
  }

  @Test(
    "what could steer a terminal or mislead the eye is written out",
    arguments: [
      ("\u{1B}[2J", "\\u{1b}[2J"), ("a\nb", "a\\u{a}b"), ("a\r\nb", "a\\u{d}\\u{a}b"),
      ("\u{0}", "\\u{0}"), ("\u{7F}", "\\u{7f}"), ("\u{9B}0m", "\\u{9b}0m"),
      ("\u{202E}abc", "\\u{202e}abc"), ("\u{2066}x", "\\u{2066}x"), ("\u{2028}", "\\u{2028}"),
      ("\u{2029}", "\\u{2029}"), ("\u{FEFF}id", "\\u{feff}id"), ("\u{200B}", "\\u{200b}"),
    ])
  func escapes(text: String, expected: String) {
    #expect(Message.escaped(text) == expected)
    #expect(Message("a", text, fix: "b").description == "a: \(expected). Fix: b.")
  }

  @Test("ordinary text of any language stays as it is")
  func untouched() {
    let text = "Zoë \"quoted\" 漢字 ¿qué? — e\u{301} 🚀 100 %"
    #expect(Message.escaped(text) == text)
    #expect(Message.escaped("").isEmpty)
  }

  @Test("a failure with one thing to correct gives one sentence")
  func oneSentence() {
    struct Lost: Failure {
      var message: Message { Message("a.csv", "the file is lost", fix: "find it") }
      var exitStatus: Groundwork.ExitStatus { .inputMissing }
    }
    #expect(Lost().messages == [Lost().message])
  }

  @Test("the exit statuses are those of sysexits.h, and none collides with a signal")
  func statuses() {
    let expected: [Groundwork.ExitStatus: Int32] = [
      .success: 0, .usage: 64, .data: 65, .inputMissing: 66, .unavailable: 69,
      .internalFault: 70, .cannotCreate: 73, .inputOutput: 74, .tryLater: 75, .permission: 77,
      .studyFile: 78,
    ]
    #expect(Set(Groundwork.ExitStatus.allCases) == Set(expected.keys))
    for (status, value) in expected { #expect(status.rawValue == value) }
    #expect(Groundwork.ExitStatus.allCases.allSatisfy { $0.rawValue < 128 })
  }
}
