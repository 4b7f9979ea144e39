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

  @Test(
    "marks between the parts of a name do not count, and a beginning finds the one it begins",
    arguments: [
      ("agegroup", "age_group"), ("Age-Group", "age_group"), ("age group", "age_group"),
      ("gave_up", "gave_up_at"), ("gave", "gave_up_at"), ("sat21", "sat_21"), ("sat_2", nil),
      ("imp", nil), ("ga", nil), ("q11", "q11"), ("q-1-1", "q1_1"), ("resid", "residence"),
    ] as [(String, String?)])
  func marks(word: String, meant: String?) {
    let names = [
      "age_group", "gave_up_at", "sat_21", "imp_a", "imp_b", "q11", "q1_1", "residence",
    ]
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
