#include <algorithm>
#include <array>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t line_width = 38;  // of a column in the printed magazine
constexpr std::size_t max_lines = 20;

struct Review {
  std::string body;
  static constexpr auto columns = std::tuple(&Review::body);
};

std::size_t characters_in(std::string_view word) {
  return static_cast<std::size_t>(std::ranges::count_if(
      word, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
}

// As many words on a line as fit.
std::size_t lines_of_text(std::string_view text) {
  std::size_t lines = 0, used = line_width;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::size_t width = characters_in(text.substr(0, end));
    if (used + 1 + width > line_width) {
      ++lines;
      used = width;
    } else {
      used += 1 + width;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Response show(const Request&, Services& services) {
  std::array<std::int64_t, max_lines + 1> reviews{};
  Cursor all = services.db.run("SELECT body FROM review WHERE rating >= 4", {});
  while (all.next()) ++reviews[std::min(lines_of_text(map_row<Review>(all).body), max_lines)];

  Rows rows({"lines", "reviews", "or_more"});
  for (std::size_t lines = 0; lines <= max_lines; ++lines)
    rows.add(lines, reviews[lines], lines == max_lines);
  return services.page(Value::object({{"heights", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage column_inches() {
  return {
      .summary = "for a printed magazine: how many lines the good reviews take in a narrow column",
      .why =
          "Each text is broken into lines once and only counted, but the driver holds the texts of all "
          "good reviews before the first is measured. Read row by row, a few would be in memory.",
      .knobs = {dataset_knob()},
      .run = show,
      .labels = {{.name = "iterator"}},
  };
}

}  // namespace caseload::gallery
