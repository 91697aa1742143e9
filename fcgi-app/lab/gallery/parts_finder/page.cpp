#include <algorithm>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Part {
  std::string sku, name, price;
  std::int64_t stock;
  static constexpr auto columns = std::tuple(&Part::sku, &Part::name, &Part::price, &Part::stock);
};

// Mechanics type what they remember, in any order: "lamp navy".
std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::vector<Part> parts_with(const std::vector<std::string>& words, std::int64_t max, Database& db) {
  std::string sql = "SELECT sku, name, price, stock FROM product WHERE 1 = 1";
  std::vector<Parameter> parameters;
  for (const std::string& word : words) {
    sql += " AND name LIKE ?";
    parameters.push_back(to_parameter("%" + word + "%"));
  }
  sql += " ORDER BY stock DESC, id LIMIT ?";
  parameters.push_back(to_parameter(max));
  std::vector<Part> parts;
  for (Cursor found = db.run(sql, parameters); found.next();) parts.push_back(map_row<Part>(found));
  return parts;
}

void check_words(std::string_view text) {
  if (text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ") != text.npos ||
      text.size() > 40)
    throw BadRequest("the parameter words must be at most 40 letters and spaces");
}

Response run(const Request& request, Services& services) {
  std::string_view text = request.knobs.text("words");
  if (text.empty()) text = "Lamp Navy";
  const auto parts = parts_with(words_in(text), request.knobs.n(), services.db);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("words").text(text).key("parts").begin_list();
                     for (const Part& part : parts) {
                       json.begin_object().key("sku").text(part.sku).key("name").text(part.name);
                       json.key("price").text(part.price).key("stock").number(part.stock).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage parts_finder() {
  return {
      .summary = "a workshop's finder of parts: all words in any order, best stocked first, as JSON",
      .why =
          "Each word may be anywhere in the name, so every product is compared with a pattern that begins "
          "with a wildcard. A FULLTEXT index over the names would find the parts.",
      .knobs =
          {items_knob("parts to show at most", 640),
           {.name = "words", .type = KnobType::text, .help = "words of the name", .check_text = check_words},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "leading-wildcard"}},
  };
}

}  // namespace caseload::gallery
