/// One of the waves of a study: who was asked at one time.
public struct Wave: Sendable, Equatable {
  /// What it is called, such as a year; unique in the study.
  public var name: String
  /// The file of its answers, relative to the study file.
  public var file: String
  /// The study file that it was asked by, relative to the study file; `nil` for the study itself.
  public var study: String?
  /// Where the study file names it.
  public var place: Place

  /// A wave.
  public init(name: String, file: String, study: String? = nil, place: Place) {
    (self.name, self.file, self.study, self.place) = (name, file, study, place)
  }
}
