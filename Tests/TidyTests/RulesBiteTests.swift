import Testing

@Suite("Each rule bites on a bad example and spares a good one")
struct RulesBiteTests {
  let table = RoomTable(
    architecture: SourceFile(
      path: "ARCHITECTURE.md",
      text: """
        | Room | Reason to be a room | May import |
        | --- | --- | --- |
        | Tables | fast | Groundwork |
        | Groundwork | cellar | nothing |

        | Survey | another table | Tables, Yams |
        """))

  private func source(_ text: String, room: String = "Tables") -> SourceFile {
    SourceFile(path: "Sources/\(room)/Example.swift", text: text)
  }

  // MARK: - Imports

  @Test("the table ends where its rows end")
  func readsTable() {
    #expect(table.allowed == ["Tables": ["Groundwork"], "Groundwork": []])
  }

  @Test(
    "an import that the table does not allow is found, however it is written",
    arguments: [
      "import Survey", "public import Survey", "@preconcurrency import Survey",
      "import struct Survey.Study", "import Foundation", "import Dispatch",
    ])
  func foreignImport(line: String) {
    #expect(table.offences(in: source("import Groundwork\n" + line)).map(\.line) == [2])
  }

  @Test("allowed imports pass, in code and in comments")
  func allowedImports() {
    let text = "public import Groundwork\nimport Glibc\n// import Survey\nlet a = \"import Survey\""
    #expect(table.offences(in: source(text)).isEmpty)
    #expect(table.offences(in: source("import Dispatch", room: "Groundwork")).isEmpty)
  }

  @Test("a room that the table does not know is found")
  func unknownRoom() {
    #expect(table.offences(in: source("let a = 1", room: "Cellar")).count == 1)
  }

  @Test("the old test library is found")
  func oldTestLibrary() {
    let file = SourceFile(path: "Tests/TablesTests/A.swift", text: "import XCTest")
    #expect(table.offences(in: file).map(\.line) == [1])
  }

  // MARK: - Sizes

  @Test("a long file, a long line and a long function are found with their places")
  func longThings() {
    let longFile = source(String(repeating: "\n", count: 501))
    #expect(SizeRules.offences(in: longFile).map(\.what) == ["501 lines, at most 500"])
    let longLine = source("\n// " + String(repeating: "a", count: 98))
    #expect(SizeRules.offences(in: longLine).map(\.line) == [2])
    let body = String(repeating: "  work()\n", count: 69)
    let longFunction = source("struct A {\nfunc f(_ a: () -> Int = { 1 }) {\n\(body)}\n}")
    #expect(SizeRules.offences(in: longFunction).map(\.line) == [2])
    let limit = source("func f() {\n" + body.dropLast("  work()\n".count) + "}\n")
    #expect(SizeRules.offences(in: limit).isEmpty)
  }

  @Test("a function is measured from its first line to its closing brace")
  func measuresFunctions() {
    let text = """
      protocol P {
        func none(
          a: Int
        ) -> Int
        var also: Int { get }
        init()
      }
      struct S {
        init() { self.init(a: "}") }
        var double: Int {
          // }
          2
        }
        func spread(
          a: [Int]
        ) -> Int where A == B {
          if true { return 1 }
          return [1, 2].map { $0 }.count
        }
      }
      """
    let found = SizeRules.functions(of: source(text)).map { $0.lowerBound + 1...$0.upperBound }
    #expect(found == [9...9, 10...13, 14...19])
  }

  // MARK: - Words

  @Test(
    "printing, ending, forcing, raw memory and chance are found in library rooms",
    arguments: [
      "print(1)", "debugPrint(x)", "fatalError()", "exit(1)", "let a = try! f()", "let b = c as! D",
      "let p: UnsafePointer<Int>", "a.withUnsafeBytes { }", "unsafeBitCast(a, to: B.self)",
      "nonisolated(unsafe) var x = 1", "Int.random(in: 0..<3)", "a.shuffled()",
      "var g = SystemRandomNumberGenerator()", "let n = ContinuousClock().now",
      "let a = \"\\(print(1))\"",
    ])
  func forbiddenWords(line: String) {
    #expect(WordRule.offences(in: source("\n" + line, room: "Survey")).map(\.line) == [2])
  }

  @Test(
    "harmless lines that look alike pass",
    arguments: [
      "// print(1)", "let a = \"print(1)\"", "writer.print(1)", "func print(_ a: Int) {",
      "try? f()", "let a = b as? C", "/* /* */ fatalError() */ let a = 1", "let printer = 1",
      "let a = #\"print(\"1\")\"#", "let a = \"\"\"\n  \"print(1)\"\n  \"\"\"",
      "let a = \"\\(b(\"print(1)\"))\"",
    ])
  func harmlessWords(line: String) {
    #expect(WordRule.offences(in: source(line, room: "Survey")).isEmpty)
  }

  @Test("rooms that may use a word are spared")
  func sparedRooms() {
    #expect(WordRule.offences(in: source("print(1)", room: "unmet")).isEmpty)
    #expect(WordRule.offences(in: source("let p: UnsafePointer<Int>")).isEmpty)
    #expect(WordRule.offences(in: source("let surveyWeight = 1")).isEmpty)
    #expect(WordRule.offences(in: source("let surveyWeight = 1", room: "Statistics")).count == 1)
  }

  // MARK: - Documents

  @Test("a method without a source is found")
  func missingSource() {
    let method = "/// A mean.\npublic static func mean() {}"
    let bare = source(method, room: "Statistics")
    #expect(DocumentRules.missingSource(in: bare).map(\.line) == [2])
    let named = source("/// Source: Cochran (1977).\n" + method, room: "Statistics")
    #expect(DocumentRules.missingSource(in: named).isEmpty)
    let values = source("public import A\npublic struct M {\n\(method)\n}", room: "Statistics")
    #expect(DocumentRules.missingSource(in: values).isEmpty)
    #expect(DocumentRules.missingSource(in: source(method)).isEmpty)
  }

  @Test("work left undone, tests switched off and paths of one machine are found")
  func otherMarks() {
    let mark = source("// " + "TO" + "DO: later")
    #expect(DocumentRules.unfinishedWork(in: mark).map(\.line) == [1])
    let test = SourceFile(path: "Tests/A/A.swift", text: "\n@Test(.disabled())")
    #expect(DocumentRules.switchedOffTests(in: test).map(\.line) == [2])
    let path = source("\n\nlet a = \"/ho" + "me/ann/data\"")
    #expect(DocumentRules.machinePaths(in: path).map(\.line) == [3])
    let relative = source("let a = \"../wo" + "rk/data\"")
    #expect(DocumentRules.machinePaths(in: relative).isEmpty)
  }

  @Test("a script that cannot be run or does not say what it does is found")
  func badScript() {
    let bad = SourceFile(path: "Scripts/a", text: "echo a\n")
    #expect(DocumentRules.scriptManners(in: bad).count == 3)
    let good = SourceFile(
      path: "Scripts/a", text: "#!/usr/bin/env bash\n# Does a.\n", isExecutable: true)
    #expect(DocumentRules.scriptManners(in: good).isEmpty)
  }

  @Test("a type named like its module and a README without the commands are found")
  func names() {
    #expect(DocumentRules.typeNamedLikeModule(in: source("\npublic enum Tables {}")).count == 1)
    let late = String(repeating: "\n", count: 60) + "Scripts/demo"
    #expect(
      DocumentRules.missingCommands(in: SourceFile(path: "README.md", text: late)).count == 2)
  }
}
