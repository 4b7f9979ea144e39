#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The standard normal distribution.
public enum Normal {
  /// The probability of a value at or below `value`.
  public static func cumulative(_ value: Double) -> Double {
    erfc(-value / 2.0.squareRoot()) / 2
  }

  /// The probability of a value above `value`, with the relative precision of the lower tail.
  public static func upperTail(_ value: Double) -> Double { cumulative(-value) }

  /// The density at `value`.
  public static func density(_ value: Double) -> Double {
    exp(-value * value / 2) / (2 * Double.pi).squareRoot()
  }

  /// The value below which a standard normal number lies with this probability.
  ///
  /// - Parameter probability: between 0 and 1; 0 and 1 give infinities.
  /// - Returns: the quantile, to about 1e-15 relative.
  ///
  /// Source: Wichura (1988), Algorithm AS 241: the percentage points of the normal distribution,
  /// routine PPND16.
  public static func quantile(_ probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "a probability of \(probability)")
    let centered = probability - 0.5
    if abs(centered) <= 0.425 {
      let argument = 0.180625 - centered * centered
      return centered * ratio(argument, centralTop, centralBottom)
    }
    let tail = centered < 0 ? probability : 1 - probability
    guard tail > 0 else { return centered < 0 ? -.infinity : .infinity }
    let root = (-log(tail)).squareRoot()
    let distance =
      root <= 5
      ? ratio(root - 1.6, middleTop, middleBottom) : ratio(root - 5, farTop, farBottom)
    return centered < 0 ? -distance : distance
  }

  /// The value above which a standard normal number lies with this probability.
  ///
  /// - Parameter probability: between 0 and 1; 0 and 1 give infinities.
  /// - Returns: the quantile, to about 1e-15 relative.
  public static func upperQuantile(_ probability: Double) -> Double { -quantile(probability) }

  // MARK: - Steps

  private typealias Coefficients = InlineArray<8, Double>

  /// Two polynomials of degree 7, lowest coefficient first, divided.
  private static func ratio(
    _ argument: Double, _ top: Coefficients, _ bottom: Coefficients
  ) -> Double {
    var upper = top[7]
    var lower = bottom[7]
    for power in stride(from: 6, through: 0, by: -1) {
      upper = upper * argument + top[power]
      lower = lower * argument + bottom[power]
    }
    return upper / lower
  }

  private static let centralTop: Coefficients = [
    3.387_132_872_796_366_608_0, 133.141_667_891_784_377_45, 1971.590_950_306_551_442_7,
    13731.693_765_509_461_125, 45921.953_931_549_871_457, 67265.770_927_008_700_853,
    33430.575_583_588_128_105, 2509.080_928_730_122_672_7,
  ]
  private static let centralBottom: Coefficients = [
    1, 42.313_330_701_600_911_252, 687.187_007_492_057_908_30, 5394.196_021_424_751_107_7,
    21213.794_301_586_595_867, 39307.895_800_092_710_610, 28729.085_735_721_942_674,
    5226.495_278_852_854_561_0,
  ]
  private static let middleTop: Coefficients = [
    1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_90, 5.769_497_221_460_691_405_50,
    3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 0.241_780_725_177_450_611_770,
    0.022_723_844_989_269_184_583_3, 0.000_774_545_014_278_341_407_640,
  ]
  private static let middleBottom: Coefficients = [
    1, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_40,
    0.689_767_334_985_100_004_550, 0.148_103_976_427_480_074_590,
    0.015_198_666_563_616_457_196_6, 0.000_547_593_808_499_534_494_600,
    1.050_750_071_644_416_843_24e-9,
  ]
  private static let farTop: Coefficients = [
    6.657_904_643_501_103_777_20, 5.463_784_911_164_114_369_90, 1.784_826_539_917_291_335_80,
    0.296_560_571_828_504_891_230, 0.026_532_189_526_576_123_093_0,
    0.001_242_660_947_388_078_438_60, 2.711_555_568_743_487_578_15e-5,
    2.010_334_399_292_288_132_65e-7,
  ]
  private static let farBottom: Coefficients = [
    1, 0.599_832_206_555_887_937_690, 0.136_929_880_922_735_805_310,
    0.014_875_361_290_850_614_852_5, 0.000_786_869_131_145_613_259_100,
    1.846_318_317_510_054_681_80e-5, 1.421_511_758_316_445_888_70e-7,
    2.044_263_103_389_939_785_64e-15,
  ]
}
