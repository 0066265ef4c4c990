#include "models/network/quantised_file/weight_coding.hpp"

#include "models/network/graph/model_error.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <queue>
#include <utility>

namespace brigade::models::network {

namespace {

constexpr std::size_t kValues = 256;
constexpr int kLongest = 15;  // bits of a word; a reader's table then has 32768 entries

using Lengths = std::array<std::uint8_t, kValues>;

std::size_t symbol_of(std::int8_t weight) { return static_cast<std::size_t>(weight + 128); }

std::array<std::int64_t, kValues> count_symbols(std::span<const std::int8_t> weights) {
  std::array<std::int64_t, kValues> counts{};
  for (const std::int8_t weight : weights) {
    ++counts.at(symbol_of(weight));
  }
  // Of a probability of 1/1024 and more no word is longer than log(1024) / log(golden ratio) = 14.4 bits.
  const auto total = static_cast<std::int64_t>(weights.size());
  for (std::int64_t& count : counts) {
    count = count == 0 ? 0 : std::max(count, total / 768 + 1);
  }
  return counts;
}

/// How deep each symbol lies in the tree that joins the two rarest again and again.
Lengths word_lengths(std::span<const std::int8_t> weights) {
  using Rarest = std::pair<std::int64_t, std::size_t>;
  std::priority_queue<Rarest, std::vector<Rarest>, std::greater<>> trees;
  std::vector<std::size_t> parents(2 * kValues, 0);
  const auto counts = count_symbols(weights);
  for (std::size_t symbol = 0; symbol < kValues; ++symbol) {
    if (counts.at(symbol) > 0) {
      trees.emplace(counts.at(symbol), symbol);
    }
  }
  std::size_t next = kValues;
  while (trees.size() > 1) {
    std::int64_t sum = 0;
    for (int child = 0; child < 2; ++child) {
      sum += trees.top().first;
      parents[trees.top().second] = next;
      trees.pop();
    }
    trees.emplace(sum, next++);
  }
  Lengths lengths{};
  for (std::size_t symbol = 0; symbol < kValues; ++symbol) {
    for (std::size_t node = symbol; counts.at(symbol) > 0 && parents[node] != 0; node = parents[node]) {
      ++lengths.at(symbol);
    }
    // A single symbol needs a word too.
    lengths.at(symbol) = std::max<std::uint8_t>(lengths.at(symbol), counts.at(symbol) > 0 ? 1 : 0);
  }
  return lengths;
}

/// The symbols that have a word, shortest words first: canonical words count upwards in this order.
std::vector<std::size_t> in_order_of_words(const Lengths& lengths) {
  std::vector<std::size_t> symbols(kValues);
  std::iota(symbols.begin(), symbols.end(), std::size_t{0});
  std::erase_if(symbols, [&](std::size_t symbol) { return lengths.at(symbol) == 0; });
  std::ranges::sort(symbols, {}, [&](std::size_t symbol) { return std::pair(lengths.at(symbol), symbol); });
  return symbols;
}

/// The word of each symbol, moved up so that its first bit is bit 14; the end is one past the last word's.
struct Words {
  std::array<std::uint32_t, kValues> words{};
  std::uint32_t end = 0;
};

Words words_of(const Lengths& lengths) {
  Words words;
  for (const std::size_t symbol : in_order_of_words(lengths)) {
    words.words.at(symbol) = words.end;
    words.end += 1U << static_cast<unsigned>(kLongest - lengths.at(symbol));
  }
  return words;
}

/// The symbol of each sequence of 15 bits that begins with its word. Throws where these are no lengths of a code.
std::vector<std::uint8_t> decoding_table(const Lengths& lengths) {
  if (std::ranges::any_of(lengths, [](std::uint8_t length) { return length > kLongest; })) {
    throw ModelError("the file holds a code of weights that is none");
  }
  constexpr std::uint32_t kEntries = 1U << static_cast<unsigned>(kLongest);
  std::vector<std::uint8_t> table;
  for (const std::size_t symbol : in_order_of_words(lengths)) {
    const std::uint32_t entries = 1U << static_cast<unsigned>(kLongest - lengths.at(symbol));
    if (entries > kEntries - table.size()) {
      throw ModelError("the file holds a code of weights that is none");
    }
    table.insert(table.end(), entries, static_cast<std::uint8_t>(symbol));
  }
  // A code of a single word leaves a half that no word begins; it is read as that word, and the length tells.
  table.resize(kEntries, table.empty() ? std::uint8_t{0} : table.back());
  return table;
}

}  // namespace

std::string encode_weights(std::span<const std::int8_t> weights) {
  const Lengths lengths = word_lengths(weights);
  const Words words = words_of(lengths);
  std::string bytes(lengths.begin(), lengths.end());
  std::uint64_t pending = 0;  // bits not written yet, the last ones lowest
  int bits = 0;
  for (const std::int8_t weight : weights) {
    const std::size_t symbol = symbol_of(weight);
    const int length = lengths.at(symbol);
    pending =
        pending << static_cast<unsigned>(length) | words.words.at(symbol) >> static_cast<unsigned>(kLongest - length);
    for (bits += length; bits >= 8; bits -= 8) {
      bytes.push_back(static_cast<char>(pending >> static_cast<unsigned>(bits - 8) & 0xFFU));
    }
  }
  if (bits > 0) {
    bytes.push_back(static_cast<char>(pending << static_cast<unsigned>(8 - bits) & 0xFFU));
  }
  return bytes;
}

std::vector<std::int8_t> decode_weights(std::string_view bytes, std::uint64_t count) {
  Lengths lengths{};
  if (bytes.size() < lengths.size() || count / 8 > bytes.size()) {
    throw ModelError("the file holds fewer weights than its nodes need");
  }
  std::ranges::copy(bytes.substr(0, lengths.size()), lengths.begin());
  bytes.remove_prefix(lengths.size());
  const std::vector<std::uint8_t> table = decoding_table(lengths);
  std::vector<std::int8_t> weights(static_cast<std::size_t>(count));
  std::uint64_t pending = 0;
  int bits = 0;
  std::size_t next = 0;
  for (std::int8_t& weight : weights) {
    for (; bits < kLongest; bits += 8) {  // past the end, zeros
      pending = pending << 8U | (next < bytes.size() ? static_cast<std::uint8_t>(bytes[next]) : 0U);
      ++next;
    }
    const std::uint8_t symbol = table[pending >> static_cast<unsigned>(bits - kLongest) & 0x7FFFU];
    bits -= lengths.at(symbol);
    weight = static_cast<std::int8_t>(symbol - 128);
  }
  const std::size_t used = next - static_cast<std::size_t>(bits / 8);
  if (used != bytes.size()) {
    throw ModelError("the file holds {} bytes of weights where its nodes need {}", bytes.size(), used);
  }
  return weights;
}

}  // namespace brigade::models::network
