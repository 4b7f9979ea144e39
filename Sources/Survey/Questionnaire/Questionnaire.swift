/// The survey that a study needs: what people are asked, page by page, and which column each answer
/// goes to.
///
/// It is made of the study alone, so that whoever writes it for a platform and whoever reads that
/// platform's export speak of the same questions.
public struct Questionnaire: Sendable, Equatable {
  /// The study's title.
  public var title: String
  /// The job statement.
  public var job: String
  /// What is asked, in the order of asking; no page is empty.
  public var pages: [Page]
  /// Columns that the study reads and nobody is asked for.
  public var unasked: [UnaskedColumn]

  /// Questions that are shown together.
  public struct Page: Sendable, Equatable {
    /// The heading, different from those of all other pages.
    public var title: String
    /// The questions; at least one.
    public var questions: [Question]
  }

  /// One question, or a grid of alike questions.
  public struct Question: Sendable, Equatable {
    /// How it is answered.
    public enum Kind: Sendable, Equatable {
      /// One of the choices for each item.
      case grid([Choice])
      /// One of the choices.
      case single([Choice])
      /// A whole number within the limits.
      case number(ClosedRange<Int>)
      /// A few words.
      case text
    }

    /// What grids that ask alike have in common, such as `imp`; empty for other questions.
    public var battery: String
    /// The number of the grid among those of its battery, from 1.
    public var block: Int
    /// The question.
    public var text: String
    /// How to answer, empty where that is plain.
    public var hint: String
    /// How it is answered.
    public var kind: Kind
    /// What is asked about: one item, but for grids.
    public var items: [Item]
    /// Whether the items' order may differ between people: nothing hangs on it but habit.
    public var isShuffled: Bool

    /// The name of a grid, such as `impBlock2`; that of another question is its column's.
    public var gridCode: String? { battery.isEmpty ? nil : "\(battery)Block\(block)" }
  }

  /// What one column answers.
  public struct Item: Sendable, Equatable {
    /// The column as the study names it.
    public var column: ColumnReference
    /// The statement of a row of a grid; the question's own text otherwise.
    public var text: String
  }

  /// An answer to choose.
  public struct Choice: Sendable, Equatable {
    /// What people read, and what the study understands when it stands in the data.
    public var text: String
    /// What the study understands too and is shorter: a point of the scale or a step's id.
    public var code: String?
    /// The point of the scale that it stands for.
    public var point: Int?

    /// A choice by its text.
    public init(_ text: String, code: String? = nil, point: Int? = nil) {
      (self.text, self.code, self.point) = (text, code, point)
    }
  }

  /// A column that comes from elsewhere.
  public struct UnaskedColumn: Sendable, Equatable {
    /// The column as the study names it.
    public var column: String
    /// What for.
    public var use: String
  }
}

extension Questionnaire {
  /// All questions, in order.
  public var questions: [Question] { pages.flatMap(\.questions) }

  /// Answers on the scale of the ratings.
  public var ratingCount: Int {
    questions.filter { $0.choices.contains { $0.point != nil } }.reduce(0) { $0 + $1.items.count }
  }

  /// All answers.
  public var answerCount: Int { questions.reduce(0) { $0 + $1.items.count } }

  /// How long it takes, in minutes: about eight ratings a minute, a little less for a row of yes or
  /// no, more for words of one's own. Rules of thumb, not measured on anybody.
  public var minutes: Int {
    let seconds = questions.reduce(30.0) { $0 + $1.secondsAnItem * Double($1.items.count) }
    return Int((seconds / 60).rounded(.up))
  }

  /// From so many minutes on people begin to leave, or to answer without reading.
  public static let longMinutes = 20
  /// Beyond so many minutes a survey should not be sent.
  public static let longestMinutes = 25
  /// The most items of a grid: more of them are not read.
  public static let itemLimit = 12

  /// Items that have no words but their column's name.
  public var itemsWithoutWords: [String] {
    questions.flatMap(\.items).filter { $0.text == $0.column.text }.map(\.column.text)
  }
}

extension Questionnaire.Question {
  /// The answers to choose from; none for numbers and words.
  public var choices: [Questionnaire.Choice] {
    switch kind {
    case .grid(let choices), .single(let choices): choices
    case .number, .text: []
    }
  }

  fileprivate var secondsAnItem: Double {
    switch kind {
    case .grid(let choices): choices.contains { $0.point != nil } ? 7.5 : 5
    case .single: 10
    case .number: 10
    case .text: 25
    }
  }
}
