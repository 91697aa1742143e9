#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

// Titles and prices are those of today and not those of the old offer.
constexpr std::string_view copy_line = R"(
  insert into scratch_book (batch, position, title, author_id, publisher_id, year, price)
  select ?, ?, b.title, b.author_id, b.publisher_id, b.year, round(b.price - b.price * ? / 100, 2)
    from book b where b.id = ?)";

struct OfferLine {
  std::int64_t book_id;
  bool is_optional;
};

// The offer as the customer's system sends it, {"lines": [{"book_id": 7}, ..]}, or a stored one.
std::vector<OfferLine> lines_of(const Request& request) {
  const auto given = list_in_body(request, "lines");
  const std::int64_t offer = request.knobs.integer("offer");
  std::vector<OfferLine> lines;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at) {
    const auto row = static_cast<std::size_t>(at);
    const std::int64_t stored = 1 + (offer * 271 + at * 13) % 10'000;
    lines.push_back({.book_id = given ? integer_in_row((*given)[row], row, "book_id") : stored,
                     .is_optional = at % 20 == 19});
  }
  return lines;
}

// Large offers get more.
std::int64_t discount_for(std::size_t lines) {
  return lines >= 100 ? 10 : lines >= 25 ? 5 : 0;
}

Response copy_offer(const Request& request, Services& services) {
  const auto lines = lines_of(request);
  const std::int64_t discount = discount_for(lines.size());
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    services.db.transaction([&] {
      std::int64_t position = 0;
      for (const OfferLine& line : lines) {
        if (line.is_optional) continue;  // has to be chosen again
        services.db.execute(copy_line, batch, ++position, discount, line.book_id);
      }
    });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage offer_copy() {
  return {
      .summary = "an offer is copied for another customer, at today's prices",
      .why =
          "Each line is copied by an INSERT .. SELECT of its own. One of them with the ids of a few hundred "
          "lines could copy the offer.",
      .knobs = {items_knob("lines of the offer", 2'560),
                {.name = "offer",
                 .help = "number of the offer to copy",
                 .initial = 11,
                 .minimum = 1,
                 .maximum = 9'999},
                dataset_knob()},
      .run = copy_offer,
      .labels = {{.name = "bulk-create"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
