public import Groundwork

/// Studies that would write into one another's reports.
public enum StudyClashes {
  /// The failure of each study whose reports would go where those of another go.
  ///
  /// - Parameter slugs: by study file, the slug of the study's name.
  /// - Returns: by study file.
  public static func failures(_ slugs: [ByteText: String]) -> [ByteText: NightlyRunFailure] {
    var groups: [ByteText: [ByteText]] = [:]
    for (path, slug) in slugs {
      let reports = FileSystem.join(FileSystem.split(path.text).parent, slug)
      groups[ByteText(reports), default: []].append(path)
    }
    var failures: [ByteText: NightlyRunFailure] = [:]
    for paths in groups.values where paths.count > 1 {
      for path in paths {
        let others = paths.filter { $0 != path }.map(\.text)
        failures[path] = .sharedSlug(
          path: path.text, slug: slugs[path] ?? "", others: others.sorted())
      }
    }
    return failures
  }
}
