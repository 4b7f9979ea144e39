import Groundwork
import Testing

@Suite("Suggestion")
struct SuggestionTests {
  let keys = ["responses", "respondent", "outcomes", "segments", "scale", "top", "weight"]

  @Test(
    "a mistyped word finds the one that was meant",
    arguments: [
      ("respones", "responses"), ("reponses", "responses"), ("outcmoes", "outcomes"),
      ("Segments", "segments"), ("weihgt", "weight"), ("topp", "top"), ("tpo", "top"),
      ("scal", "scale"),
    ])
  func typo(word: String, meant: String) {
    #expect(Suggestion.nearest(to: word, among: keys) == meant)
  }

  @Test(
    "a word that is far from all finds nothing",
    arguments: ["", "colour", "zzz", "importance"])
  func far(word: String) {
    #expect(Suggestion.nearest(to: word, among: keys) == nil)
  }

  @Test(
    "a name with another number is another name, one with other zeros is not",
    arguments: [
      ("99", nil), ("19", nil), ("1", "01"), ("009", "09"), ("imp_99", nil), ("imp_1", "imp_01"),
      ("imp-01", "imp_01"), ("ipm_01", "imp_01"), ("x", nil), ("so", nil), ("sxe", "sex"),
    ] as [(String, String?)])
  func numbers(word: String, meant: String?) {
    let names = ["01", "09", "imp_01", "imp_09", "sex", "y"]
    #expect(Suggestion.nearest(to: word, among: names) == meant)
  }

  @Test("without candidates there is nothing to suggest")
  func noCandidates() {
    #expect(Suggestion.nearest(to: "scale", among: []) == nil)
  }

  @Test("of equally near candidates the first wins")
  func ties() {
    #expect(Suggestion.nearest(to: "imp_x1", among: ["imp_01", "imp_11"]) == "imp_01")
    #expect(Suggestion.nearest(to: "imp_x1", among: ["imp_11", "imp_01"]) == "imp_11")
  }

  @Test("swapped neighbours count as one mistake, not two")
  func swap() {
    #expect(Suggestion.nearest(to: "agn", among: ["gan"]) == "gan")
    #expect(Suggestion.nearest(to: "nga", among: ["gan"]) == nil)
  }
}
