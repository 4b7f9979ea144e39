import Testing

@testable import ReportWriters

@Suite("Laying out text")
struct TextLayoutTests {
  @Test("Words are wrapped at blanks and long words are cut")
  func wrapping() {
    #expect(TextLayout.wrapped("one two three", width: 7) == ["one two", "three"])
    #expect(TextLayout.wrapped("abcdefgh", width: 3) == ["abc", "def", "gh"])
    #expect(TextLayout.wrapped("", width: 10) == [""])
  }

  @Test("A text too long for its line is cut at a blank")
  func shortening() {
    #expect(TextLayout.shortened("one two three", width: 13) == "one two three")
    #expect(TextLayout.shortened("one two three", width: 12) == "one two ...")
    #expect(DisplayWidth.of(TextLayout.shortened("abcdefghijkl", width: 9)) <= 9)
  }

  @Test("Columns stay aligned behind wide letters and combining marks")
  func alignment() {
    #expect(DisplayWidth.of("修补") == 4)
    #expect(DisplayWidth.of("e\u{301}") == 1)
    #expect(TextLayout.left("修补", 6) == "修补  ")
    #expect(TextLayout.right("né", 4) == "  né")
    let lines = TextLayout.table(
      [["修补", "x"], ["ab", "y"]], columns: [.init(4), .init(1)], indent: "")
    #expect(lines == ["修补  x", "ab    y"])
  }

  @Test("A cell of several lines makes its row as high")
  func highRows() {
    let lines = TextLayout.table(
      [["one two", "3"]], columns: [.init(3), .init(3, .right)], indent: " ")
    #expect(lines == [" one    3", " two"])
  }

  @Test(
    "Numbers are rounded half away from zero and never show a negative zero",
    arguments: [
      (0.25, 1, "0.3"), (-0.25, 1, "-0.3"), (-0.04, 1, "0.0"), (14.96, 1, "15.0"), (7, 0, "7"),
      (0.05, 2, "0.05"), (.infinity, 1, "-"), (.nan, 1, "-"),
    ])
  func rounding(value: Double, places: Int, text: String) {
    #expect(NumberText.decimal(value, places) == text)
  }

  @Test("Signs, shares, counts and words read as people write them")
  func words() {
    #expect(NumberText.signed(1.26) == "+1.3")
    #expect(NumberText.signed(0.01) == "0.0")
    #expect(NumberText.percent(0.004) == "<1 %")
    #expect(NumberText.percent(0.998) == ">99 %")
    #expect(NumberText.percent(0.165) == "17 %")
    #expect(NumberText.percent(1) == "100 %")
    #expect(NumberText.count(999) == "999")
    #expect(NumberText.count(-7825) == "-7,825")
    #expect(NumberText.count(1_234_567) == "1,234,567")
    #expect(NumberText.counted(1, "outcome") == "1 outcome")
    #expect(NumberText.word(3) == "three")
  }

  @Test(
    "A p-value of 1 never reads as none, and a tiny one never as 0",
    arguments: [
      (0, "under .001"), (0.0009, "under .001"), (0.001, ".001"), (0.042, ".042"),
      (0.0496, ".050"), (0.999, ".999"), (0.99951, "over .999"), (1, "over .999"),
      (.nan, "unknown"),
    ])
  func probabilities(value: Double, text: String) {
    #expect(NumberText.probability(value) == text)
  }

  @Test("Intervals of one table share one scale")
  func pictures() {
    let picture = IntervalPicture(holding: [(0, 5), (2, 10)], width: 11)
    #expect(picture.drawn(low: 0, value: 2, high: 5) == "├─●──┤     ")
    #expect(picture.drawn(low: 2, value: 6, high: 10) == "  ├───●───┤")
    #expect(picture.drawn(low: 3, value: 3, high: 3) == "   ●       ")
    let point = IntervalPicture(holding: [(4, 4)], width: 5)
    #expect(point.drawn(low: 4, value: 4, high: 4) == "  ●  ")
  }
}
