import Groundwork

/// Studies that would write into one another's reports.
public enum StudyClashes {
  /// The failure of each study whose reports would go where those of another go.
  ///
  /// - Parameter slugs: by study file, the slug of the study's name.
  /// - Returns: by study file.
  public static func failures(_ slugs: [String: String]) -> [String: NightlyRunFailure] {
    var groups: [String: [String]] = [:]
    for (path, slug) in slugs {
      groups[FileSystem.join(FileSystem.split(path).parent, slug), default: []].append(path)
    }
    var failures: [String: NightlyRunFailure] = [:]
    for paths in groups.values where paths.count > 1 {
      for path in paths {
        failures[path] = .sharedSlug(
          path: path, slug: slugs[path] ?? "", others: paths.filter { $0 != path }.sorted())
      }
    }
    return failures
  }
}
