#include <algorithm>
#include <span>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Entry {
  std::int64_t id;
  std::string subject_type;
  std::int64_t subject_id;
  static constexpr auto columns = std::tuple(&Entry::id, &Entry::subject_type, &Entry::subject_id);
};

struct Text {
  std::int64_t id;
  std::string text;
  static constexpr auto columns = std::tuple(&Text::id, &Text::text);
};

struct SubjectType {
  std::string_view type, sql;
};

constexpr std::size_t chunk = 100;
constexpr std::string_view entries_sql =
    "select id, subject_type, subject_id from activity order by id desc limit ?";
constexpr SubjectType subject_types[] = {
    {.type = "book", .sql = "select id, title from book where id in ("},
    {.type = "author", .sql = "select id, name from author where id in ("},
    {.type = "review", .sql = "select id, body from review where id in ("},
};

// Loads the subjects of one type, a hundred at a time.
class Subjects {
 public:
  Subjects(Database& db, const SubjectType& subject_type, const std::vector<Entry>& entries) {
    std::vector<Parameter> ids;
    for (const Entry& entry : entries)
      if (entry.subject_type == subject_type.type) ids.push_back(to_parameter(entry.subject_id));
    for (std::size_t from = 0; from < ids.size(); from += chunk)
      load(db, subject_type.sql, std::span(ids).subspan(from, std::min(chunk, ids.size() - from)));
  }

  std::string_view text_of(std::int64_t id) const {
    const auto found = texts_.find(id);
    return found == texts_.end() ? "(removed)" : std::string_view(found->second);
  }

 private:
  void load(Database& db, std::string_view start, std::span<const Parameter> ids) {
    std::string sql(start);
    for (std::size_t at = 0; at < ids.size(); ++at) sql += at == 0 ? "?" : ",?";
    Cursor cursor = db.run(sql + ")", ids);
    while (cursor.next()) {
      Text row = map_row<Text>(cursor);
      texts_.emplace(row.id, std::move(row.text));
    }
  }

  std::unordered_map<std::int64_t, std::string> texts_;
};

Response show(const Request& request, Services& services) {
  const auto entries = services.db.query<Entry>(entries_sql, request.knobs.n());
  std::unordered_map<std::string_view, Subjects> subjects;
  for (const SubjectType& subject_type : subject_types)
    subjects.emplace(subject_type.type, Subjects(services.db, subject_type, entries));
  Rows rows({"id", "type", "text"});
  for (const Entry& entry : entries) {
    const auto of_type = subjects.find(entry.subject_type);
    rows.add(entry.id, entry.subject_type,
             of_type == subjects.end() ? "(unknown)" : of_type->second.text_of(entry.subject_id));
  }
  return services.page(Value::object({{"entries", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage activity_feed() {
  return {
      .summary = "what happened in the shop: books, authors and reviews in one feed",
      .why =
          "An entry refers to a row of one of three tables. The rows are not fetched one by one but by type, "
          "a hundred ids at a time, so neither the queries nor their length grow much.",
      .knobs = {items_knob("entries in the feed", 2'560), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
