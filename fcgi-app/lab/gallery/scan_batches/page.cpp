#include <algorithm>
#include <map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// A scanner sends what it has read as a text with at most 80 codes.
constexpr std::int64_t max_codes = 80;

struct Batch {
  std::string codes;
  static constexpr auto columns = std::tuple(&Batch::codes);
};

struct Article {
  std::string sku, name;
  std::int64_t stock;
  static constexpr auto columns = std::tuple(&Article::sku, &Article::name, &Article::stock);
};

constexpr std::string_view batches_sql =
    "SELECT codes FROM stocktaking_batch WHERE stocktaking_id = ? ORDER BY batch LIMIT ?";

std::vector<std::string> split(std::string_view codes) {
  std::vector<std::string> result;
  while (!codes.empty()) {
    const std::size_t comma = std::min(codes.find(','), codes.size());
    result.emplace_back(codes.substr(0, comma));
    codes.remove_prefix(std::min(comma + 1, codes.size()));
  }
  return result;
}

void add_articles(const std::vector<std::string>& codes, std::map<std::string, Article>& articles,
                  Database& db) {
  std::string sql = "SELECT sku, name, stock FROM indexed_product WHERE sku IN (";
  std::vector<Parameter> values;
  for (const std::string& code : codes) {
    sql += values.empty() ? "?" : ",?";
    values.push_back(to_parameter(code));
  }
  if (values.empty()) return;
  Cursor cursor = db.run(sql + ") ORDER BY sku, id", values);
  while (cursor.next()) {
    auto article = map_row<Article>(cursor);
    articles.try_emplace(article.sku, std::move(article));
  }
}

Response run(const Request& request, Services& services) {
  constexpr std::int64_t stocktaking_id = 1;
  const std::int64_t n = request.knobs.n();
  const auto batches = services.db.query<Batch>(batches_sql, stocktaking_id, (n + max_codes - 1) / max_codes);
  std::vector<std::string> scanned;
  std::map<std::string, Article> articles;
  for (const Batch& batch : batches) {
    std::vector<std::string> codes = split(batch.codes);
    const auto wanted = static_cast<std::size_t>(n - std::ssize(scanned));
    if (codes.size() > wanted) codes.resize(wanted);
    add_articles(codes, articles, services.db);
    scanned.insert(scanned.end(), codes.begin(), codes.end());
  }
  Rows rows({"code", "name", "stock"});
  for (const std::string& code : scanned) {
    const auto article = articles.find(code);
    if (article == articles.end())
      rows.add(code, nullptr, nullptr);
    else
      rows.add(code, article->second.name, article->second.stock);
  }
  return services.page(Value::object({{"scanned", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage scan_batches() {
  return {
      .summary = "the stocktaking of an aisle: scanned codes with the articles and the stock in the books",
      .why =
          "A query runs for each batch of a scanner, with a list of codes. But a batch has 80 codes, so both "
          "the lists and the number of queries are small. The codes are stored as texts and can't be joined.",
      .knobs = {items_knob("codes on the page", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
