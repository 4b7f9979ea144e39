public import Survey

/// Respondents who have gone missing, in words.
public enum LossWords {
  /// `1,240 of 2,800 respondents of the last run are missing from these answers`, without a full
  /// stop.
  public static func sentence(_ loss: RunChanges.Loss) -> String {
    let count = (loss.isExact ? "" : "at least ") + NumberText.count(loss.count)
    let people = NumberText.counted(loss.earlierCount, "respondent")
    return "\(count) of \(people) of the last run \(loss.count == 1 ? "is" : "are") missing from "
      + "these answers"
  }
}
