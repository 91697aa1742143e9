#include <algorithm>
#include <map>
#include <span>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t lines_at_once = 200;
constexpr std::int64_t orders_kept = 40;

constexpr std::string_view ward_sql = "SELECT name, max_packs FROM ward_account WHERE id = ?";
constexpr std::string_view articles_sql = "SELECT id, sku, name, unit FROM ward_article WHERE id IN (";
constexpr std::string_view open_sql = "INSERT INTO ward_order (ward_id) VALUES (?)";
constexpr std::string_view lines_sql =
    "INSERT INTO ward_order_line (order_id, line, article_id, packs, comes_from) VALUES ";
constexpr std::string_view remove_lines_sql = "DELETE FROM ward_order_line WHERE order_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM ward_order WHERE id = ?";

struct Ward {
  std::string name;
  std::int64_t max_packs;
  static constexpr auto columns = std::tuple(&Ward::name, &Ward::max_packs);
};

struct Article {
  std::int64_t id;
  std::string sku, name, unit;
  static constexpr auto columns = std::tuple(&Article::id, &Article::sku, &Article::name, &Article::unit);
};

struct Line {
  std::int64_t article, packs;
  std::string_view comes_from;
};

using Articles = std::map<std::int64_t, Article>;

// What the ward's cabinet has counted: in the body, or made up.
std::vector<Line> lines_of(const Request& request) {
  const auto given = list_in_body(request, "lines");
  std::vector<Line> lines;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    if (given)
      lines.push_back({.article = integer_in_row((*given)[row], row, "article"),
                       .packs = integer_in_row((*given)[row], row, "packs")});
    else
      lines.push_back({.article = 1 + at * 37 % 4'999, .packs = 1 + at * 7 % 24});
  }
  return lines;
}

Articles articles_of(std::span<const Line> lines, Database& db) {
  Articles articles;
  while (!lines.empty()) {
    const auto chunk = lines.first(std::min(lines_at_once, lines.size()));
    lines = lines.subspan(chunk.size());
    std::string sql(articles_sql);
    std::vector<Parameter> ids;
    for (const Line& line : chunk) {
      sql += ids.empty() ? "?" : ", ?";
      ids.push_back(to_parameter(line.article));
    }
    Cursor found = db.run(sql + ")", ids);
    while (found.next()) {
      auto article = map_row<Article>(found);
      const std::int64_t id = article.id;
      articles.emplace(id, std::move(article));
    }
  }
  return articles;
}

// The rules of the pharmacy for a line of an order.
class Rules {
 public:
  Rules(const Ward& ward, const Articles& articles, Services& services)
      : ward_(ward), articles_(articles), services_(services) {}

  void apply(Line& line) const {
    const auto article = articles_.find(line.article);
    if (article == articles_.end())
      line.comes_from = "nowhere";
    else if (line.packs > ward_.max_packs)
      line.comes_from = "pharmacist";
    else
      line.comes_from = has(article->second, line.packs) ? "wholesaler" : "maker";
  }

 private:
  // A maker delivers in a week, a wholesaler today.
  bool has(const Article& article, std::int64_t packs) const {
    const auto reply = services_.partners.send(partners::stock_of(services_.db.dataset(), {&article.sku, 1}));
    const auto document = partners::document_in(reply);
    const Value::List* items = document ? (*document)["items"].items() : nullptr;
    return items != nullptr && !items->empty() && items->front()["stock"].integer_or(0) >= packs;
  }

  const Ward& ward_;
  const Articles& articles_;
  Services& services_;
};

void store(std::int64_t ward, const std::vector<Line>& lines, Database& db) {
  db.execute(open_sql, ward);
  const std::int64_t order = db.last_insert_id();
  for (std::size_t from = 0; from < lines.size(); from += lines_at_once) {
    std::string sql(lines_sql);
    std::vector<Parameter> values;
    for (std::size_t at = from; at < std::min(from + lines_at_once, lines.size()); ++at) {
      sql += values.empty() ? "(?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?)";
      values.insert(values.end(), {to_parameter(order), to_parameter(static_cast<std::int64_t>(at + 1)),
                                   to_parameter(lines[at].article), to_parameter(lines[at].packs),
                                   to_parameter(lines[at].comes_from)});
    }
    db.run_write(sql, values);
  }
  if (order <= orders_kept) return;
  db.execute(remove_lines_sql, order - orders_kept);
  db.execute(remove_sql, order - orders_kept);
}

Response send_order(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("ward");
  const auto ward = services.db.query_one<Ward>(ward_sql, id);
  if (!ward) throw NotFound("there is no ward " + std::to_string(id));
  std::vector<Line> lines = lines_of(request);
  const Articles articles = articles_of(lines, services.db);
  const Rules rules(*ward, articles, services);
  for (Line& line : lines) rules.apply(line);
  services.db.transaction([&] { store(id, lines, services.db); });
  return data_page(
             services,
             [&](std::string& body) {
               io::JsonWriter json(body);
               json.begin_object().key("ward").text(ward->name).key("lines").begin_list();
               for (const Line& line : lines) {
                 const auto article = articles.find(line.article);
                 json.begin_object().key("article").number(line.article).key("packs").number(line.packs);
                 if (article != articles.end())
                   json.key("name").text(article->second.name).key("unit").text(article->second.unit);
                 json.key("from").text(line.comes_from).end_object();
               }
               json.end_list().end_object();
             })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage ward_order() {
  return {
      .summary =
          "a ward's cabinet orders what it lacks from the hospital pharmacy, and learns where it comes from",
      .why =
          "Articles are loaded and lines stored two hundred at a time, but a rule that is applied to each "
          "line asks the wholesaler for the stock of that one article. The service takes up to a hundred in "
          "a call.",
      .knobs = {items_knob("lines of the order", 640),
                {.name = "ward", .help = "number of the ward", .initial = 9, .minimum = 1, .maximum = 60},
                dataset_knob()},
      .run = send_order,
      .labels = {{.name = "call-loop"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
