import Groundwork
import Survey

/// The studies and helpers of the tests in this folder.
enum StudyCase {
  /// The shortest study that can be used.
  static let shortest = """
    study: Short
    job: Keep software patched
    responses: {file: r.csv, scale: 1-5}
    outcomes:
      importance: imp_{id}
      satisfaction: sat_{id}
      list:
        - 01: Minimize the time it takes to learn that a patch is needed
        - 02: Minimize the likelihood that a patch breaks a service

    """

  /// The study that a text stands for.
  static func parse(_ text: String) throws -> Study {
    try StudyReader.parse(Array(text.utf8), file: "study.yaml")
  }

  /// The sentences about what is wrong in a text; none when it is a good study.
  static func sentences(_ bytes: [UInt8]) -> [String] {
    do {
      _ = try StudyReader.parse(bytes, file: "study.yaml")
      return []
    } catch {
      return error.messages.map(\.description)
    }
  }

  static func sentences(_ text: String) -> [String] { sentences(Array(text.utf8)) }
}
