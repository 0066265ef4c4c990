#include "stages/track/assignment.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

using brigade::stages::AssignmentSolver;

namespace {

constexpr int kNone = AssignmentSolver::kUnmatched;
constexpr double kForbidden = std::numeric_limits<double>::infinity();

struct Problem {
  int rows = 0;
  int columns = 0;
  double unmatched_cost = 0;
  std::vector<double> costs;

  [[nodiscard]] double cost(std::size_t row, int column) const {
    return column == kNone ? unmatched_cost
                           : costs[row * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
  }
};

/// The least total over all ways to give the rows from `row` on columns that are not yet taken.
double least_total(const Problem& problem, std::vector<bool>& taken, int row = 0) {
  if (row == problem.rows) {
    return 0;
  }
  const auto at = static_cast<std::size_t>(row);
  double least = problem.unmatched_cost + least_total(problem, taken, row + 1);
  for (int column = 0; column < problem.columns; ++column) {
    if (!taken[static_cast<std::size_t>(column)]) {
      taken[static_cast<std::size_t>(column)] = true;
      least = std::min(least, problem.cost(at, column) + least_total(problem, taken, row + 1));
      taken[static_cast<std::size_t>(column)] = false;
    }
  }
  return least;
}

/// Small whole costs, so that ties are frequent; about a quarter of the pairs forbidden.
Problem random_problem(std::mt19937& random) {
  const auto draw = [&random](int from, int to) {
    return from + static_cast<int>(random() % static_cast<unsigned>(to - from + 1));
  };
  Problem problem{
      .rows = draw(0, 6), .columns = draw(0, 6), .unmatched_cost = static_cast<double>(draw(0, 12)), .costs = {}};
  for (int i = 0; i < problem.rows * problem.columns; ++i) {
    problem.costs.push_back(draw(0, 3) == 0 ? kForbidden : draw(-5, 15));
  }
  return problem;
}

std::vector<int> solve(AssignmentSolver& solver, const Problem& problem) {
  const auto columns = solver.solve(problem.costs, problem.rows, problem.columns, problem.unmatched_cost);
  return {columns.begin(), columns.end()};
}

}  // namespace

TEST_CASE("an assignment costs no more than the best of all") {
  std::mt19937 random(7);
  AssignmentSolver solver;
  for (int round = 0; round < 2000; ++round) {
    const Problem problem = random_problem(random);
    const std::vector<int> columns = solve(solver, problem);
    REQUIRE(columns.size() == static_cast<std::size_t>(problem.rows));
    std::vector<bool> taken(static_cast<std::size_t>(problem.columns), false);
    double total = 0;
    for (std::size_t row = 0; row < columns.size(); ++row) {
      total += problem.cost(row, columns[row]);
      if (columns[row] != kNone) {
        REQUIRE_FALSE(taken[static_cast<std::size_t>(columns[row])]);
        taken[static_cast<std::size_t>(columns[row])] = true;
      }
    }
    taken.assign(taken.size(), false);
    REQUIRE(total == least_total(problem, taken));
  }
}

TEST_CASE("an assignment of fractions is optimal too") {
  std::mt19937 random(11);
  AssignmentSolver solver;
  for (int round = 0; round < 200; ++round) {
    Problem problem{.rows = 5, .columns = 6, .unmatched_cost = 0.7, .costs = {}};
    for (int i = 0; i < problem.rows * problem.columns; ++i) {
      problem.costs.push_back(static_cast<double>(random()) / static_cast<double>(std::mt19937::max()));
    }
    const std::vector<int> columns = solve(solver, problem);
    double total = 0;
    for (std::size_t row = 0; row < columns.size(); ++row) {
      total += problem.cost(row, columns[row]);
    }
    std::vector<bool> taken(6, false);
    REQUIRE_THAT(total, Catch::Matchers::WithinAbs(least_total(problem, taken), 1e-12));
  }
}

TEST_CASE("the nearest pair is given up where that serves the whole") {
  AssignmentSolver solver;
  CHECK(solve(solver, {.rows = 2, .columns = 2, .unmatched_cost = 10, .costs = {1, 2, 1, 9}}) ==
        std::vector<int>{1, 0});
}

TEST_CASE("a forbidden pair and one that is not a number are never made") {
  AssignmentSolver solver;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(solve(solver, {.rows = 2, .columns = 2, .unmatched_cost = 1000, .costs = {kForbidden, nan, nan, 3}}) ==
        std::vector<int>{kNone, 1});
}

TEST_CASE("a pair as dear as staying alone is not made") {
  AssignmentSolver solver;
  CHECK(solve(solver, {.rows = 2, .columns = 2, .unmatched_cost = 5, .costs = {5, kForbidden, kForbidden, 4.5}}) ==
        std::vector<int>{kNone, 1});
}

TEST_CASE("a row loses its column where another needs it more") {
  AssignmentSolver solver;
  CHECK(solve(solver, {.rows = 2, .columns = 1, .unmatched_cost = 5, .costs = {3, 1}}) == std::vector<int>{kNone, 0});
}

TEST_CASE("a problem without rows or without columns has an empty answer") {
  AssignmentSolver solver;
  CHECK(solve(solver, {.rows = 0, .columns = 3, .unmatched_cost = 1, .costs = {}}).empty());
  CHECK(solve(solver, {.rows = 2, .columns = 0, .unmatched_cost = 1, .costs = {}}) == std::vector<int>{kNone, kNone});
}

TEST_CASE("a solver that was used for another size gives the same answer as a new one") {
  std::mt19937 random(3);
  AssignmentSolver used;
  for (int round = 0; round < 200; ++round) {
    const Problem problem = random_problem(random);
    AssignmentSolver fresh;
    REQUIRE(solve(used, problem) == solve(fresh, problem));
  }
}
