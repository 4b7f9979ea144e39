public import Survey

/// One file of a run as the manifest names it.
public struct FileRecord: Sendable, Equatable {
  /// The file's name in the run directory.
  public var name: String
  /// How many bytes it has.
  public var byteCount: Int
  /// The digest of its bytes, 64 hexadecimal digits.
  public var sha256: String

  /// Takes the parts.
  public init(name: String, byteCount: Int, sha256: String) {
    self.name = name
    self.byteCount = byteCount
    self.sha256 = sha256
  }
}

/// `manifest.json`: what went into a run and what came out of it, with digests, so that a figure
/// in a slide can be traced to the answers it came from.
public enum Manifest {
  /// The manifest's text.
  ///
  /// - Parameters:
  ///   - result: what was analysed.
  ///   - facts: program, machine and time.
  ///   - files: the other files of the run.
  /// - Returns: JSON with sorted keys.
  public static func text(
    _ result: AnalysisResult, facts: RunFacts, files: [FileRecord]
  ) -> String {
    JSONValue.object([
      "files": .object(Dictionary(uniqueKeysWithValues: files.map { ($0.name, record($0)) })),
      "input": input(result.input),
      "machine": .object([
        "algebra_core": .text(facts.algebraCore),
        "algebra_library": .text(facts.algebraLibrary),
        "block_rows": .integer(facts.blockRowCount),
        "threads": .integer(facts.threadCount),
      ]),
      "options": options(result.study, facts: facts),
      "program": .object(["name": .text("unmet"), "version": .text(facts.version)]),
      "results": results(result),
      "started": .text(facts.startText),
      "study": .object([
        "file": .text(result.study.file),
        "name": .text(result.study.name),
        "sha256": .text(result.input.studySHA256),
      ]),
    ]).document
  }

  /// The manifest as a file of the run.
  public static func paper(
    _ result: AnalysisResult, facts: RunFacts, files: [FileRecord]
  ) -> Paper {
    Paper(name: RunPapers.manifestName) {
      Array(text(result, facts: facts, files: files).utf8)
    }
  }

  /// The options as texts by name, as the manifest is read back.
  public static func optionTexts(_ study: Study, facts: RunFacts) -> [String: String] {
    guard case .object(let members) = options(study, facts: facts) else { return [:] }
    return members.mapValues { value in
      guard case .text(let text) = value else { return String(value.document.dropLast()) }
      return text
    }
  }

  /// Every option that can change a number, the study's own and the command's together.
  public static func options(_ study: Study, facts: RunFacts) -> JSONValue {
    .object([
      "base": .text(study.scoring.base.rawValue),
      "cluster_feature": .text(study.clustering.feature.rawValue),
      "cluster_method": .text(study.clustering.method.rawValue),
      "cluster_missing": .text(study.clustering.missing.rawValue),
      "cluster_standardise": .boolean(study.clustering.isStandardised),
      "clusters": study.clustering.clusterCount.map(JSONValue.integer) ?? .text("auto"),
      "factor_correlation": .text(study.factoring.correlation.rawValue),
      "factor_extraction": .text(study.factoring.extraction.rawValue),
      "factor_feature": .text(study.clustering.factorFeature.rawValue),
      "factor_rotation": .text(study.factoring.rotation.rawValue),
      "factors": study.factoring.factorCount.map(JSONValue.integer) ?? .text("auto"),
      "minimum_base": .number(study.scoring.minimumBase),
      "scorer": .text(study.scoring.scorer.rawValue),
      "seed": .text(String(study.seed)),
      "strict": .boolean(facts.isStrict),
    ])
  }

  // MARK: - Steps

  /// What a history of runs shows of this one.
  private static func results(_ result: AnalysisResult) -> JSONValue {
    .object([
      "clusters": .integer(result.clusters.section.clusterCount),
      "effective_respondents": .number(result.input.effectiveCount),
      "findings": .integer(result.findings.count),
      "sections": .object(SectionStates.of(result).mapValues(JSONValue.text)),
    ])
  }

  private static func record(_ file: FileRecord) -> JSONValue {
    .object(["bytes": .integer(file.byteCount), "sha256": .text(file.sha256)])
  }

  private static func input(_ input: InputSummary) -> JSONValue {
    .object([
      "bytes": .integer(input.byteCount),
      "name": .text(input.name),
      "records": .integer(input.recordCount),
      "respondents": .integer(input.respondentCount),
      "sha256": .text(input.sha256),
    ])
  }
}
