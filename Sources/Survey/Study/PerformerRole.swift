/// How people have to do with the job.
public enum PerformerRole: String, Sendable, CaseIterable {
  /// Gets it done.
  case executor
  /// Supports it over its life.
  case support
  /// Decides the purchase.
  case buyer
}

extension PerformerRoles {
  /// The answers of a role, as they stand in the data; may be empty.
  public func answers(of role: PerformerRole) -> [String] {
    switch role {
    case .executor: executor
    case .support: support
    case .buyer: buyer
    }
  }

  /// What a role counts in the joint ranking, 0 or more; 1 unless the study says otherwise.
  public func weight(of role: PerformerRole) -> Double { weights[role] ?? 1 }
}

/// Where a solution comes from.
public enum SolutionKind: String, Sendable, CaseIterable {
  /// Bought from a provider.
  case provider
  /// Made by the people themselves.
  case nonProvider = "non-provider"
  /// No solution: the job is not done, or by hand.
  case nothing
}

extension SolutionsInUse {
  /// The answers of a kind, as they stand in the data; may be empty.
  public func answers(of kind: SolutionKind) -> [String] {
    switch kind {
    case .provider: provider
    case .nonProvider: nonProvider
    case .nothing: nothing
    }
  }
}
