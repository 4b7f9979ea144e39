#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Workers {
  /// The number of processors that this process may use, at least 1.
  public static var processorCount: Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// The memory of the machine in bytes, at least 64 MiB.
  public static var memoryByteCount: Int {
    let pageCount = Int(sysconf(Int32(_SC_PHYS_PAGES)))
    let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))
    return max(64 << 20, pageCount.multipliedReportingOverflow(by: pageByteCount).partialValue)
  }
}
