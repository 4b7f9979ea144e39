import Groundwork

/// Turns a name that somebody wrote into one that is safe in any path.
public enum Slug {
  /// Lower-case letters, digits and single hyphens, at most 48 of them.
  ///
  /// When letters were lost (other scripts, a cut) eight digits of the name's digest follow, so
  /// that two names never share a slug by accident.
  public static func of(_ name: String) -> String {
    var slug = ""
    var isLossy = false
    for scalar in name.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": slug.unicodeScalars.append(scalar)
      default:
        isLossy = isLossy || !scalar.isASCII
        if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
      }
    }
    isLossy = isLossy || slug.utf8.count > 48
    slug = trimmed(String(slug.prefix(48)))
    guard isLossy || slug.isEmpty else { return slug }
    var digest = SHA256()
    digest.update(Array(name.utf8))
    return (slug.isEmpty ? "study" : slug) + "-" + digest.hexDigest.prefix(8)
  }

  private static func trimmed(_ slug: String) -> String {
    var slug = slug
    while slug.hasSuffix("-") { slug.removeLast() }
    return slug
  }
}
