// The waves of a study file.

extension StudyBuilder {
  mutating func waves(_ cursor: StudyCursor?) -> [Wave] {
    guard let cursor else { return [] }
    var (waves, lines): ([Wave], [String: Int]) = ([], [:])
    for item in cursor.items {
      guard let name = item["name"], let file = item["file"] else { continue }
      if let line = lines[name.text] {
        report(
          .repeatedEntry(key: "waves[].name", text: name.text, otherLine: line), at: name.place)
      }
      lines[name.text] = lines[name.text] ?? name.place.line
      waves.append(
        Wave(name: name.text, file: file.text, study: item["study"]?.text, place: item.place))
    }
    if cursor.items.count == 1 {
      report(.tooFew(key: "waves", found: 1, expected: 2), at: cursor.place)
    }
    return waves
  }
}
