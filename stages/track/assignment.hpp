#pragma once

#include <span>
#include <vector>

namespace brigade::stages {

/// The cheapest pairing of rows with columns, where a row may also stay alone at a price: minimises the sum of the
/// paired costs plus `unmatched_cost` for each row without a column. So a pair that costs as much as that or more is
/// never made, and infinity or NaN forbids one.
///
/// Shortest augmenting paths with potentials (Jonker and Volgenant, 1987, in the rectangular form of Crouse, 2016): one
/// search by row, O(rows * rows * columns) at worst, near O(rows * columns) where most pairs are forbidden. Equal
/// inputs give equal results, ties included. Keeps its buffers from call to call: no allocation once the largest size
/// was seen. Not for use by several threads at once.
class AssignmentSolver {
 public:
  static constexpr int kUnmatched = -1;

  /// Takes the memory for problems up to this size.
  void reserve(int rows, int columns);

  /// `costs` holds `rows` x `columns` values row by row; `unmatched_cost` is finite. Returns the column of each row or
  /// kUnmatched, valid until the next call.
  std::span<const int> solve(std::span<const double> costs, int rows, int columns, double unmatched_cost);

 private:
  /// Where a search from one row ended: in a free column, or by leaving a row without one.
  struct PathEnd {
    double distance = 0;
    int column = kUnmatched;
    int row_left_alone = kUnmatched;
  };

  void reset(int rows, int columns);
  PathEnd find_shortest_path(std::span<const double> costs, int start, double unmatched_cost);
  void relax(std::span<const double> costs, int row, double distance);
  [[nodiscard]] int nearest_open_column() const;
  void update_potentials(int start, const PathEnd& end);
  void augment(const PathEnd& end);

  int columns_ = 0;
  std::vector<int> column_of_row_;
  std::vector<int> row_of_column_;
  std::vector<double> row_potential_;
  std::vector<double> column_potential_;
  std::vector<double> distance_;     ///< by column: of the shortest path found to it in this search
  std::vector<int> reached_from_;    ///< by column: the row before it on that path
  std::vector<int> closed_columns_;  ///< columns whose distance is final, in the order of the search
  std::vector<char> closed_;         ///< by column: whether it is among them
};

}  // namespace brigade::stages
