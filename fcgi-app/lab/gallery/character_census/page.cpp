#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Body {
  std::string text;
  static constexpr auto columns = std::tuple(&Body::text);
};

struct Counted {
  std::string character;
  std::int64_t times;
};

constexpr std::size_t max_shown = 60;

// Counts the characters beyond ASCII, which the new typeface has to cover.
class Census {
 public:
  void count(std::string_view text) {
    while (!text.empty()) {
      const std::size_t length = std::max<std::size_t>(utf8_length(text), 1);
      if (length > 1) ++times_[std::string(text.substr(0, length))];
      text.remove_prefix(length);
    }
  }

  std::vector<Counted> most_frequent() const {
    std::vector<Counted> all;
    for (const auto& [character, times] : times_) all.push_back({.character = character, .times = times});
    std::ranges::stable_sort(all, std::ranges::greater(), &Counted::times);
    if (all.size() > max_shown) all.resize(max_shown);
    return all;
  }

 private:
  std::map<std::string, std::int64_t> times_;
};

Response show(const Request&, Services& services) {
  Census census;
  Cursor reviews = services.db.run("SELECT body FROM review", {});
  while (reviews.next()) census.count(map_row<Body>(reviews).text);
  const auto counted = census.most_frequent();
  Rows rows({"character", "times"});
  for (const Counted& each : counted) rows.add(each.character, each.times);
  return services.page(Value::object({{"characters", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage character_census() {
  return {
      .summary = "which characters beyond ASCII the readers use in their reviews, for a new typeface",
      .why =
          "Each review is looked at once, but the driver has fetched and stored all of them before the "
          "first. Reading row by row would need the memory of a few.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "iterator"}},
  };
}

}  // namespace caseload::gallery
