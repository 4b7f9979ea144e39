/// An outcome statement in few words: its own, without the head that all statements share.
///
/// "Minimize the likelihood that a patch breaks a running service" says the same as all others up
/// to "a patch breaks a running service".
enum OutcomeWords {
  private static let verbs: Set<String> = [
    "minimize", "minimise", "reduce", "decrease", "lower", "increase", "maximize", "maximise",
    "improve", "avoid",
  ]
  private static let units: Set<String> = [
    "time", "likelihood", "risk", "chance", "probability", "effort", "number", "amount", "share",
    "cost", "costs", "frequency", "percentage", "proportion", "degree", "rate",
  ]
  /// What joins the unit with what is measured, the longest first.
  private static let joints: [[String]] = [
    ["it", "takes", "to"], ["required", "to"], ["needed", "to"], ["it", "takes"], ["that"], ["of"],
    ["to"], ["for"],
  ]

  /// The statement without its head; the whole of it where there is none. The first letter is a
  /// capital.
  static func short(_ statement: String) -> String {
    let words = statement.split(separator: " ").map(String.init)
    let rest = words.dropFirst(headCount(words))
    let text = (rest.isEmpty ? words[...] : rest).joined(separator: " ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// The words of the head: verb, article, unit, joint; 0 where the statement begins otherwise.
  private static func headCount(_ words: [String]) -> Int {
    let plain = words.map { $0.lowercased() }
    guard let first = plain.first, verbs.contains(first) else { return 0 }
    var count = 1
    if plain.count > count, ["the", "a", "an"].contains(plain[count]) { count += 1 }
    guard plain.count > count, units.contains(plain[count]) else { return 1 }
    count += 1
    for joint in joints where Array(plain.dropFirst(count).prefix(joint.count)) == joint {
      return count + joint.count
    }
    return count
  }
}
