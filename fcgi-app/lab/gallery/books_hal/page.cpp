#include <cctype>

#include "io/json/json.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Book {
  std::int64_t id;
  std::string title;
  std::int64_t year;
  std::string price;
  std::optional<std::string> rating;
  std::int64_t author_id;
  std::string author;
  std::int64_t publisher_id;
  std::string publisher;
  static constexpr auto columns =
      std::tuple(&Book::id, &Book::title, &Book::year, &Book::price, &Book::rating, &Book::author_id,
                 &Book::author, &Book::publisher_id, &Book::publisher);
};

constexpr std::string_view books_sql =
    "SELECT b.id, b.title, b.year, b.price, b.rating, a.id, a.name, p.id, p.name "
    "FROM (SELECT * FROM book ORDER BY id LIMIT ?) AS b "
    "JOIN author AS a ON a.id = b.author_id JOIN publisher AS p ON p.id = b.publisher_id ORDER BY b.id";

Value link_to(const std::string& collection, std::int64_t id) {
  return Value::object({{"href", "/api/" + collection + "/" + std::to_string(id)}});
}

Value named(const std::string& collection, std::int64_t id, const std::string& name) {
  return Value::object({{"display_name", name},
                        {"alternate_name", Value()},
                        {"_links", Value::object({{"self", link_to(collection, id)}})}});
}

Value resource_of(const Book& book) {
  const Value embedded =
      Value::object({{"book_author", named("authors", book.author_id, book.author)},
                     {"book_publisher", named("publishers", book.publisher_id, book.publisher)}});
  const Value links = Value::object({{"self", link_to("books", book.id)}});
  return Value::object({{"book_title", book.title},
                        {"first_published", book.year},
                        {"list_price", book.price},
                        {"mean_rating", book.rating ? Value(*book.rating) : Value()},
                        {"_links", links},
                        {"_embedded", embedded}});
}

std::string camel_case(const std::string& name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_' && i > 0 && i + 1 < name.size())
      result += static_cast<char>(std::toupper(static_cast<unsigned char>(name[++i])));
    else
      result += name[i];
  }
  return result;
}

// The API's conventions: names in camel case, and no member that is null.
Value with_camel_case(const Value& value) {
  Value result;
  if (const auto* members = value.members()) {
    for (const auto& [name, member] : *members) result.set(camel_case(name), with_camel_case(member));
  } else if (const auto* items = value.items()) {
    result = Value::list();
    for (const Value& item : *items) result.add(with_camel_case(item));
  } else {
    return value;
  }
  return result;
}

Value without_nulls(const Value& value) {
  Value result;
  if (const auto* members = value.members()) {
    for (const auto& [name, member] : *members)
      if (!member.is_null()) result.set(name, without_nulls(member));
  } else if (const auto* items = value.items()) {
    result = Value::list();
    for (const Value& item : *items) result.add(without_nulls(item));
  } else {
    return value;
  }
  return result;
}

Response run(const Request& request, Services& services) {
  const std::vector<Book> books = services.db.query<Book>(books_sql, request.knobs.n());
  return data_page(services, [&](std::string& body) {
    Value resources = Value::list();
    for (const Book& book : books) resources.add(resource_of(book));
    const Value document =
        Value::object({{"total_shown", books.size()}, {"_embedded", Value::object({{"books", resources}})}});
    body = io::to_json(without_nulls(with_camel_case(document)));
  });
}

}  // namespace

GalleryPage books_hal() {
  return {
      .summary = "books with their author and publisher embedded, as a HAL document",
      .why =
          "Every book becomes a tree of names and values, which is copied to rename its members and "
          "copied again to remove the empty ones before it is printed.",
      .knobs = {items_knob("books in the response"), dataset_knob()},
      .run = run,
      .labels = {{.name = "serializer"}},
  };
}

}  // namespace caseload::gallery
