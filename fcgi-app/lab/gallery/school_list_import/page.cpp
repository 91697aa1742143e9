#include "lab/gallery_page.hpp"

#include <algorithm>
#include <unordered_map>

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

using orm::ScratchBook;

// A line of a school's list: a book of ours, and the class that reads it.
struct Line {
  std::int64_t book_id, school_class;
};

std::vector<Line> lines_of(const Request& request) {
  std::vector<Line> lines;
  for (std::int64_t at = 0; at < request.knobs.n(); ++at)
    lines.push_back({.book_id = 1 + at * 37 % 9'973, .school_class = 5 + at % 8});
  return lines;
}

// Schools pay 12 per cent less.
std::string school_price(std::string_view price) {
  return price_of(cents_of(price) * 88 / 100);
}

constexpr std::size_t lines_per_step = 250;

using BookIndex = std::unordered_map<std::int64_t, const orm::Book*>;

ScratchBooks drafts_of(const std::vector<Line>& lines, std::size_t from, const BookIndex& books,
                       std::int64_t batch) {
  ScratchBooks drafts;
  for (std::size_t at = from; at < std::min(from + lines_per_step, lines.size()); ++at) {
    const auto found = books.find(lines[at].book_id);
    if (found == books.end()) continue;  // no longer in print
    ScratchBook& draft = drafts.add();
    draft.batch = batch;
    draft.position = static_cast<std::int64_t>(at) + 1;
    draft.title = std::string(found->second->title());
    draft.author_id = found->second->author_id();
    draft.publisher_id = found->second->publisher_id();
    draft.year = 2013 + lines[at].school_class;
    draft.price = school_price(found->second->price());
  }
  return drafts;
}

void import_step(orm::Session& session, const std::vector<Line>& lines, std::size_t from,
                 std::int64_t batch) {
  std::vector<std::int64_t> ids;
  for (std::size_t at = from; at < std::min(from + lines_per_step, lines.size()); ++at)
    ids.push_back(lines[at].book_id);
  const auto found = session.query<orm::Book>()
                         .defer(&orm::Book::year, &orm::Book::rating)
                         .where_in(&orm::Book::id, ids)
                         .all();
  BookIndex books;
  for (const orm::Book& book : found) books.emplace(book.id(), &book);
  ScratchBooks drafts = drafts_of(lines, from, books, batch);
  session.bulk_create(drafts, lines_per_step);
}

Response run(const Request& request, Services& services) {
  const std::vector<Line> lines = lines_of(request);
  orm::Session session(services.db);
  Response response = with_scratch_batch(services, [&](std::int64_t batch) {
    session.transaction([&] {
      for (std::size_t from = 0; from < lines.size(); from += lines_per_step)
        import_step(session, lines, from, batch);
    });
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage school_list_import() {
  return {
      .summary = "import of a school's reading list, at the price for schools",
      .why =
          "A loop reads and writes, but each step reads the books of 250 lines and inserts as many with one "
          "query each, and all steps share one commit.",
      .knobs = {items_knob("lines on the list", 2'560), dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
