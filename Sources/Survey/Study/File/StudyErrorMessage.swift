public import Groundwork

// All sentences about study files.

extension StudyError {
  /// The first sentence.
  public var message: Message { messages[0] }

  /// How many problems there are, those that are not listed among them.
  public var problemCount: Int {
    if case .wrong(let problems, let furtherCount) = self { return problems.count + furtherCount }
    return 1
  }

  /// One sentence for each problem.
  public var messages: [Message] {
    switch self {
    case .missing(let file):
      let fix = "check the path, or write a study file with `unmet init responses.csv`"
      return [Message(file, "there is no such study file", fix: fix)]
    case .isDirectory(let file):
      return [
        Message(
          file, "the study file cannot be read", found: "a directory", expected: "a file",
          fix: "name the study file in it, such as \(file)/study.yaml")
      ]
    case .notPermitted(let file):
      let fix = "ask its owner for the right to read it"
      return [Message(file, "you are not permitted to read the study file", fix: fix)]
    case .cannotRead(let file, let code):
      let fix = "check the disk or copy the file elsewhere"
      return [Message(file, "reading failed with system error \(code)", fix: fix)]
    case .wrong(let problems, let furtherCount):
      let messages = problems.map(\.message)
      guard furtherCount > 0, let file = problems.first?.place.file else { return messages }
      let further = "\(furtherCount) further problems are not listed"
      return messages + [Message(file, further, fix: "correct those above first")]
    }
  }

  /// 66, 77 and 74 for a file that cannot be read, 78 for what is wrong in it.
  public var exitStatus: ExitStatus {
    switch self {
    case .missing, .isDirectory: .inputMissing
    case .notPermitted: .permission
    case .cannotRead: .inputOutput
    case .wrong: .studyFile
    }
  }
}

extension StudyProblem {
  /// The sentence for the person.
  public var message: Message {
    let parts = yamlParts() ?? keyParts() ?? meaningParts()
    return Message(
      place.description, parts.what, found: parts.found, expected: parts.expected,
      fix: parts.fix)
  }

  private struct Parts {
    var what: String
    var found: String?
    var expected: String?
    var fix: String

    init(_ what: String, found: String? = nil, expected: String? = nil, fix: String) {
      self.what = what
      self.found = found
      self.expected = expected
      self.fix = fix
    }
  }

  // MARK: - The file as YAML

  private func yamlParts() -> Parts? {
    switch kind {
    case .tooLarge(let limit):
      return Parts(
        "the study file is too large", expected: "at most \(limit) bytes",
        fix: "name a study file, not a data file")
    case .utf16:
      return Parts(
        "the study file is not UTF-8 text", found: "UTF-16", fix: "save it as UTF-8")
    case .notUTF8:
      return Parts(
        "the study file is not UTF-8 text", found: "a byte that is not UTF-8",
        fix: "save it as UTF-8")
    case .controlCharacter(let byte):
      return Parts(
        "a control character stands in the study file", found: "byte \(byte)",
        expected: "text", fix: "delete it")
    case .emptyFile:
      return Parts(
        "the study file is empty", expected: "a study",
        fix: "write one with `unmet init responses.csv`")
    case .severalDocuments:
      return Parts(
        "a second document begins", expected: "one study a file",
        fix: "delete the line ---, or put the second study into a file of its own")
    case .notYAML(let problem, let context, let line, let unquoted):
      var parts = StudyProblem.syntaxParts(problem, context, line)
      if let unquoted { parts.fix = "put \(quoted(unquoted)) in quotes" }
      return parts
    default: return refusedYAMLParts()
    }
  }

  private func refusedYAMLParts() -> Parts? {
    switch kind {
    case .anchor:
      return Parts("anchors (&) are refused", fix: "delete it, or put the text in quotes")
    case .alias:
      return Parts(
        "aliases (*) are refused", fix: "write the value out, or put the text in quotes")
    case .mergeKey: return Parts("merge keys (<<) are refused", fix: "write the keys out")
    case .tag: return Parts("tags (!) are refused", fix: "delete it, or put the text in quotes")
    case .tooDeep(let limit):
      return Parts(
        "the nesting is too deep", expected: "at most \(limit) levels",
        fix: "check brackets and indentation")
    case .keyNotText:
      return Parts("a key must be a text", fix: "write it as `key: value`")
    case .duplicateKey(let key, let line):
      return Parts(
        "key `\(cut(key))` stands twice in one mapping", found: "the first at line \(line)",
        fix: "delete one of the two")
    default: return nil
    }
  }

