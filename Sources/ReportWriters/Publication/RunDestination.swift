import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Where a run is to be published.
public enum RunDestination: Sendable, Equatable {
  /// `Reports/<slug>/runs/<run>/` in a directory, and the link `Reports/<slug>/latest`.
  case reports(beside: String, slug: String)
  /// A directory that the user names: new or empty, or with `replaces` an earlier run.
  case directory(String, replaces: Bool)

  /// Checks, before anything is computed, that the run can be published there.
  ///
  /// - Returns: the directory to stage in: it lies beside the final one, on the same file system.
  func checked() throws(PublicationFailure) -> CheckedDestination {
    switch self {
    case .reports(let root, let slug):
      let base = FileSystem.join(root, "Reports/\(slug)")
      let latest = "\(base)/latest"
      switch FileSystem.kind(of: latest) {
      case .none, .link: break
      default: throw .latestIsNotALink(path: latest)
      }
      return CheckedDestination(parent: "\(base)/runs", target: nil, isSwap: false, latest: latest)
    case .directory(let path, let replaces):
      return try RunDestination.checked(path, replaces: replaces)
    }
  }

  // MARK: - Steps

  private static func checked(
    _ path: String, replaces: Bool
  ) throws(PublicationFailure) -> CheckedDestination {
    guard let kind = FileSystem.kind(of: path) else { return new(path) }
    // A link is followed to the directory it names; the link itself stays as it is.
    guard let real = FileSystem.realPath(path), kind == .link || kind == .directory,
      FileSystem.kind(of: real) == .directory
    else { throw .notADirectory(path: path) }
    guard let names = FileSystem.names(in: real) else {
      throw .cannotCreate(path: path, code: EACCES)
    }
    let isSwap = !names.isEmpty
    if isSwap, !replaces { throw .notEmpty(path: path) }
    if let other = names.first(where: { !RunPapers.names.contains($0) }) {
      throw .holdsOtherFiles(path: path, name: other)
    }
    let parent = FileSystem.split(real).parent
    guard FileSystem.sharesDevice(real, parent), real != "/" else {
      throw .cannotReplace(path: path, code: EBUSY)
    }
    return CheckedDestination(parent: parent, target: real, isSwap: isSwap, latest: nil)
  }

  private static func new(_ path: String) -> CheckedDestination {
    let (parent, name) = FileSystem.split(path)
    return CheckedDestination(
      parent: parent, target: FileSystem.join(parent, name), isSwap: false,
      latest: nil)
  }
}

/// A destination that has been looked at.
struct CheckedDestination {
  /// The directory in which the run is staged.
  var parent: String
  /// The final directory; `nil` when the run's name, known later, makes it.
  var target: String?
  /// Whether the target holds an earlier run that is swapped out.
  var isSwap: Bool
  /// The link to be renewed.
  var latest: String?
}
