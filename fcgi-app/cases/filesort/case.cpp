#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t book_of_the_year = 7;

struct Review {
  std::string written, review;
  std::int64_t stars;
  static constexpr auto columns = std::tuple(&Review::written, &Review::stars, &Review::review);
};

Response show(Services& services, const std::vector<Review>& reviews) {
  Rows rows({"written", "stars", "review"});
  for (const Review& each : reviews) rows.add(each.written, each.stars, each.review);
  return services.page(Value::object({{"reviews", std::move(rows)}}));
}
// [/shared]

// [slow]
// CREATE TABLE club_review (.. KEY (book_id))
// [!] The index finds the reviews of the book, but in no order: all of them are read and sorted for a few.
constexpr std::string_view newest_reviews =
    "SELECT DATE_FORMAT(written_at, '%Y-%m-%d %H:%i'), rating, body FROM club_review "
    "WHERE book_id = ? ORDER BY written_at DESC, id DESC LIMIT ?";

Response slow(const Request& request, Services& services) {
  return show(services, services.db.query<Review>(newest_reviews, book_of_the_year, request.knobs.n()));
}
// [/slow]

// [fast]
// CREATE TABLE ordered_club_review (.. KEY (book_id, written_at, id))
// [!] The index has the reviews of the book in the order shown: it is read backwards, and only as far as the
// page goes.
constexpr std::string_view newest_in_order =
    "SELECT DATE_FORMAT(written_at, '%Y-%m-%d %H:%i'), rating, body FROM ordered_club_review "
    "WHERE book_id = ? ORDER BY written_at DESC, id DESC LIMIT ?";

Response fast(const Request& request, Services& services) {
  return show(services, services.db.query<Review>(newest_in_order, book_of_the_year, request.knobs.n()));
}
// [/fast]

// As schema.sql makes them.
Formula reviews_of_the_book() {
  constexpr std::int64_t at_x1 = 5'000;
  return {"all reviews of the book",
          [](const Formula::Context& in) { return at_x1 * static_cast<std::int64_t>(in.knobs.dataset()); }};
}

KnobSpec reviews_knob() {
  KnobSpec reviews = items_knob("reviews on the page", 640);
  reviews.initial = 20;
  return reviews;
}

}  // namespace

Case filesort() {
  const Formula n = items("n", "reviews");
  return {
      .page = "the newest reviews of a book that has thousands",
      .knobs = {reviews_knob(), dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "the index has the book but not the time: all reviews of the book are read and "
                          "sorted to show a few",
               .run = slow,
               .labels = {{.name = "filesort"}},
               .headline = Headline{.key = Key::rows_examined}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "the index has the book and the time: the reviews shown are read in their order",
               .run = fast},
          },
      .claims =
          {
              {"slow", Key::rows_examined, at_least(reviews_of_the_book())},
              {"slow", Key::rows, n},
              {"slow", Key::sql, 1},
              {"fast", Key::rows_examined, at_most(n)},
              {"fast", Key::rows, n},
              {"fast", Key::sql, 1},
          },
      .growth =
          {
              {.variant = "slow",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::grows},
              {.variant = "fast",
               .key = Key::rows_examined,
               .over = "dataset",
               .shape = Growth::Shape::constant},
          },
  };
}

}  // namespace caseload::cases