  /// The parser's words in plain ones.
  private static func syntaxParts(_ problem: String, _ context: String?, _ line: Int?) -> Parts {
    let start = line.map { " that begins at line \($0)" } ?? ""
    switch problem {
    case "mapping values are not allowed in this context":
      return Parts(
        "a colon stands where no key can be",
        fix: "put a text that contains \": \" in quotes, or correct the indentation")
    case "did not find expected ',' or ']'":
      return Parts("the list in [ ]\(start) goes wrong here", fix: "check commas and the closing ]")
    case "did not find expected ',' or '}'":
      return Parts(
        "the mapping in { }\(start) goes wrong here", fix: "check commas and the closing }")
    case "did not find expected key":
      return Parts(
        "this line does not fit the mapping\(start)",
        fix: "check the indentation, and put a text with special characters in quotes")
    case "did not find expected '-' indicator":
      return Parts(
        "this line does not fit the list\(start)",
        fix: "begin it with - at the list's indentation")
    case "could not find expected ':'":
      return Parts("a colon is missing after the key\(start)", fix: "write `key: value`")
    case "found unexpected end of stream":
      return Parts("the text in quotes\(start) is not closed", fix: "add the closing quote")
    case "found character that cannot start any token":
      return Parts(
        "a text cannot begin with this character",
        fix: "indent with spaces, not tabs, and put a text that begins with @ or ` in quotes")
    default:
      let during = context.map { " \($0)\(start)" } ?? ""
      return Parts("this is not valid YAML: \(problem)\(during)", fix: "correct the line")
    }
  }

  // MARK: - Keys and values

  private func keyParts() -> Parts? {
    switch kind {
    case .unknownKey(let key, let mapping, let suggestion, let allowed):
      let list = allowed.joined(separator: ", ")
      let what = "unknown key `\(cut(key))`" + (mapping.isEmpty ? "" : " in \(label(mapping))")
      let fix = correction(suggestion) ?? "delete it or use one of these"
      return Parts(what, expected: "one of: \(list)", fix: fix)
    case .laterKey(let key):
      return Parts(
        "this version of unmet does not know `\(key)`",
        fix: "delete the key or use a later version")
    case .missingKey(let key, let example):
      let name = key.split(separator: ".").last.map(String.init) ?? key
      return Parts("`\(cut(key))` is missing", fix: "add a line such as `\(name): \(example)`")
    case .notAStudy(let found):
      return Parts(
        "this is no study file", found: found, expected: "a mapping of keys and values",
        fix: "write one with `unmet init responses.csv`")
    case .noValue(let key, let expected, let isComment):
      return Parts(
        "\(label(key)) has no value", found: isComment ? "a comment" : nil, expected: expected,
        fix: isComment
          ? "put the text that begins with # in quotes" : "write the value or delete the key")
    case .wrongKind(let key, let found, let expected, let example):
      return Parts(
        "\(label(key)) is of the wrong kind", found: found, expected: expected,
        fix: "write it as in `\(example)`")
    case .wrongText(let key, let found, let expected, let suggestion, let example):
      return Parts(
        "\(label(key)) has a wrong value", found: quoted(found), expected: expected,
        fix: StudyHints.fix(key: key, found: found) ?? correction(suggestion)
          ?? example.map { "write it as in `\($0)`" } ?? "write \(expected)")
    case .emptyList(let key):
      return Parts("`\(key)` is empty", fix: "fill it or delete the key")
    default: return nil
    }
  }

  private func correction(_ suggestion: String?) -> String? {
    suggestion.map { "write `\($0)` if that is meant" }
  }

  private func label(_ key: String) -> String {
    key.hasSuffix("[]") ? "an item of `\(cut(String(key.dropLast(2))))`" : "`\(cut(key))`"
  }

  private func quoted(_ text: String) -> String { "\"\(cut(text))\"" }

