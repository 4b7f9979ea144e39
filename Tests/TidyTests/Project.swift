import Foundation

/// The package's own files, read from the folder in which this file was compiled.
enum Project {
  /// The root of the package.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every text file that belongs to the project, by path.
  static let files: [SourceFile] = paths(in: "").sorted().compactMap(file)

  /// The Swift files of rooms and tests.
  static let swiftFiles = files.filter { $0.path.hasSuffix(".swift") }

  /// The file at a path, `nil` where there is none or where it is no UTF-8 text.
  static func file(_ path: String) -> SourceFile? {
    let place = root.appending(path: path)
    guard let text = try? String(contentsOf: place, encoding: .utf8) else { return nil }
    let isExecutable = FileManager.default.isExecutableFile(atPath: place.path())
    return SourceFile(path: path, text: text, isExecutable: isExecutable)
  }

  // MARK: - Steps

  /// The files in a folder and below it; of a file, the file itself.
  private static func paths(in path: String) -> [String] {
    let place = path.isEmpty ? root : root.appending(path: path)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: place.path()) else {
      return [path]
    }
    return names.map { path.isEmpty ? $0 : "\(path)/\($0)" }
      .filter(belongsToProject).flatMap(paths)
  }

  /// Leaves out what git ignores.
  private static func belongsToProject(_ path: String) -> Bool {
    let ignored = [".build", ".git", "Package.resolved"]
    let kept = ["Reports/README.md", "Reports/patching"]
    if path.hasPrefix("Reports/") { return kept.contains { path.hasPrefix($0) } }
    return !ignored.contains(path) && !path.hasSuffix("__pycache__")
  }
}
