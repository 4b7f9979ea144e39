/// Words that must not stand in the code of some rooms, each with the reason.
struct WordRule {
  /// Whether a token breaks the rule.
  let matches: @Sendable (Token) -> Bool
  /// The rooms that may use the word.
  var except: Set<String> = []
  /// The rooms that the rule is about; empty for all.
  var onlyIn: Set<String> = []
  /// What the offender is told.
  let reason: String

  static let all: [WordRule] = [
    WordRule(
      matches: { calls($0, ["print", "debugPrint", "dump", "puts", "putchar"]) },
      except: peopleRooms, reason: "prints; only unmet speaks to people"),
    WordRule(
      matches: { calls($0, ["fatalError", "exit", "abort", "_exit"]) },
      except: peopleRooms, reason: "ends the process; throw a failure of the room"),
    WordRule(
      matches: { ["try", "as"].contains($0.text) && $0.after == "!" },
      except: peopleRooms, reason: "forces; throw or check instead"),
    WordRule(
      matches: { isUnsafe($0.text) }, except: ["Tables", "NumericCore", "Groundwork"],
      reason: "unsafe memory; it stays in Tables, NumericCore and Groundwork"),
    WordRule(
      matches: { $0.text == "unsafe" && $0.before == "(" },
      reason: "nonisolated(unsafe); there is no global mutable state"),
    WordRule(
      matches: { randomWords.contains($0.text) && $0.before == "." },
      reason: "draws without a RandomStream"),
    WordRule(
      matches: { ["SystemRandomNumberGenerator", "Hasher", "hashValue"].contains($0.text) },
      reason: "differs from run to run; use a RandomStream or StableHash"),
    WordRule(
      matches: { clockWords.contains($0.text) },
      onlyIn: ["NumericCore", "Tables", "Statistics", "Survey"],
      reason: "reads the clock; results do not depend on it"),
    WordRule(
      matches: { $0.text.lowercased().contains("survey") }, onlyIn: ["Statistics"],
      reason: "Statistics does not know the word survey"),
  ]

  static func offences(in file: SourceFile) -> [Offence] {
    guard let room = file.room else { return [] }
    let rules = all.filter {
      !$0.except.contains(room) && ($0.onlyIn.isEmpty || $0.onlyIn.contains(room))
    }
    return file.codeLines.indices.flatMap { line in
      file.tokens(line: line).flatMap { token in
        rules.filter { $0.matches(token) }
          .map { Offence(file, line + 1, "\(token.text): \($0.reason)") }
      }
    }
  }

  // MARK: - Steps

  private static let peopleRooms: Set<String> = ["unmet", "UnmetBenchmark", "UnmetSimulation"]

  private static let randomWords: Set<String> = [
    "random", "shuffle", "shuffled", "randomElement",
  ]

  private static let clockWords: Set<String> = [
    "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday",
  ]

  /// A call of a function of the standard library, not a method or a declaration of that name.
  private static func calls(_ token: Token, _ names: Set<String>) -> Bool {
    names.contains(token.text) && token.after == "(" && token.before != "."
      && token.previous != "func"
  }

  private static func isUnsafe(_ name: String) -> Bool {
    name.contains("Unsafe") || name == "OpaquePointer"
      || (name.hasPrefix("unsafe") && name.count > "unsafe".count)
  }
}
