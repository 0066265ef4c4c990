#include "stages/track/mot_rows.hpp"

#include "common/number_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <utility>

namespace brigade::stages {
namespace {

constexpr std::size_t kFewestColumns = 7;
constexpr std::array<std::string_view, 10> kColumnNames = {"frame",  "id",    "x",     "y",        "width",
                                                           "height", "score", "class", "column 9", "column 10"};

using Numbers = std::array<double, kColumnNames.size()>;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// Cuts the text up to the next `separator` off its front.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view front = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return front;
}

/// A whole number that a double and an id hold exactly.
bool is_whole(double number) { return std::trunc(number) == number && std::abs(number) <= 9e15; }

bool is_float(double number) { return std::abs(number) <= std::numeric_limits<float>::max(); }

class RowParser {
 public:
  explicit RowParser(MotColumns columns) : columns_(columns) {}

  /// The error is only what is wrong with the line, without its place.
  [[nodiscard]] Result<MotRow> parse(std::string_view line) {
    const auto count = static_cast<std::size_t>(std::ranges::count(line, ',')) + 1;
    if (count < kFewestColumns || count > kColumnNames.size()) {
      return failure("has {} columns, not {} to {}", count, kFewestColumns, kColumnNames.size());
    }
    Numbers numbers;
    numbers.fill(-1);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view field = trimmed(take_until(line, ','));
      const auto number = number_reader_.read(field);
      if (!number) {
        return failure("the {} '{}' is not a finite number", kColumnNames[i], field);
      }
      numbers[i] = *number;
    }
    return row_of(numbers);
  }

 private:
  [[nodiscard]] Result<MotRow> row_of(const Numbers& numbers) const {
    if (!is_whole(numbers[0]) || numbers[0] < 1) {
      return failure("the frame {} is not a whole number from 1 on", numbers[0]);
    }
    if (!is_whole(numbers[1]) || numbers[1] < -1) {
      return failure("the id {} is not a whole number from -1 on", numbers[1]);
    }
    if (!std::all_of(numbers.begin() + 2, numbers.begin() + kFewestColumns, is_float)) {
      return failure("a number of the box or the score is too large");
    }
    if (numbers[4] < 0 || numbers[5] < 0) {
      return failure("the size {} x {} is negative", numbers[4], numbers[5]);
    }
    const double category = columns_ == MotColumns::category ? numbers[7] : -1;
    if (!is_whole(category) || category < -1 || category > std::numeric_limits<int>::max()) {
      return failure("the class {} is not a whole number from -1 on", category);
    }
    return MotRow{.frame = static_cast<std::int64_t>(numbers[0]),
                  .id = static_cast<std::int64_t>(numbers[1]),
                  .box = {.x = static_cast<float>(numbers[2]),
                          .y = static_cast<float>(numbers[3]),
                          .width = static_cast<float>(numbers[4]),
                          .height = static_cast<float>(numbers[5])},
                  .score = static_cast<float>(numbers[6]),
                  .category = static_cast<int>(category)};
  }

  MotColumns columns_;
  NumberReader number_reader_;
};

/// A stable sort, not the standard one: that of libstdc++ 12 uses functions which C++17 deprecates.
std::vector<MotRow> by_frame(std::span<const MotRow> rows) {
  std::vector<std::pair<std::int64_t, std::size_t>> order;
  order.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    order.emplace_back(rows[i].frame, i);
  }
  std::ranges::sort(order);
  std::vector<MotRow> sorted;
  sorted.reserve(rows.size());
  for (const auto& [frame, i] : order) {
    sorted.push_back(rows[i]);
  }
  return sorted;
}

}  // namespace

void append_mot_rows(std::string& text, std::int64_t frame, std::span<const vision::TrackedObject> objects) {
  for (const vision::TrackedObject& object : objects) {
    const vision::Box& box = object.box;
    fmt::format_to(std::back_inserter(text), "{},{},{:.2f},{:.2f},{:.2f},{:.2f},{:.4f},{},-1,-1\n", frame, object.id,
                   box.x, box.y, box.width, box.height, object.score, object.category);
  }
}

Result<std::vector<MotRow>> parse_mot_rows(std::string_view text, std::string_view name, MotColumns columns) {
  std::vector<MotRow> rows;
  RowParser parser(columns);
  for (std::int64_t line_number = 1; !text.empty(); ++line_number) {
    const std::string_view line = trimmed(take_until(text, '\n'));
    if (line.empty()) {
      continue;
    }
    Result<MotRow> row = parser.parse(line);
    if (!row) {
      return failure("{}:{}: {}", name, line_number, row.error().message);
    }
    row->line = line_number;
    rows.push_back(*row);
  }
  return by_frame(rows);
}

Result<std::vector<MotRow>> read_mot_rows(const std::filesystem::path& file, MotColumns columns) {
  const std::ifstream stream(file, std::ios::binary);
  if (!stream || std::filesystem::is_directory(file)) {
    return failure("{}: cannot be opened for reading; give a MOTChallenge text file", file.string());
  }
  std::ostringstream content;
  content << stream.rdbuf();
  if (stream.bad()) {
    return failure("{}: cannot be read to its end", file.string());
  }
  return parse_mot_rows(content.view(), file.string(), columns);
}

}  // namespace brigade::stages
