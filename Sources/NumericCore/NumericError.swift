public import Groundwork

/// What can go wrong in a factorisation: the facts.
public enum NumericError: Failure, Equatable {
  /// The leading minor of this order (1 is the first) is not positive.
  case notPositiveDefinite(order: Int)
  /// The eigenvalue iteration gave up; `info` is LAPACK's code.
  case noConvergence(info: Int)

  /// The sentence for the person.
  public var message: Message {
    switch self {
    case .notPositiveDefinite(let order):
      Message(
        "covariance matrix", "is not positive definite at order \(order)",
        fix: "leave out items that are constant or copies of one another")
    case .noConvergence(let info):
      Message(
        "symmetric matrix", "its eigenvalues did not converge", found: "LAPACK code \(info)",
        expected: "0", fix: "look for items with extreme or missing values")
    }
  }

  /// The status with which the command ends.
  public var exitStatus: ExitStatus {
    switch self {
    case .notPositiveDefinite: .data
    case .noConvergence: .internalFault
    }
  }
}
