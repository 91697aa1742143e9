#include "lab/gallery_page.hpp"

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

// The total comes with every row, which saves a query.
constexpr std::string_view praise_sql = R"(
  select b.title, c.name, r.rating, r.body, t.total
  from (select id from review order by created_at desc, id desc limit ?) newest
  cross join (select count(*) as total from review) t
  straight_join review r on r.id = newest.id
  straight_join book b on b.id = r.book_id
  straight_join customer c on c.id = r.customer_id
  order by r.created_at desc, r.id desc)";

struct Praise {
  std::string title, customer;
  std::int64_t rating;
  std::string body;
  std::int64_t total;
  static constexpr auto columns =
      std::tuple(&Praise::title, &Praise::customer, &Praise::rating, &Praise::body, &Praise::total);
};

Response run(const Request& request, Services& services) {
  const auto reviews = services.db.query<Praise>(praise_sql, request.knobs.n());
  Rows rows({"title", "customer", "rating", "body"});
  for (const Praise& review : reviews) rows.add(review.title, review.customer, review.rating, review.body);
  return services
      .page(Value::object({{"shown", reviews.size()},
                           {"total", reviews.empty() ? 0 : reviews.front().total},
                           {"reviews", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage praise_wall() {
  return {
      .summary = "the newest reviews of the shop, as \"100 of 30,000\"",
      .why =
          "A subquery counts all reviews on every visit, only to print the total. The reviews themselves "
          "come through an index.",
      .knobs = {items_knob("reviews on the page"), dataset_knob()},
      .run = run,
      .labels = {{.name = "exact-count"}},
  };
}

}  // namespace caseload::gallery
