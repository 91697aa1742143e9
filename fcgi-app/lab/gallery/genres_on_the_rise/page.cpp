#include "lab/gallery_page.hpp"

#include <algorithm>

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t recent_since = 2021;
constexpr std::int64_t min_titles = 5;  // a share of fewer says little

struct Genre {
  std::string name;
  std::int64_t titles = 0;
  std::int64_t recent = 0;
  std::int64_t oldest_year = 9'999;
};

Genre summed_up(const orm::Tag& tag) {
  Genre genre{.name = std::string(tag.name())};
  for (const orm::Book& book : tag.books()) {
    ++genre.titles;
    if (book.year() >= recent_since) ++genre.recent;
    genre.oldest_year = std::min(genre.oldest_year, book.year());
  }
  return genre;
}

// Shares are compared as fractions, so that equal ones are ties.
bool has_greater_share(const Genre& one, const Genre& other) {
  const std::int64_t left = one.recent * other.titles, right = other.recent * one.titles;
  return left != right ? left > right : one.name < other.name;
}

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  std::vector<Genre> genres;
  Genre all{.name = "all"};
  for (const orm::Tag& tag : session.query<orm::Tag>().limit(request.knobs.n()).all()) {
    Genre genre = summed_up(tag);
    all.titles += genre.titles;
    all.recent += genre.recent;
    if (genre.titles >= min_titles) genres.push_back(std::move(genre));
  }
  std::erase_if(genres,
                [&](const Genre& each) { return each.recent * all.titles <= all.recent * each.titles; });
  std::sort(genres.begin(), genres.end(), has_greater_share);

  Rows rows({"place", "name", "percent", "recent", "titles", "oldest_year"});
  for (const Genre& genre : genres) {
    rows.add(rows.size() + 1, genre.name, 100 * genre.recent / genre.titles, genre.recent, genre.titles,
             genre.oldest_year);
  }
  return services.page(Value::object({{"since", recent_since}, {"genres", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage genres_on_the_rise() {
  return {
      .summary = "the genres with more recent books than the average genre, ranked by their share",
      .why =
          "Every book of every genre is loaded as an object, genre by genre; shares, threshold and ranking "
          "are then computed in code. One query with grouping and a window function returns the same rows.",
      .knobs = {items_knob("genres to compare", 500), dataset_knob()},
      .run = show,
      .labels = {{.name = "raw-sql"}},
  };
}

}  // namespace caseload::gallery
