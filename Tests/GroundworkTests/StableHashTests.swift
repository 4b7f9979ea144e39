import Groundwork
import Testing

@Suite("StableHash")
struct StableHashTests {
  /// Computed by a transcription of the definition into Python's big integers. Frozen: a change
  /// here changes every draw of every study.
  static let frozen: [(text: String, plain: UInt64, seeded: UInt64)] = [
    ("", 0x8622_fcb2_a10b_38a0, 0xc224_e014_3347_21b8),
    ("a", 0xbcd7_317d_c73a_e0f4, 0x825a_ac10_954e_bb77),
    ("respondent", 0x83fe_4cfc_8e9a_edd3, 0x2b9c_8a05_e6af_b2e3),
    ("Zoë Brontë", 0x4535_d217_3fd6_7446, 0x532a_81af_d45e_f12f),
    ("0123456789abcdef", 0x98fc_7d9d_90ba_f53f, 0x9fff_bab2_06d1_eada),
  ]

  @Test("the values never change", arguments: frozen.indices)
  func frozenValues(index: Int) {
    let (text, plain, seeded) = StableHashTests.frozen[index]
    #expect(StableHash.hash(text) == plain)
    #expect(StableHash.hash(text, seed: 1) == seeded)
    #expect(StableHash.hash(Array(text.utf8)) == plain)
  }

  @Test("joining and finishing never change either, and joining knows its order")
  func frozenJoins() {
    #expect(StableHash.combine(1, 2) == 0x439a_5aae_0ed2_481c)
    #expect(StableHash.combine(2, 1) == 0x44f0_b738_5a86_75f9)
    #expect(StableHash.finalize(0) == 0)
    #expect(StableHash.finalize(1) == 0x5692_161d_100b_05e5)
  }

  @Test("bytes give the same hash wherever they lie in memory")
  func alignment() {
    let padded = [UInt8](repeating: 0, count: 8) + Array("respondent 1842".utf8)
    let expected = StableHash.hash("respondent 1842")
    for shift in 0..<8 {
      let bytes = Array(padded.dropFirst(8 - shift))
      bytes.withUnsafeBytes { whole in
        #expect(StableHash.hash(UnsafeRawBufferPointer(rebasing: whole[shift...])) == expected)
      }
    }
  }

  @Test("texts that differ by zero bytes at the end differ")
  func trailingZeros() {
    let hashes = (0..<40).map { StableHash.hash([UInt8](repeating: 0, count: $0)) }
    #expect(Set(hashes).count == 40)
  }

  @Test("numbered ids and seeds do not collide")
  func collisions() {
    // 200,000 values of 64 bits collide with a probability of 1e-9.
    var hashes = Set<UInt64>()
    for number in 0..<100_000 {
      hashes.insert(StableHash.hash("R_\(number)"))
      hashes.insert(StableHash.hash("R_1", seed: UInt64(number + 1)))
    }
    #expect(hashes.count == 200_000)
  }

  @Test("another seed does not merely hand one respondent's hash to another")
  func seedsAreIndependent() {
    // Were the seed only mixed into the id's bits, "3" under seed 1 would be "2" under seed 0.
    let ids = (0..<10).map(String.init)
    let plain = Set(ids.map { StableHash.hash($0) })
    for seed in 1..<UInt64(1000) {
      #expect(plain.isDisjoint(with: ids.map { StableHash.hash($0, seed: seed) }))
    }
  }

  @Test("joined small numbers do not collide")
  func joinedNumbers() {
    let hashes = (0..<UInt64(300)).flatMap { first in
      (0..<UInt64(300)).map { StableHash.combine(first, $0) }
    }
    #expect(Set(hashes).count == 90_000)
  }

  @Test("each input bit flips each output bit about half of the time")
  func avalanche() {
    let trials = 2000
    var flips = [Int](repeating: 0, count: 64)
    for trial in 0..<trials {
      var bytes = Array("respondent \(trial)".utf8)
      let before = StableHash.hash(bytes)
      bytes[trial % bytes.count] ^= UInt8(1 << (trial / bytes.count % 8))
      let changed = before ^ StableHash.hash(bytes)
      for bit in 0..<64 where changed >> UInt64(bit) & 1 == 1 { flips[bit] += 1 }
    }
    // 1000 expected, standard deviation 22: 120 is more than five of them for all 64 bits.
    for count in flips { #expect(abs(count - trials / 2) < 120) }
  }
}
