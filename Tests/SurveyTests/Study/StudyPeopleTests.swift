import Survey
import Testing

@Suite("Roles and solutions in the study file")
struct StudyPeopleTests {
  private static func study(_ lines: String) throws -> Study {
    try StudyCase.parse(StudyCase.shortest + lines + "\n")
  }

  private static func sentences(_ lines: String) -> [String] {
    StudyCase.sentences(StudyCase.shortest + lines + "\n")
  }

  @Test("Weights of roles: those given, else 1; own solutions")
  func read() throws {
    let study = try Self.study(
      """
      roles: {column: role, executor: [User], buyer: [Boss], weights: {executor: 2.5}}
      solutions: {column: tool, provider: [A], non-provider: [B], nothing: [C], ours: [B]}
      """)
    let roles = try #require(study.roles)
    #expect(PerformerRole.allCases.map { roles.weight(of: $0) } == [2.5, 1, 1])
    #expect(PerformerRole.allCases.map { roles.answers(of: $0) } == [["User"], [], ["Boss"]])
    let solutions = try #require(study.solutions)
    #expect(solutions.ours == ["B"])
    #expect(SolutionKind.allCases.map { solutions.answers(of: $0) } == [["A"], ["B"], ["C"]])
  }

  @Test("An own solution is listed under provider or non-provider, and by its bytes")
  func ours() {
    #expect(
      Self.sentences("solutions: {column: tool, provider: [Tool A], nothing: [C], ours: [Tol A]}")
        == [
          "study.yaml:10:68: `solutions.ours` names what is no solution of the study, found "
            + "\"Tol A\", expected an answer that `solutions.provider` or "
            + "`solutions.non-provider` lists. Fix: list it under provider or non-provider, too, "
            + "or write `Tool A` if that is meant."
        ])
    let sentences = Self.sentences("solutions: {column: t, provider: [A], nothing: [C], ours: [C]}")
    #expect(sentences.count == 1 && sentences[0].contains("move it from nothing"))
  }

  @Test("An answer stands under one role and one kind of solutions")
  func shared() {
    #expect(
      Self.sentences("roles: {column: role, executor: [User, Boss], buyer: [Boss]}") == [
        "study.yaml:10:55: the answer \"Boss\" stands in `roles.buyer` and in `roles.executor`, "
          + "found the other at line 10. Fix: keep one of the two."
      ])
    let twice = Self.sentences("solutions: {column: tool, provider: [A, A], nothing: [A]}")
    #expect(twice.count == 2 && twice[0].contains("\"A\" stands twice in `solutions.provider`"))
  }

  @Test("A weight needs its role, and one of them is above 0")
  func weights() {
    #expect(
      Self.sentences("roles: {column: role, executor: [User], weights: {buyer: 2}}") == [
        "study.yaml:10:58: `roles.weights.buyer` says nothing without `roles.buyer`. "
          + "Fix: add `roles.buyer` or delete it."
      ])
    let zero = Self.sentences("roles: {column: role, executor: [User], weights: {executor: 0}}")
    #expect(zero.count == 1 && zero[0].contains("expected a weight above 0"))
    let negative = Self.sentences("roles: {column: r, executor: [User], weights: {executor: -1}}")
    #expect(negative.count == 1 && negative[0].contains("a number of at least 0"))
  }
}
