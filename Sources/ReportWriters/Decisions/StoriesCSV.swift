import Survey
import Tables

/// `stories.csv`: the highest outcomes of each role as user stories, with what bears them out.
enum StoriesCSV {
  static let columns = [
    "role", "outcome", "story", "score", "low", "high", "tier", "band", "evidence", "note",
  ]

  static func bytes(_ section: StorySection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for story in section.stories {
      writer.text(story.role?.rawValue ?? "everybody")
      writer.text(study.outcomes[story.outcome].id)
      writer.text(story.text)
      writer.finite(story.score)
      writer.finite(story.low)
      writer.finite(story.high)
      writer.integer(story.tier)
      writer.text(story.band?.rawValue ?? "")
      writer.text(story.evidence)
      writer.text(
        story.isEvidenceOfAll
          ? "score of the role; the evidence is everybody's row: no segment is this role alone" : ""
      )
      writer.endRecord()
    }
    return writer.bytes
  }
}
