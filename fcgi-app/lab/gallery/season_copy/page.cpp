#include "lab/gallery_page.hpp"

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

using orm::Book;
using orm::ScratchBook;

// Prices end in 90 cents. Last season's are raised by 3 per cent; what was free stays free.
std::string price_of_next_season(std::string_view price) {
  const std::int64_t cents = cents_of(price);
  if (cents == 0) return price_of(0);
  return price_of(cents * 103 / 100 / 100 * 100 + 90);
}

void copy_to_draft(orm::Session& session, std::int64_t batch, std::int64_t position, const Book& book) {
  ScratchBook draft;
  draft.batch = batch;
  draft.position = position;
  draft.title = std::string(book.title());
  draft.author_id = book.author_id();
  draft.publisher_id = book.publisher_id();
  draft.year = book.year() + 1;
  draft.price = price_of_next_season(book.price());
  write_row(draft, [&] { session.create(draft); });
}

Response run(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto season = session.query<Book>()
                          .defer(&Book::rating)
                          .order_by_descending(&Book::year)
                          .limit(request.knobs.n())
                          .all();
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    std::int64_t position = 0;
    for (const Book& book : season) copy_to_draft(session, batch, ++position, book);
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage season_copy() {
  return {
      .summary = "last season's titles, copied as a draft of the next catalogue with new prices",
      .why =
          "Each copy is an INSERT with a commit of its own. One INSERT could take hundreds of them, and the "
          "draft could be one transaction.",
      .knobs = {items_knob("titles to copy", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "bulk-create"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
