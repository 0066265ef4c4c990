#include "stages/track/assignment.hpp"

#include <cstddef>
#include <limits>
#include <utility>

namespace brigade::stages {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::size_t index(int value) { return static_cast<std::size_t>(value); }

}  // namespace

std::span<const int> AssignmentSolver::solve(std::span<const double> costs, int rows, int columns,
                                             double unmatched_cost) {
  reset(rows, columns);
  for (int row = 0; row < rows; ++row) {
    const PathEnd end = find_shortest_path(costs, row, unmatched_cost);
    update_potentials(row, end);
    augment(end);
  }
  return column_of_row_;
}

void AssignmentSolver::reserve(int rows, int columns) {
  column_of_row_.reserve(index(rows));
  row_potential_.reserve(index(rows));
  row_of_column_.reserve(index(columns));
  column_potential_.reserve(index(columns));
  distance_.reserve(index(columns));
  reached_from_.reserve(index(columns));
  closed_columns_.reserve(index(columns));
  closed_.reserve(index(columns));
}

void AssignmentSolver::reset(int rows, int columns) {
  columns_ = columns;
  column_of_row_.assign(index(rows), kUnmatched);
  row_of_column_.assign(index(columns), kUnmatched);
  row_potential_.assign(index(rows), 0.0);
  column_potential_.assign(index(columns), 0.0);
  reached_from_.resize(index(columns));
}

// Dijkstra's search over reduced costs, from `start` along free pairs to columns and back along made ones to rows. It
// ends in the nearest of: a column without a row, or the loss of a visited row's column at `unmatched_cost`.
AssignmentSolver::PathEnd AssignmentSolver::find_shortest_path(std::span<const double> costs, int start,
                                                               double unmatched_cost) {
  distance_.assign(index(columns_), kInfinity);
  closed_.assign(index(columns_), 0);
  closed_columns_.clear();
  PathEnd end{.distance = kInfinity};
  double distance = 0;
  for (int row = start;;) {
    if (const double alone = distance + unmatched_cost - row_potential_[index(row)]; alone < end.distance) {
      end = {.distance = alone, .row_left_alone = row};
    }
    relax(costs, row, distance);
    const int column = nearest_open_column();
    if (column == kUnmatched || !(distance_[index(column)] < end.distance)) {
      return end;
    }
    distance = distance_[index(column)];
    if (row_of_column_[index(column)] == kUnmatched) {
      return {.distance = distance, .column = column};
    }
    closed_[index(column)] = 1;
    closed_columns_.push_back(column);
    row = row_of_column_[index(column)];
  }
}

void AssignmentSolver::relax(std::span<const double> costs, int row, double distance) {
  const std::span<const double> row_costs = costs.subspan(index(row) * index(columns_), index(columns_));
  for (int column = 0; column < columns_; ++column) {
    const double through =
        distance + row_costs[index(column)] - row_potential_[index(row)] - column_potential_[index(column)];
    if (closed_[index(column)] == 0 && through < distance_[index(column)]) {
      distance_[index(column)] = through;
      reached_from_[index(column)] = row;
    }
  }
}

int AssignmentSolver::nearest_open_column() const {
  int nearest = kUnmatched;
  double least = kInfinity;
  for (int column = 0; column < columns_; ++column) {
    if (closed_[index(column)] == 0 && distance_[index(column)] < least) {
      least = distance_[index(column)];
      nearest = column;
    }
  }
  return nearest;
}

// Keeps every reduced cost at 0 or above and that of every made pair at 0, which is what makes the next search valid.
void AssignmentSolver::update_potentials(int start, const PathEnd& end) {
  row_potential_[index(start)] += end.distance;
  for (const int column : closed_columns_) {
    const double slack = end.distance - distance_[index(column)];
    row_potential_[index(row_of_column_[index(column)])] += slack;
    column_potential_[index(column)] -= slack;
  }
}

// Walks the path backwards, giving each row on it the column that led on from it.
void AssignmentSolver::augment(const PathEnd& end) {
  int column = end.column;
  if (end.row_left_alone != kUnmatched) {
    column = std::exchange(column_of_row_[index(end.row_left_alone)], kUnmatched);
  }
  while (column != kUnmatched) {
    const int row = reached_from_[index(column)];
    row_of_column_[index(column)] = row;
    column = std::exchange(column_of_row_[index(row)], column);
  }
}

}  // namespace brigade::stages
