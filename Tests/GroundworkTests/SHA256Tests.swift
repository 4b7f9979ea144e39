import Groundwork
import Testing

@Suite("SHA256")
struct SHA256Tests {
  /// The examples of NIST's FIPS 180-4 publication page, and one that fills a block but for one
  /// byte of the padding.
  static let vectors: [(message: String, digest: String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ]

  private func digest(_ pieces: [[UInt8]]) -> String {
    var hash = SHA256()
    for piece in pieces { hash.update(piece) }
    return hash.hexDigest
  }

  @Test("the published examples", arguments: vectors.indices)
  func published(index: Int) {
    let (message, expected) = SHA256Tests.vectors[index]
    #expect(digest([Array(message.utf8)]) == expected)
  }

  @Test("a million letters a, in uneven pieces")
  func million() {
    var hash = SHA256()
    var left = 1_000_000
    var size = 1
    while left > 0 {
      let count = min(size, left)
      hash.update([UInt8](repeating: UInt8(ascii: "a"), count: count))
      left -= count
      size = size * 7 % 9973 + 1
    }
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(hash.hexDigest == expected)
  }

  @Test("the pieces do not matter, whatever the length")
  func pieces() {
    let message = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for length in 0...200 {
      let whole = digest([Array(message[..<length])])
      for cut in [0, 1, 63, 64, 65, length] where cut <= length {
        #expect(digest([Array(message[..<cut]), Array(message[cut..<length])]) == whole)
      }
      #expect(digest(message[..<length].map { [$0] }) == whole)
    }
  }

  @Test("asking for the digest does not end the message")
  func askTwice() {
    var hash = SHA256()
    hash.update(Array("ab".utf8))
    _ = hash.hexDigest
    hash.update(Array("c".utf8))
    #expect(hash.hexDigest == SHA256Tests.vectors[1].digest)
    #expect(hash.hexDigest == SHA256Tests.vectors[1].digest)
  }
}
