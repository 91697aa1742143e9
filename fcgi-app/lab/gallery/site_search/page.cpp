#include "core/errors.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr auto hits_sql = R"(
  SELECT b.id, b.title, a.name, b.year, b.rating
    FROM book AS b INNER JOIN author AS a ON a.id = b.author_id
   WHERE b.title LIKE CONCAT('%', ?, '%') OR a.name LIKE CONCAT('%', ?, '%')
   ORDER BY b.rating DESC, b.id
   LIMIT 20)";

struct Hit {
  std::int64_t id;
  std::string title, author;
  std::int64_t year;
  std::optional<std::string> rating;
  static constexpr auto columns = std::tuple(&Hit::id, &Hit::title, &Hit::author, &Hit::year, &Hit::rating);
};

void check_words(std::string_view words) {
  if (!words.empty() && (words.size() < 4 || words.size() > 60))
    throw BadRequest("the parameter q must have 4 to 60 characters");
}

std::string without_wildcards(std::string_view words) {
  std::string text(trimmed(words));
  for (const std::string_view wildcard : {"\\", "%", "_"})
    replace_all(text, wildcard, "\\" + std::string(wildcard));
  return text;
}

// Whether the reader typed the title or the author decides where the link leads.
bool is_in(std::string_view text, std::string_view words) {
  return lower_case(text).find(lower_case(words)) != std::string::npos;
}

Response show(const Request& request, Services& services) {
  const std::string_view typed = request.knobs.text("q");
  const std::string words = typed.empty() ? "{{title" : std::string(typed);
  const std::string pattern = without_wildcards(words);
  const auto hits = services.db.query<Hit>(hits_sql, pattern, pattern);
  Rows rows({"id", "title", "author", "year", "rating", "by_author"});
  for (const Hit& hit : hits)
    rows.add(hit.id, hit.title, hit.author, hit.year, hit.rating, !is_in(hit.title, words));
  return services.page(Value::object({{"words", words}, {"hits", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage site_search() {
  return {
      .summary = "the search field at the top of each page: title or author, twenty hits",
      .why =
          "Both patterns begin with a wildcard, so every book is joined with its author and compared twice. "
          "A FULLTEXT index over titles and names would find the hits.",
      .knobs = {{.name = "q",
                 .type = KnobType::text,
                 .help = "part of a title or of a name",
                 .check_text = check_words},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "leading-wildcard"}},
  };
}

}  // namespace caseload::gallery
