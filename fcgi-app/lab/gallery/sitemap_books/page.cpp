#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The protocol allows 50,000 (sitemaps.org); small files are fetched again more cheaply.
constexpr std::int64_t books_per_file = 1'000;

constexpr std::string_view books_of_file = "SELECT id, year FROM book WHERE id BETWEEN ? AND ? ORDER BY id";

struct Entry {
  std::int64_t id, year;
  static constexpr auto columns = std::tuple(&Entry::id, &Entry::year);
};

void add_entry(std::string& xml, const Entry& entry) {
  xml += "  <url><loc>https://shop.example/books/";
  xml += std::to_string(entry.id);
  xml += "</loc><changefreq>";
  xml += entry.year >= 2024 ? "weekly" : "yearly";
  xml += "</changefreq></url>\n";
}

Response run(const Request& request, Services& services) {
  const std::int64_t last = request.knobs.page() * books_per_file;
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  std::int64_t entries = 0;
  const auto write = [&](const Entry& entry) {
    add_entry(xml, entry);
    ++entries;
    return true;
  };
  services.db.each<Entry>(books_of_file, write, last - books_per_file + 1, last);
  if (entries == 0) throw NotFound("there is no sitemap " + std::to_string(request.knobs.page()));
  xml += "</urlset>\n";

  Response response;
  response.body = std::move(xml);
  return response.set("Content-Type", "application/xml").set("Cache-Control", "public, max-age=3600");
}

}  // namespace

GalleryPage sitemap_books() {
  KnobSpec file = page_knob(10);
  file.ladder = {1, 4, 10};  // the smallest dataset fills ten files
  return {
      .summary = "one file of the sitemap: a thousand books",
      .why =
          "Each file is a range of the primary key with a fixed number of entries, and nginx keeps it for "
          "an hour.",
      .knobs = {file, dataset_knob()},
      .run = run,
      .labels = {},
      .cached_by_nginx = true,
  };
}

}  // namespace caseload::gallery
