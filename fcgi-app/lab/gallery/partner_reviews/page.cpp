#include "lab/gallery_page.hpp"

#include "io/json/json_writer.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view newest_reviews = R"(
  select r.id, r.rating, r.body, date_format(r.created_at, '%Y-%m-%d'),
         b.title, b.year, a.name, p.name, c.name, k.code
    from (select id, book_id, customer_id, rating, body, created_at
            from review order by created_at desc, id desc limit ?) r
    left join book b on b.id = r.book_id
    left join author a on a.id = b.author_id
    left join publisher p on p.id = b.publisher_id
    left join customer c on c.id = r.customer_id
    left join country k on k.id = c.country_id
   order by r.created_at desc, r.id desc)";

struct Review {
  std::int64_t id, rating;
  std::string body, day;
  std::string title;
  std::int64_t year;
  std::string author, publisher, reader, country;
  static constexpr auto columns =
      std::tuple(&Review::id, &Review::rating, &Review::body, &Review::day, &Review::title, &Review::year,
                 &Review::author, &Review::publisher, &Review::reader, &Review::country);
};

void write_book(io::JsonWriter& json, const Review& review) {
  json.key("book").begin_object();
  json.key("title").text(review.title).key("year").number(review.year);
  json.key("author").text(review.author).key("publisher").text(review.publisher);
  json.end_object();
}

void write_reader(io::JsonWriter& json, const Review& review) {
  json.key("reader").begin_object();
  json.key("name").text(review.reader).key("country").text(review.country);
  json.end_object();
}

Response run(const Request& request, Services& services) {
  const auto reviews = services.db.query<Review>(newest_reviews, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("reviews").begin_list();
    for (const Review& review : reviews) {
      json.begin_object().key("id").number(review.id).key("day").text(review.day);
      json.key("stars").number(review.rating).key("text").text(review.body);
      write_book(json, review);
      write_reader(json, review);
      json.end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage partner_reviews() {
  return {
      .summary = "the newest reviews with book, author, publisher and reader, as JSON for a partner",
      .why =
          "Five tables are joined to the reviews of the page, each by its primary key, in one query. The "
          "nested objects are written straight from its rows.",
      .knobs = {items_knob("reviews in the response", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
