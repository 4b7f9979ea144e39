import Foundation

/// The package's own files, read from the folder in which this file was compiled.
enum Project {
  /// The root of the package.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every text file that belongs to the project, by path.
  static let files: [SourceFile] = parts.flatMap(paths).sorted().compactMap(file)

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

  /// What the project consists of; whatever else lies in its folder is somebody's own.
  private static let parts = [
    ".ci", ".dockerignore", ".editorconfig", ".gitignore", ".swift-format", "ARCHITECTURE.md",
    "CHANGELOG.md", "CONTRIBUTING.md", "Datasets", "Dockerfile", "Package.swift", "README.md",
    "Reports/README.md", "Reports/patching", "Scripts", "Sources", "Tests", "docs",
  ]

  /// The files in a folder and below it; of a file, the file itself.
  private static func paths(in path: String) -> [String] {
    let place = root.appending(path: path).path()
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
      return [path]
    }
    return names.filter { $0 != "__pycache__" }.flatMap { paths(in: "\(path)/\($0)") }
  }
}
