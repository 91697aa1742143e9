#include <algorithm>

#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

using orm::Author;
using orm::Book;

// The festival invites who published last. Its system has books and people in separate modules, which only
// exchange ids.
namespace programme {

std::vector<std::int64_t> authors_to_invite(orm::Session& session, std::int64_t count) {
  const auto books =
      session.query<Book>().only(&Book::author_id).order_by_descending(&Book::year).limit(count).all();
  std::vector<std::int64_t> ids;
  for (const Book& book : books) ids.push_back(book.author_id());
  std::ranges::sort(ids);
  const auto repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  return ids;
}

}  // namespace programme

namespace people {

orm::List<Author> by_ids(orm::Session& session, const std::vector<std::int64_t>& ids) {
  return session.query<Author>()
      .join(&Author::country)
      .where_in(&Author::id, ids)
      .order_by(&Author::name)
      .all();
}

}  // namespace people

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  const auto ids = programme::authors_to_invite(session, request.knobs.n());
  const auto authors = people::by_ids(session, ids);
  Rows rows({"name", "country", "born"});
  for (const Author& author : authors) rows.add(author.name(), author.country().name(), author.born());
  return services.page(Value::object({{"guests", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage festival_guests() {
  return {
      .summary = "whom a festival could invite: the authors of the newest books, by name",
      .why =
          "One module finds the ids of the authors, another one sends all of them back in an IN list that "
          "grows with the page. A join would not need the ids, and chunks would bound the list.",
      .knobs = {items_knob("newest books that are looked through"), dataset_knob()},
      .run = show,
      .labels = {{.name = "unbounded-in"}},
  };
}

}  // namespace caseload::gallery
