#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The image of its memory that a program leaves when it crashes.
public enum CoreDumps {
  /// Forbids it from here on, for this process and the programs it starts: call it before a secret
  /// is read. Other processes of the same user cannot look into the memory either.
  public static func forbid() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    #if canImport(Glibc)
      setrlimit(__rlimit_resource_t(4), &none)
    #else
      setrlimit(4, &none)
    #endif
    // The limit does not bind a collector of dumps that the kernel feeds through a pipe; this does.
    typealias Long = CUnsignedLong
    typealias Control = @convention(c) (CInt, Long, Long, Long, Long) -> CInt
    guard let symbol = dlsym(nil, "prctl") else { return }
    let setDumpable: CInt = 4
    _ = unsafeBitCast(symbol, to: Control.self)(setDumpable, 0, 0, 0, 0)
  }
}
