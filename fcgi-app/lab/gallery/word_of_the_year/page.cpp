#include <algorithm>
#include <unordered_map>

#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t shown = 30;
constexpr std::size_t min_letters = 6;

constexpr std::string_view bodies_sql =
    "SELECT body FROM review WHERE created_at >= '2025-01-01' AND created_at < '2026-01-01'";
constexpr std::string_view own_sql =
    "SELECT COUNT(*) FROM review WHERE customer_id = ? AND created_at >= '2025-01-01'";

struct Body {
  std::string text;
  static constexpr auto columns = std::tuple(&Body::text);
};

struct Count {
  std::int64_t reviews;
  static constexpr auto columns = std::tuple(&Count::reviews);
};

using Counts = std::unordered_map<std::string, std::int64_t>;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

void count_words(std::string_view text, Counts& counts) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end - at >= min_letters) ++counts[std::string(text.substr(at, end - at))];
    at = end + 1;
  }
}

// The texts are read one by one. What is kept is a number for each word of the language.
Value words_of_the_year(Database& db) {
  Counts counts;
  db.each<Body>(bodies_sql, [&](const Body& body) {
    count_words(body.text, counts);
    return true;
  });
  std::vector<std::pair<std::string_view, std::int64_t>> words(counts.begin(), counts.end());
  const auto end = words.begin() + std::min(std::ssize(words), static_cast<std::ptrdiff_t>(shown));
  std::partial_sort(words.begin(), end, words.end(), [](const auto& one, const auto& other) {
    return one.second != other.second ? one.second > other.second : one.first < other.first;
  });
  Value list = Value::list();
  for (auto word = words.begin(); word != end; ++word)
    list.add(Value::object({{"word", word->first}, {"times", word->second}}));
  return list;
}

Response show(const Request& request, Services& services) {
  // The year is over. What is still written about it can wait for half a day.
  const CachedText kept{.key = "words of 2025 " + std::string(name_of(services.db.dataset())),
                        .depends = {},
                        .lifetime_s = 43'200,
                        .stale_s = 3'600};
  const auto words = services.texts.get(kept, [&] { return io::to_json(words_of_the_year(services.db)); });
  const auto visitor = visitor_of(request, services.db);
  Value model = Value::object({{"words", io::from_json(words.text).value()}});
  if (visitor) {
    const auto own = services.db.query_one<Count>(own_sql, visitor->id);
    model.set("reader", Value::object({{"name", visitor->name}, {"reviews", own ? own->reviews : 0}}));
  }
  return services.page(std::move(model)).set("Cache-Control", "private").set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage word_of_the_year() {
  return {
      .summary = "the words that readers used most in the reviews of 2025, and how much the visitor wrote",
      .why =
          "It reads every review of a year. But it does so twice a day, by one request while others wait or "
          "show the words of before, it holds one text at a time, and SQL can't count words.",
      .knobs = {dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
