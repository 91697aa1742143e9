#include <algorithm>
#include <array>

#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t max_word = 20;
constexpr std::size_t max_shown = 5;
constexpr std::size_t max_distance = 3;

struct Title {
  std::string text;
  static constexpr auto columns = std::tuple(&Title::text);
};

struct Suggestion {
  std::size_t distance;
  std::string word;
  friend auto operator<=>(const Suggestion&, const Suggestion&) = default;
};

void check_word(std::string_view word) {
  const bool is_plain = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == word.npos;
  if (!word.empty() && (!is_plain || word.size() < 3 || word.size() > max_word))
    throw BadRequest("the parameter q must be 3 to 20 lower-case letters");
}

std::size_t edit_distance(std::string_view one, std::string_view other) {
  std::array<std::size_t, max_word + 1> row{};
  for (std::size_t j = 0; j <= other.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const std::size_t replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[other.size()];
}

// Keeps the nearest words, each once.
void consider(std::vector<Suggestion>& nearest, std::string_view typed, std::string_view word) {
  if (word.size() < 3 || word.size() > max_word) return;
  if (std::max(word.size(), typed.size()) - std::min(word.size(), typed.size()) > max_distance) return;
  const Suggestion found{edit_distance(typed, word), std::string(word)};
  if (found.distance > max_distance || std::ranges::find(nearest, found) != nearest.end()) return;
  nearest.insert(std::ranges::upper_bound(nearest, found), found);
  if (nearest.size() > max_shown) nearest.pop_back();
}

Response run(const Request& request, Services& services) {
  std::string typed(request.knobs.text("q"));
  if (typed.empty()) typed = "gardner";
  std::vector<Suggestion> nearest;
  Cursor titles = services.db.run("SELECT title FROM book", {});
  while (titles.next()) {
    const std::string title = lower_case(map_row<Title>(titles).text);
    for (std::size_t end, begin = 0; begin < title.size(); begin = end + 1) {
      end = std::min(title.find_first_not_of("abcdefghijklmnopqrstuvwxyz", begin), title.size());
      consider(nearest, typed, std::string_view(title).substr(begin, end - begin));
    }
  }
  Rows rows({"word", "letters_apart"});
  for (const Suggestion& each : nearest) rows.add(each.word, each.distance);
  Response response = services.page(Value::object({{"typed", typed}, {"suggestions", std::move(rows)}}));
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage did_you_mean() {
  return {
      .summary = "a search without hits: the words of the catalogue that are nearest to what was typed",
      .why =
          "The driver holds the titles of all books before the first one is compared, although each is "
          "needed only once.",
      .knobs =
          {{.name = "q", .type = KnobType::text, .help = "the word that was typed", .check_text = check_word},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "iterator"}},
  };
}

}  // namespace caseload::gallery
