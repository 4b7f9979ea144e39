import Testing

@testable import Survey

@Suite("JSON that the program wrote is read back")
struct JSONDocumentTests {
  private func document(_ text: String) -> JSONDocument? { JSONDocument(Array(text.utf8)) }

  @Test("objects, lists, texts and numbers are found by their names")
  func values() throws {
    let text = #"{"a": [1, 2.5e-3, -7], "b": {"c": "x \"y\" \u00e9", "d": null}, "e": true}"#
    let root = try #require(document(text))
    #expect(root["a"]?.items?.map(\.number) == [1, 0.0025, -7])
    #expect(root["a"]?.items?.first?.integer == 1)
    #expect(root["b"]?["c"]?.text == "x \"y\" é")
    #expect(root["b"]?["d"]?.text == nil)
    #expect(root["e"]?.isTrue == true)
    #expect(root.members?.keys.sorted() == ["a", "b", "e"])
    #expect(root["b"]?.items == nil && root["z"] == nil && root["a"]?["b"] == nil)
  }

  @Test("what is no number is none", arguments: ["0x10", "nan", "inf", "1e999", "one", "null"])
  func noNumber(text: String) throws {
    #expect(try #require(document("{\"a\": \"\(text)\"}"))["a"]?.number == nil)
  }

  @Test("broken and oversized texts are nothing")
  func broken() {
    #expect(document("{\"a\": ") == nil)
    #expect(JSONDocument(Array("{\"a\": 1}".utf8), byteLimit: 4) == nil)
  }
}
