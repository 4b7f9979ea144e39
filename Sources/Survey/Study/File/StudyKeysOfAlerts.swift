// The keys of the part `alerts`, what the nightly watch tells of.

extension StudyKey {
  static let alertKeys: [StudyKey] =
    [
      StudyKey(
        "alerts", [.mapping],
        "What a nightly run watches, and tells without false alarms (docs/alerts.md).",
        example: "{rules: [{when: change, by: 1}, {when: base-falls, below: 100}]}"),
      StudyKey(
        "alerts.level", [.text(.share)],
        "Of all that is ever told, the part that may be false in the mean; without it 5 %.",
        example: "5 %"),
      StudyKey(
        "alerts.horizon", [.text(.whole(1...100_000))],
        "The nights in which changes are looked for most closely; without it 365. The watch goes "
          + "on after them.", example: "365"),
      StudyKey(
        "alerts.rules", [.list], isRequired: true, "What is told.",
        example: "[{when: change, by: 1}, {when: enters, band: 12}]"),
      StudyKey(
        "alerts.rules[]", [.mapping], "One rule; `when` says which.",
        example: "{when: change, figure: opportunity, by: 1}"),
      StudyKey(
        "alerts.rules[].when", [.text(.choice(AlertRule.Name.allCases.map(\.rawValue)))],
        isRequired: true,
        "A figure has changed; opportunity enters or leaves a band; a target is met; a segment's "
          + "share of new respondents falls below a share, their number below a count; "
          + "their missing and invalid ratings rise; the segments do not fit them any more.",
        example: "change"),
    ] + alertDetailKeys

  private static let alertDetailKeys: [StudyKey] = [
    StudyKey(
      "alerts.rules[].figure", [.text(.choice(AlertRule.Figure.allCases.map(\.rawValue)))],
      "Of `change`: which figure; without it opportunity.", example: "opportunity"),
    StudyKey(
      "alerts.rules[].by", [.text(.number(minimum: 0))],
      "Of `change`: the change, in the scorer's unit, that shall be told soonest; larger and "
        + "smaller ones are told too. Without it 1 on scales of 0 to 10.", example: "1.0"),
    StudyKey(
      "alerts.rules[].band", [.text(.number(minimum: 0))],
      "Of `enters` and `leaves`: the opportunity from which on an outcome is in the band.",
      example: "12"),
    StudyKey(
      "alerts.rules[].outcomes", [.text(.choice(["all"])), .list],
      "Of `change`, `enters` and `leaves`: `all` (the default), or a list of ids.", example: "all"),
    StudyKey(
      "alerts.rules[].outcomes[]", [.text(.text)], "The id of an outcome.", example: "\"01\""),
    StudyKey(
      "alerts.rules[].segments", [.text(.choice(["all", "none"])), .list],
      "Of the same: everybody and `all` segments (the default), `none` but everybody, or the "
        + "segments of some segmentations. Fewer streams are told sooner.", example: "none"),
    StudyKey(
      "alerts.rules[].segments[]", [.text(.text)], "The name of a segmentation.", example: "role"),
    StudyKey(
      "alerts.rules[].segmentation", [.text(.text)],
      "Of `share-falls`: the segmentation's name as in `segments`.", example: "role"),
    StudyKey(
      "alerts.rules[].segment", [.text(.text)], "Of `share-falls`: the segment.", example: "Admin"),
    StudyKey(
      "alerts.rules[].below", [.text(.figure)],
      "Of `share-falls` a share such as 20 %, of `base-falls` a count of new respondents.",
      example: "20 %"),
    StudyKey(
      "alerts.rules[].nights", [.text(.whole(1...400))],
      "Of `base-falls`: over how many nights they are counted; without it 1.", example: "7"),
  ]
}
