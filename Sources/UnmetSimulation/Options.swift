/// What the command line asks for.
struct Options {
  var surveyCount = MonteCarlo.standardCount
  var seed: UInt64 = 1
  /// The experiments to run; empty for all.
  var only: [String] = []
  /// The file to write the tables to; `nil` for the standard output alone.
  var out: String?
  var threadCount: Int?

  /// Fails at anything that it does not know.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      if name == "--quick" {
        surveyCount = 200
        continue
      }
      guard let value = rest.popFirst(), take(name, value) else { return nil }
    }
  }

  private mutating func take(_ name: String, _ value: String) -> Bool {
    switch name {
    case "--surveys":
      guard let count = Int(value), count >= 10 else { return false }
      surveyCount = count
    case "--seed":
      guard let number = UInt64(value) else { return false }
      seed = number
    case "--threads":
      guard let count = Int(value), count >= 1 else { return false }
      threadCount = count
    case "--only": only.append(value)
    case "--out": out = value
    default: return false
    }
    return true
  }
}
