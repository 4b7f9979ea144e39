/// `a` or `an`: by the sound that a word begins with, not by its first letter.
enum EnglishArticle {
  /// Vowel letters that are said with a consonant in front: a user, a European, a one-man firm.
  private static let consonantSounds = [
    "eu", "ew", "ubiq", "ufo", "uga", "uk", "unanim", "unes", "uni", "ura", "uri", "uro", "uru",
    "usa", "use", "usi", "usu", "ute", "uti", "uto", "uzb",
  ]
  /// Words of that spelling which begin with the prefix "un" or "im": an uninsured person.
  private static let exceptions = ["uniden", "unim", "unin", "uniss"]
  private static let silent = ["heir", "honest", "honor", "honour", "hour"]
  private static let ones: Set<String> = ["once", "one", "oneself"]
  /// Letters whose names begin with a vowel: an SEO manager, an X-ray nurse.
  private static let vowelNames = Set("AEFHILMNORSX")
  /// Longer words in capitals are words, not letters.
  private static let longestAcronym = 4

  /// The article before a text.
  static func before(_ text: String) -> String { isVowelSound(text) ? "an" : "a" }

  // MARK: - Steps

  private static func isVowelSound(_ text: String) -> Bool {
    let token = text.prefix { $0.isLetter || $0.isNumber }
    if token.first?.isNumber == true {
      let number = token.prefix(while: \.isNumber)
      return number.first == "8" || number == "11" || number == "18"
    }
    let word = text.prefix(while: \.isLetter)
    guard let first = word.first else { return false }
    if isSpelled(word) { return vowelNames.contains(first) }
    let lower = word.lowercased()
    if silent.contains(where: lower.hasPrefix) { return true }
    if ones.contains(lower) { return false }
    let isConsonant =
      consonantSounds.contains(where: lower.hasPrefix)
      && !exceptions.contains(where: lower.hasPrefix)
    return !isConsonant && "aeiou".contains(lower.prefix(1))
  }

  /// Whether letters are said by their names: IT, SEO, MSc, the X of X-ray.
  private static func isSpelled(_ word: Substring) -> Bool {
    guard word.count <= longestAcronym, word.first?.isUppercase == true else { return false }
    return word.dropFirst().first?.isUppercase ?? true
  }
}
