import Survey

extension Disclosure {
  /// Whether the size of a segment must stay hidden: it is refused and under the floor.
  static func hidesSize(of segment: SegmentScores) -> Bool {
    segment.status == .refused && segment.respondentCount < floor
  }
}
