public import Groundwork

/// The link `latest` of a study's reports, which is renewed by one rename.
public enum LatestLink {
  /// Points the link at a run that is published already.
  ///
  /// - Parameters:
  ///   - latest: the link, Reports/<slug>/latest; whatever it points at now stays as it is.
  ///   - run: the published directory, in `runs` beside the link.
  ///   - leftovers: takes note of the temporary link.
  /// - Throws: `PublicationFailure.notLinked`; then the link is as it was.
  public static func point(
    _ latest: String, to run: String, leftovers: Leftovers
  ) throws(PublicationFailure) {
    let code = replace(latest, by: "runs/\(FileSystem.split(run).name)", leftovers)
    guard code == 0 else { throw .notLinked(run: run, latest: latest, code: code) }
  }

  /// Removes what killed runs left behind in the directories of a study's reports. Call it only
  /// while you hold the lock of the study.
  ///
  /// - Parameter base: the directory Reports/<slug>.
  public static func sweep(_ base: String) {
    for directory in [base, "\(base)/runs"] { StaleRuns.sweep(directory, isExclusive: true) }
  }

  /// 0 or the error number.
  private static func replace(
    _ latest: String, by target: String, _ leftovers: Leftovers
  ) -> Int32 {
    let directory = FileSystem.split(latest).parent
    var code = Int32(0)
    for number in 1... {
      let temporary = "\(directory)/\(StaleRuns.name)-latest-\(number)"
      code = leftovers.perform(tree: temporary) { FileSystem.makeLink(temporary, to: target) }
      if FileSystem.means(code, .taken) { continue }
      guard code == 0 else { break }
      code = leftovers.publish(tree: temporary) { FileSystem.move(temporary, to: latest) }
      break
    }
    return code == 0 ? FileSystem.sync(directory: directory) : code
  }
}
