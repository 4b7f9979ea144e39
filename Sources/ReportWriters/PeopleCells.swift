import Survey
import Tables

extension CSVWriter {
  /// Writes what a share or a mean rests on, its value, standard error and interval: six cells
  /// `n, n_effective, value, se, low, high`.
  mutating func people(_ mean: PeopleMean?) {
    integer(mean?.respondentCount)
    finite(mean?.effectiveCount)
    finite(mean?.value)
    finite(mean?.standardError)
    finite(mean?.low)
    finite(mean?.high)
  }

  /// Writes a plain number among such cells.
  mutating func plain(_ value: Double?) {
    blanks(2)
    finite(value)
    blanks(3)
  }
}
