import Testing

@testable import Survey

@Suite("A or an")
struct EnglishArticleTests {
  @Test(
    "A word that is said with a consonant in front takes a",
    arguments: [
      "user", "User of the service", "unit manager", "European buyer", "one-man firm", "university",
      "UX lead", "UI designer", "utility", "Ukrainian", "unanimous board", "manager", "CEO",
      "PhD student", "10-year client", "UNICEF officer", "MANAGER", "1st-line agent", "",
    ])
  func consonants(text: String) {
    #expect(EnglishArticle.before(text) == "a", "\(text)")
  }

  @Test(
    "A word that is said with a vowel in front takes an",
    arguments: [
      "admin", "operator", "hour", "honest buyer", "heir", "honorary member", "SEO manager",
      "HR lead", "IT manager", "X-ray nurse", "MSc student", "uninsured patient",
      "unimportant person", "usher", "utmost expert", "urban planner", "onerous task",
      "8-hour worker", "11th user", "eCommerce lead", "unidentified caller", "iOS user",
    ])
  func vowels(text: String) {
    #expect(EnglishArticle.before(text) == "an", "\(text)")
  }

  @Test("Stories use it")
  func stories() {
    #expect(StoryWords.performer(["User", "Admin"]) == "a user or admin")
    #expect(StoryWords.performer(["SEO manager"]) == "an SEO manager")
  }
}
