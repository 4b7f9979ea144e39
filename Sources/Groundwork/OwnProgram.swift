/// What a program needs to start itself once more.
public enum OwnProgram {
  private static let link = "/proc/self/exe"

  /// The path of the running program, for `ProgramCall`.
  ///
  /// Where its file was replaced meanwhile, the system's link to it, which leads to the old file:
  /// both processes are of one version.
  public static var path: String {
    guard let path = FileSystem.realPath(link), let facts = FileFacts(of: path),
      facts == FileFacts(of: link)
    else { return link }
    return path
  }

  /// The variables that it was started with, as `NAME=value`.
  public static var environment: [String] {
    let bytes = FileSystem.contents(of: "/proc/self/environ", limit: 4 << 20) ?? []
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
