#include <algorithm>

#include "core/words.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Title {
  std::int64_t id;
  std::string text;
  static constexpr auto columns = std::tuple(&Title::id, &Title::text);
};

struct Analysed {
  Title title;
  std::vector<std::string> words;

  // The longest run of words with the same first letter.
  std::size_t run() const {
    std::size_t longest = 0, current = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
      current = at > 0 && words[at].front() == words[at - 1].front() ? current + 1 : 1;
      longest = std::max(longest, current);
    }
    return longest;
  }
};

constexpr std::size_t max_shown = 40;

std::vector<Analysed> alliterating(std::vector<Analysed> titles) {
  std::vector<Analysed> found;
  std::ranges::copy_if(titles, std::back_inserter(found),
                       [](const Analysed& each) { return each.run() >= 2; });
  return found;
}

std::vector<Analysed> best_first(std::vector<Analysed> titles) {
  std::ranges::sort(titles, [](const Analysed& one, const Analysed& other) {
    return one.run() != other.run() ? one.run() > other.run() : one.title.id < other.title.id;
  });
  return titles;
}

Response show(const Request&, Services& services) {
  std::vector<Analysed> titles;
  services.db.each<Title>("SELECT id, title FROM book", [&](const Title& title) {
    titles.push_back({.title = title, .words = words_of(title.text)});
    return true;
  });
  const std::vector<Analysed> best = best_first(alliterating(titles));
  Rows rows({"title", "words"});
  for (std::size_t at = 0; at < std::min(max_shown, best.size()); ++at)
    rows.add(best[at].title.text, best[at].run());
  return services
      .page(Value::object({{"books", titles.size()}, {"found", best.size()}, {"titles", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage alliterations() {
  return {
      .summary = "titles that alliterate, for the quiz in the newsletter",
      .why =
          "The titles of all books are kept with their words, and copied to be filtered and sorted, although "
          "the page shows forty. Each title could be judged as it is read, and only the best kept.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "memory-profile"}},
  };
}

}  // namespace caseload::gallery
