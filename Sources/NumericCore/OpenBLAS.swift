internal import COpenBLAS

/// The linear algebra library behind this room: what it is, and how many threads it may use.
///
/// Nobody outside NumericCore calls BLAS or LAPACK. The names go into run manifests, because the
/// last bits of real-valued results depend on the processor kernels that OpenBLAS picks.
public enum OpenBLAS {
  /// Name and version of the loaded library, such as `OpenBLAS 0.3.21`.
  public static var libraryVersion: String {
    guard let text = openblas_get_config() else { return "unknown" }
    return String(cString: text).split(separator: " ").prefix(2).joined(separator: " ")
  }

  /// The processor kernels in use, such as `Haswell` or `ARMV8`.
  public static var coreName: String {
    guard let text = openblas_get_corename() else { return "unknown" }
    return String(cString: text)
  }

  /// Keeps OpenBLAS to one thread, once for the whole process.
  ///
  /// The rows are cut into blocks and our own `Workers` run the blocks: a second layer of
  /// threads would compete with them, and sums would depend on the number of threads. Every
  /// product and factorisation of this room calls it first; more calls do nothing.
  public static func useOneThread() {
    oneThread
  }

  /// Evaluated once, thread safely, on first use.
  private static let oneThread: Void = openblas_set_num_threads(1)
}
