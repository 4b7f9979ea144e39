import Testing

@Suite("The project keeps its own rules")
struct TidyTests {
  let architecture: SourceFile

  init() throws {
    architecture = try #require(Project.file("ARCHITECTURE.md"))
  }

  @Test("every room imports only what ARCHITECTURE.md allows")
  func imports() {
    let table = RoomTable(architecture: architecture)
    expectNone(Project.swiftFiles.flatMap(table.offences))
  }

  @Test("files, functions and lines are short")
  func sizes() {
    expectNone(Project.swiftFiles.flatMap(SizeRules.offences))
  }

  @Test("no room prints, aborts, forces, draws or touches raw memory where it may not")
  func words() {
    expectNone(Project.swiftFiles.flatMap(WordRule.offences))
  }

  @Test("methods name their sources")
  func sources() {
    expectNone(Project.swiftFiles.flatMap(DocumentRules.missingSource))
  }

  @Test("no type is named like its module")
  func moduleNames() {
    expectNone(Project.swiftFiles.flatMap(DocumentRules.typeNamedLikeModule))
  }

  @Test("nothing is left undone and no test is switched off")
  func unfinished() {
    expectNone(Project.files.flatMap(DocumentRules.unfinishedWork))
    expectNone(Project.swiftFiles.flatMap(DocumentRules.switchedOffTests))
  }

  @Test("no text names a path of one machine")
  func machinePaths() {
    expectNone(Project.files.flatMap(DocumentRules.machinePaths))
  }

  @Test("scripts can be run and say what they do")
  func scripts() {
    let scripts = Project.files.filter { $0.path.hasPrefix("Scripts/") }
    #expect(scripts.count >= 6)
    expectNone(Project.files.flatMap(DocumentRules.scriptManners))
  }

  @Test("the README's first screen shows the two commands")
  func readme() throws {
    expectNone(DocumentRules.missingCommands(in: try #require(Project.file("README.md"))))
  }

  @Test("the table of rooms names exactly the folders of Sources")
  func rooms() {
    let rooms = Set(Project.files.compactMap(\.room))
    #expect(Set(RoomTable(architecture: architecture).allowed.keys) == rooms)
  }

  /// One issue for each offence, so that the list reads like a compiler's.
  private func expectNone(_ offences: [Offence]) {
    for offence in offences { Issue.record("\(offence)") }
  }
}