  /// A text of the user's, cut where it would drown the sentence.
  private func cut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > 80 else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(80))) + "..."
  }

  // MARK: - Meaning

  private func meaningParts() -> Parts {
    switch kind {
    case .incompleteJob:
      return Parts(
        "the job has neither a text nor both verb and object",
        fix: "write `job: Keep software patched`")
    case .topOutsideScale(let top, let low, let high):
      return Parts(
        "`responses.top` lies outside the scale", found: "\(top)",
        expected: "\(low + 1) to \(high)", fix: "correct `top` or `scale`")
    case .labelOutsideScale(let label, let point, let low, let high):
      return Parts(
        "the label \(quoted(label)) stands for a point outside the scale",
        found: "\(point)", expected: "\(low) to \(high)", fix: "correct the point or `scale`")
    case .conflictingAnswer(let text, let key, let otherKey, let line):
      return Parts(
        "the answer \(quoted(text)) stands in `\(key)` and in `\(otherKey)`",
        found: "the other at line \(line)", fix: "keep one of the two")
    case .answerIsPoint(let text, let key, let low, let high):
      return Parts(
        "`\(key)` names a point of the scale", found: cut(text),
        expected: "a text that is no point from \(low) to \(high)",
        fix: "delete it or correct `scale`")
    case .repeatedEntry(let key, let text, let line):
      return Parts(
        "\(quoted(text)) stands twice in `\(key)`",
        found: "the first at line \(line)", fix: "delete one of the two")
    default: return outcomeParts()
    }
  }

  private func outcomeParts() -> Parts {
    switch kind {
    case .duplicateOutcome(let id, let line):
      return Parts(
        "outcome id \(cut(id)) is used twice", found: "the first at line \(line)",
        fix: "give each outcome an id of its own")
    case .noColumn(let outcome, let question, let furtherCount):
      let further = furtherCount > 0 ? " and \(furtherCount) more have" : " has"
      return Parts(
        "outcome \(cut(outcome))\(further) no \(question) column",
        fix: "add `\(question):` to the outcome, or `outcomes.\(question)` with {id} in it")
    case .columnTwice(let column, let user, let other, let line):
      return Parts(
        "column \(quoted(column)) is used twice",
        found: "the \(cut(user)) and, at line \(line), the \(cut(other))",
        fix: "give each question a column of its own")
    case .unknownOutcome(let id, let step, let suggestion):
      return Parts(
        "step \(cut(step)) names an unknown outcome", found: quoted(id),
        expected: "an id of `outcomes.list`",
        fix: correction(suggestion) ?? "correct the id or add the outcome")
    case .outcomeInTwoSteps(let id, let step, let other):
      return Parts(
        "outcome \(cut(id)) belongs to two steps", found: "\(cut(other)) and \(cut(step))",
        fix: "delete it from one of them")
    case .successWithoutColumn(let id):
      return Parts(
        "success outcome \(cut(id)) has no column",
        expected: "importance, satisfaction, expectation, expected or happened",
        fix: "add one of them")
    case .aboveIndex(let key, let found):
      return Parts(
        "`\(key)` is above all indices", found: quoted(found), expected: "0 to 10",
        fix: "write a number from 0 to 10")
    default: return goalParts()
    }
  }

  private func goalParts() -> Parts {
    switch kind {
    case .beyondReach(let key, let found, let expected, let fix):
      return Parts(
        "`\(key)` says what cannot be", found: quoted(found), expected: expected, fix: fix)
    case .notImprovable(let metric):
      return Parts(
        "`targets[].improve-by` does not go with this metric", found: quoted(metric),
        expected: "satisfaction, attained or met, of which more is better",
        fix: "write `at-least` or `at-most` in place of `improve-by`, or one of these metrics")
    case .otherMetric(let outcome, let metric, let known):
      return Parts(
        "outcome \(cut(outcome)) has no metric of that kind", found: metric,
        expected: StudyText.either(known),
        fix: !known.contains("attained")
          ? "write `metric: satisfaction`, or the id of a success outcome"
          : "write `metric: \(known.first ?? "satisfaction")`, or add the columns that "
            + "\(metric) needs to the outcome")
    case .oneGoal(let count):
      return Parts(
        "a target sets one goal", found: count == 0 ? "none" : "\(count) goals",
        expected: "at-least, at-most or improve-by",
        fix: count == 0 ? "add one of them" : "keep one of them")
    default: return segmentParts()
    }
  }

  private func segmentParts() -> Parts {
    switch kind {
    case .segmentTwice(let column, let line):
      return Parts(
        "`segments` names column \(quoted(column)) twice",
        found: "the first at line \(line)", fix: "delete one of the two")
    case .segmentNameTwice(let name, let line):
      return Parts(
        "two segmentations are called \(quoted(name))",
        found: "the first at line \(line)", fix: "add `name:` to one of them")
    case .reservedSegmentName(let name):
      return Parts(
        "a segmentation cannot be called \(quoted(name)), the report uses that name",
        fix: "write `{column: ..., name: ...}` with another name")
    default: return jobParts() ?? sampleParts()
    }
  }

  private func jobParts() -> Parts? {
    switch kind {
    case .tooManyJobs(let key, let limit):
      return Parts(
        "`\(key)` has too many entries", expected: "at most \(limit)",
        fix: "name the jobs that matter")
    case .reservedJob:
      return Parts(
        "the id `job` is that of the study's own job",
        fix: "give this job another id, or write its text under `job`")
    case .jobCycle(let ids) where ids.count == 2:
      return Parts("job \(cut(ids[0])) stands above itself", fix: "delete its `parent`")
    case .jobCycle(let ids):
      return Parts(
        "jobs stand above each other", found: ids.map(cut).joined(separator: " below "),
        expected: "a tree", fix: "delete one `parent`")
    case .twoParents(let job, let parent):
      return Parts(
        "`altitude.narrower` names a job that stands below another one",
        found: "\(cut(job)) below \(cut(parent))", expected: "a job below the study's own",
        fix: "delete it here, or its `parent`")
    case .jobNotBelow(let job, let level, let parent, let parentLevel):
      return Parts(
        "the level of job \(cut(job)) is not below that of \(cut(parent))",
        found: "\(level) below \(parentLevel)",
        expected: "main below aspirational, or functional below any",
        fix: "change one of the two levels, or name another parent")
    case .jobOfItself(let id):
      return Parts("job \(cut(id)) is related to itself", fix: "delete it from `related`")
    default: return nil
    }
  }

  /// What may be written where nothing near was meant.
  private func choice(of key: String, _ known: [String]) -> String {
    if key == "lint.ignore[]" {
      return "write the code of a rule, such as `outcome-long` (docs/statements.md lists them), or "
        + "the id of an outcome, step or success outcome"
    }
    let names = known.prefix(8).map { "`\(cut($0))`" }
    guard !names.isEmpty else { return "declare it first, or delete it here" }
    let rest = known.count - names.count
    let list = names.joined(separator: ", ") + (rest > 0 ? " (and \(rest) more)" : "")
    return known.count == 1 ? "write \(list), or delete it" : "write one of \(list), or delete it"
  }

  private func sampleParts() -> Parts {
    switch kind {
    case .needsKey(let key, let needed):
      return Parts("`\(key)` says nothing without `\(needed)`", fix: "add `\(needed)` or delete it")
    case .unknownName(let key, let text, let suggestion, let known):
      return Parts(
        "`\(key)` names nothing in this study", found: quoted(text),
        fix: correction(suggestion) ?? choice(of: key, known))
    case .unlistedOwn(let text, let isNothing, let suggestion):
      let other = suggestion.map { ", or write `\($0)` if that is meant" } ?? ""
      return Parts(
        "`solutions.ours` names what is no solution of the study", found: quoted(text),
        expected: "an answer that `solutions.provider` or `solutions.non-provider` lists",
        fix: isNothing
          ? "move it from nothing to provider or non-provider, or delete it here"
          : "list it under provider or non-provider, too\(other)")
    case .idColumn(let column, let use, let line):
      return Parts(
        "column \(quoted(column)) cannot tell the \(use)",
        found: "the ids of the respondents, named at line \(line)",
        expected: "a column of answers",
        fix: "name the column that holds the \(use), or delete the entry")
    case .oneClaim(let count):
      return Parts(
        "a hypothesis claims one thing", found: count == 0 ? "none" : "\(count) claims",
        expected: "at-least, below or than-others",
        fix: count == 0 ? "add one of them" : "keep one of them")
    case .cutOutsideScores(let key, let found, let low, let high):
      return Parts(
        "`\(key)` claims what no opportunity can be", found: quoted(found),
        expected: "\(low) to \(high), the scorer's range",
        fix: "write a number from \(low) to \(high)")
    case .eitherKey(let key, let other):
      return Parts(
        "`\(key)` and `\(other)` contradict each other", found: "both", expected: "one of them",
        fix: "delete one of the two")
    case .needsFilledAnswers(let other, let reason, let fix):
      return Parts(
        "`clusters.missing: k-pod` does not go with `\(other)`: \(reason)", found: "both",
        expected: "plain answers and k-means with k-pod",
        fix: "\(fix), or delete `clusters.missing`")
    case .ratingInDesign(let column, let use, let rating, let line):
      return Parts(
        "column \(quoted(column)) cannot tell the \(use)",
        found: "the \(cut(rating)), named at line \(line)", expected: "a column without ratings",
        fix: "name the column that holds the \(use), or delete the key")
    case .tooFew(let key, let found, let expected):
      return Parts(
        "`\(key)` has too few entries", found: "\(found)", expected: "at least \(expected)",
        fix: "name all of them")
    case .otherCount(let key, let found, let expected):
      return Parts(
        "`\(key)` needs one number for each replicate", found: "\(found)",
        expected: "\(expected)", fix: "write as many numbers as there are columns")
    case .emptyTarget(let column, let answer):
      return Parts(
        "the answer \(quoted(answer)) of margin \(quoted(column)) has a share of 0",
        expected: "a share above 0",
        fix: "declare the answer under `responses.missing`, or give it its share")
    case .targetsSum(let column, let sum):
      return Parts(
        "the targets of margin \(quoted(column)) do not make a whole",
        found: "\(wholeText((sum * 100_000).rounded() / 1000)) %", expected: "100 %",
        fix: "correct the shares; every answer needs one")
    default: preconditionFailure("no sentence for \(kind)")
    }
  }
}
