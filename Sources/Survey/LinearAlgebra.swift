import NumericCore

/// The linear algebra library behind the results, for manifests.
///
/// The last bits of eigenvalues and loadings depend on the processor kernels that it picks, so a
/// run that is to be repeated exactly needs both names.
public enum LinearAlgebra {
  /// Name and version, such as `OpenBLAS 0.3.21`.
  public static var library: String { OpenBLAS.libraryVersion }

  /// The processor kernels in use, such as `Haswell`.
  public static var core: String { OpenBLAS.coreName }
}
