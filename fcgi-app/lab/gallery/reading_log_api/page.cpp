#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Entry {
  std::int64_t id, rating;
  std::string body, created_at, reader, reader_email, title;
  std::int64_t published_year;
  std::string list_price;
  std::optional<std::string> mean_rating;
  std::string author;
  std::int64_t born_year;
  static constexpr auto columns =
      std::tuple(&Entry::id, &Entry::rating, &Entry::body, &Entry::created_at, &Entry::reader,
                 &Entry::reader_email, &Entry::title, &Entry::published_year, &Entry::list_price,
                 &Entry::mean_rating, &Entry::author, &Entry::born_year);
};

constexpr std::string_view entries_sql =
    "SELECT r.id, r.rating, r.body, r.created_at, c.name, c.email, b.title, b.year, b.price, b.rating, "
    "a.name, "
    "a.born FROM (SELECT id, book_id, customer_id, rating, body, created_at FROM review ORDER BY id DESC "
    "LIMIT ?) AS r STRAIGHT_JOIN customer AS c ON c.id = r.customer_id "
    "STRAIGHT_JOIN book AS b ON b.id = r.book_id STRAIGHT_JOIN author AS a ON a.id = b.author_id "
    "ORDER BY r.id DESC";

// Models use the names of the columns. The app's frontend wants camel case and no nulls.
Value model_of(const Entry& entry) {
  const Value author = Value::object({{"full_name", entry.author}, {"born_year", entry.born_year}});
  const Value book = Value::object({{"book_title", entry.title},
                                    {"published_year", entry.published_year},
                                    {"list_price", entry.list_price},
                                    {"mean_rating", entry.mean_rating ? Value(*entry.mean_rating) : Value()},
                                    {"written_by", author}});
  const Value reader = Value::object({{"full_name", entry.reader}, {"email_address", entry.reader_email}});
  return Value::object({{"entry_id", entry.id},
                        {"star_rating", entry.rating},
                        {"review_text", entry.body.empty() ? Value() : Value(entry.body)},
                        {"created_at", entry.created_at},
                        {"read_by", reader},
                        {"about_book", book}});
}

std::string camel_case(std::string_view name) {
  std::string camel;
  bool begins_word = false;
  for (const char letter : name) {
    if (letter != '_') camel += begins_word ? static_cast<char>(letter - 'a' + 'A') : letter;
    begins_word = letter == '_';
  }
  return camel;
}

Value with_camel_case(Value value) {
  if (const auto* items = value.items()) {
    Value list = Value::list();
    for (const Value& item : *items) list.add(with_camel_case(item));
    return list;
  }
  if (value.members() == nullptr) return value;
  Value object;
  for (const auto& [name, member] : *value.members()) object.set(camel_case(name), with_camel_case(member));
  return object;
}

Value without_nulls(Value value) {
  if (const auto* items = value.items()) {
    Value list = Value::list();
    for (const Value& item : *items) list.add(without_nulls(item));
    return list;
  }
  if (value.members() == nullptr) return value;
  Value object;
  for (const auto& [name, member] : *value.members())
    if (!member.is_null()) object.set(name, without_nulls(member));
  return object;
}

Response run(const Request& request, Services& services) {
  const auto entries = services.db.query<Entry>(entries_sql, request.knobs.n());
  return data_page(services, [&](std::string& body) {
    Value list = Value::list();
    for (const Entry& entry : entries) list.add(model_of(entry));
    const Value document = Value::object({{"log_entries", list}, {"entry_count", entries.size()}});
    body = io::to_json(with_camel_case(without_nulls(document)));
  });
}

}  // namespace

GalleryPage reading_log_api() {
  return {
      .summary = "the newest entries of all reading logs, as JSON for an app",
      .why =
          "Each entry becomes a tree of names and values, and the whole document is copied level by level, "
          "once to drop the nulls and once to rename its members, before it is printed.",
      .knobs = {items_knob("entries in the response", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "serializer"}},
  };
}

}  // namespace caseload::gallery
