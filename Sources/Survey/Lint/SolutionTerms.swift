/// Words for solutions and channels, which have no place in statements: they come and go, the job
/// stays.
struct SolutionTerms {
  /// A term in a statement.
  struct Match {
    let range: Range<Int>
    let text: String
  }

  private struct Term {
    let words: [String]
    /// `Teams` is a product, `teams` are people.
    let exact: String?

    init(_ words: [String]) {
      self.words = words
      exact = nil
    }

    /// A term of the study: one word with a capital is a name and keeps it.
    init(named text: String) {
      let statement = StatementWords(text)
      let isName = statement.count == 1 && text.contains(where: \.isUppercase)
      words = statement.plain
      exact = isName ? statement.words[0].text : nil
    }

    func stands(in statement: StatementWords, at start: Int) -> Bool {
      guard !words.isEmpty, start + words.count <= statement.count else { return false }
      let last = start + words.count - 1
      for (offset, word) in words.enumerated() {
        let own = statement.plain[start + offset]
        let mayDiffer = start + offset == last && SolutionTerms.singular(own) == word
        guard own == word || mayDiffer else { return false }
      }
      return exact.map { statement.words[last].text.hasPrefix($0) } ?? true
    }
  }

  private let named: [Term]
  private let generic: [Term]
  private let channelTerms: [Term]
  /// The words of the job statement: what they name is what the job is about.
  private let jobWords: Set<String>

  /// The study's own solutions and lists beside the built-in ones.
  init(_ study: Study) {
    let declared =
      study.lint.brands + study.lint.solutions + (study.solutions?.provider ?? [])
      + (study.solutions?.nonProvider ?? [])
    named = (declared + SolutionTerms.brands).map { Term(named: $0) }
    generic = SolutionTerms.solutions.map { Term($0) }
    channelTerms =
      study.lint.channels.map { Term(named: $0) }
      + SolutionTerms.channels.map { Term($0) }
    jobWords = Set(StatementWords(study.job.text).plain.map(SolutionTerms.singular))
  }

  /// Names of solutions, also those in the job statement.
  func names(in statement: StatementWords) -> [Match] { matches(named, statement) }

  /// Names of solutions and words for them, but what the job statement has.
  func solutions(in statement: StatementWords) -> [Match] {
    matches(named + generic, statement).filter { !isOfJob($0, statement) }
  }

  /// Words for channels, but what the job statement has.
  func channels(in statement: StatementWords) -> [Match] {
    matches(channelTerms, statement).filter { !isOfJob($0, statement) }
  }

  // MARK: - Steps

  private func isOfJob(_ match: Match, _ statement: StatementWords) -> Bool {
    match.range.allSatisfy { jobWords.contains(SolutionTerms.singular(statement.plain[$0])) }
  }

  private func matches(_ terms: [Term], _ statement: StatementWords) -> [Match] {
    var found: [Match] = []
    for start in statement.plain.indices {
      let longest = terms.filter { $0.stands(in: statement, at: start) }.map(\.words.count).max()
      guard let count = longest, start >= found.last?.range.upperBound ?? 0 else { continue }
      let words = statement.words[start..<(start + count)].map(\.text)
      found.append(Match(range: start..<(start + count), text: words.joined(separator: " ")))
    }
    return found
  }

  static func singular(_ word: String) -> String {
    let bare = word.hasSuffix("'s") ? String(word.dropLast(2)) : word
    let isPlural = bare.hasSuffix("s") && !bare.hasSuffix("ss") && bare.count > 3
    return isPlural ? String(bare.dropLast()) : bare
  }

  // MARK: - Lists

  private static let brands = """
    Excel|PowerPoint|Salesforce|Slack|Jira|WhatsApp|Netflix|YouTube|Facebook|Spotify|iTunes|PayPal
    Google|SurveyMonkey|Qualtrics|ChatGPT|Alexa|Siri|Gmail|Photoshop|LinkedIn|Instagram|iPhone
    Microsoft|Dropbox|GitHub|Airbnb|Uber|TikTok|Trello|Zendesk|HubSpot|WordPress|Shopify
    """.split(whereSeparator: { $0 == "|" || $0.isNewline }).map(String.init)

  private static let solutions = [[String]](
    phrases: """
      app|mobile app|smartphone app|web app|website|web site|web page|webpage|homepage|dashboard
      chatbot|chat bot|portal|web portal|customer portal|plugin|plug-in|widget|pop-up|popup|dropdown
      drop-down|drop-down menu|toolbar|spreadsheet|user interface|ui|gui|saas|blockchain|newsletter
      push notification|qr code|cloud service|software tool|software solution|self-service portal
      landing page|login page|checkout page|search bar|ai assistant|voice assistant|menu bar|webinar
      """)

  private static let channels = [[String]](
    phrases: """
      hotline|helpline|help line|app|mobile app|website|web site|web page|webpage|homepage|portal
      email|e-mail|phone|telephone|by phone|call center|call centre|contact center|contact centre
      live chat|chatbot|online|online shop|online store|web shop|webshop|visit the store
      visit a store|go to the store|in store|in the store|in-store|log in|log on|log into|sign in
      sign into|sign up|login|sms|text message|video call|social media|click|qr code|fax
      """)

  /// What leads a phrase that may be left out, and what may stand in it before the term.
  private static let prepositions = Set(
    words: "with using via through in on by from at over inside")
  private static let qualifiers = Set(words: "mobile web online new own right same official")
}

extension SolutionTerms.Match {
  /// The positions of the statement without the phrase that the term stands in ("in the app");
  /// `nil` where it is no phrase that can be left out.
  func positionsWithout(in statement: StatementWords) -> [Int]? {
    var start = range.lowerBound
    while start > 0, SolutionTerms.mayQualify(statement.plain[start - 1]) { start -= 1 }
    guard start > 1 else { return nil }
    if !SolutionTerms.isPreposition(statement.plain[range.lowerBound]) {
      guard SolutionTerms.isPreposition(statement.plain[start - 1]) else { return nil }
      start -= 1
    }
    if statement.at(start - 1) == "by", statement.at(start) == "using" { start -= 1 }
    let next = statement.at(range.upperBound)
    let endsPhrase =
      next.isEmpty || EnglishWords.prepositions.contains(next)
      || statement.words[range.upperBound - 1].endsPart
    guard start > 1, endsPhrase else { return nil }
    return Array(0..<start) + Array(range.upperBound..<statement.count)
  }
}

extension SolutionTerms {
  fileprivate static func mayQualify(_ word: String) -> Bool {
    EnglishWords.determiners.contains(word) || qualifiers.contains(word)
  }

  fileprivate static func isPreposition(_ word: String) -> Bool { prepositions.contains(word) }
}
