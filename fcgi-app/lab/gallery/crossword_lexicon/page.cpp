#include <algorithm>
#include <array>
#include <iterator>

#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Entry {
  std::int64_t id;
  std::string answer, clue;
  bool is_retired;
  static constexpr auto columns = std::tuple(&Entry::id, &Entry::answer, &Entry::clue, &Entry::is_retired);
};

constexpr std::string_view entries_sql = "SELECT id, answer, clue, is_retired FROM crossword_entry";
constexpr std::string_view grids_sql =
    "SELECT title, appears_on, blacks FROM crossword_grid WHERE state = 'filling' ORDER BY appears_on LIMIT "
    "5";
constexpr std::size_t bands = 10, max_shown = 12;

struct Grid {
  std::string title, appears_on;
  std::int64_t blacks;
  static constexpr auto columns = std::tuple(&Grid::title, &Grid::appears_on, &Grid::blacks);
};

struct Rated {
  Entry entry;
  double ease;  // 0 .. 1: how easily other words cross it
};

// How often a letter occurs: 1 for the most frequent one, and almost 0 for the rarest.
double frequency_of(char letter) {
  constexpr std::string_view by_frequency = "ENISRATDHULCGMOBWFKZPVJYXQ";
  const auto place = by_frequency.find(letter);
  return place == std::string_view::npos ? 0 : 1 - static_cast<double>(place) / 26;
}

bool is_vowel(char letter) {
  return std::string_view("AEIOUY").find(letter) != std::string_view::npos;
}

// A word crosses well if its letters are frequent and vowels and consonants take turns.
double ease_of(std::string_view answer) {
  if (answer.size() < 2) return 0;
  double letters = frequency_of(answer.front());
  std::size_t turns = 0;
  for (std::size_t at = 1; at < answer.size(); ++at) {
    letters += frequency_of(answer[at]);
    if (is_vowel(answer[at]) != is_vowel(answer[at - 1])) ++turns;
  }
  const auto length = static_cast<double>(answer.size());
  return 0.6 * letters / length + 0.4 * static_cast<double>(turns) / (length - 1);
}

class Lexicon {
 public:
  explicit Lexicon(Database& db) {
    db.each<Entry>(entries_sql, [this](const Entry& entry) {
      all_.push_back({.entry = entry, .ease = ease_of(entry.answer)});
      return true;
    });
  }

  std::size_t size() const { return all_.size(); }
  std::vector<Rated> in_use() const {
    std::vector<Rated> kept;
    std::ranges::copy_if(all_, std::back_inserter(kept),
                         [](const Rated& each) { return !each.entry.is_retired; });
    return kept;
  }

 private:
  std::vector<Rated> all_;
};

std::vector<Rated> by_ease(std::vector<Rated> words) {
  std::ranges::sort(words, [](const Rated& one, const Rated& other) {
    return one.ease != other.ease ? one.ease > other.ease : one.entry.id < other.entry.id;
  });
  return words;
}

Response show(const Request&, Services& services) {
  const auto grids = services.db.query<Grid>(grids_sql);
  const Lexicon lexicon(services.db);
  const std::vector<Rated> words = by_ease(lexicon.in_use());
  std::array<std::int64_t, bands> counts{};
  for (const Rated& each : words)
    ++counts[std::min(bands - 1, static_cast<std::size_t>(each.ease * static_cast<double>(bands)))];

  Rows filling({"title", "appears_on", "blacks"}), histogram({"from", "words"}),
      best({"answer", "clue", "ease"});
  for (const Grid& each : grids) filling.add(each.title, each.appears_on, each.blacks);
  for (std::size_t band = 0; band < bands; ++band)
    histogram.add(fixed(static_cast<double>(band) / static_cast<double>(bands), 1), counts[band]);
  for (std::size_t at = 0; at < std::min(max_shown, words.size()); ++at)
    best.add(words[at].entry.answer, words[at].entry.clue, fixed(words[at].ease, 3));
  return services
      .page(Value::object({{"entries", lexicon.size()},
                           {"in_use", words.size()},
                           {"filling", std::move(filling)},
                           {"histogram", std::move(histogram)},
                           {"best", std::move(best)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage crossword_lexicon() {
  return {
      .summary = "an editor's view of a crossword publisher's lexicon: how easily its words cross",
      .why =
          "Every entry of the lexicon is kept with its clue, copied without the retired ones, and sorted, "
          "for ten counters and twelve words. Each word could be rated as it is read, with the counters and "
          "the twelve best so far in memory. How well a word crosses only the code knows.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "memory-profile"}},
  };
}

}  // namespace caseload::gallery
