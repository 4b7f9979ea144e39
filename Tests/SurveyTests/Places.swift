import Foundation

/// Where the project and the folder of shared samples are.
enum Places {
  /// The root of the package.
  static let root: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of shared samples, which is not part of the project: tests that read it are
  /// skipped where it is absent. `UNMET_SHARED` names it, else it is looked for beside the project.
  static let shared: URL? = {
    let named = ProcessInfo.processInfo.environment["UNMET_SHARED"].map {
      URL(fileURLWithPath: $0)
    }
    let folder = named ?? root.deletingLastPathComponent().appendingPathComponent("shared")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// Perth parks, the real survey: `nil` where the shared folder is absent.
  static var perth: String? {
    shared.map { $0.appendingPathComponent("data/perth-parks/responses.csv").path }
  }

  static let patching = root.appendingPathComponent("Datasets/patching")
}
