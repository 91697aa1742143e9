// How long the entities of a result live, and what they cost in allocations.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "core/memory.hpp"
#include "tests/unit/orm_shop.hpp"

using namespace caseload;
using namespace caseload::orm;
using caseload::test::Shop;
using caseload::test::there;

namespace {

List<Book> books_with_authors(Session& session, std::int64_t count) {
  return session.query<Book>().join(&Book::author).order_by(&Book::id).limit(count).all();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(orm_memory)

BOOST_AUTO_TEST_CASE(rows_of_numbers_take_no_allocation_each) {
  Shop shop;
  const auto allocations_for = [&](std::int64_t count) {
    const std::int64_t before = thread_memory.allocations;
    const auto books = shop.session.query<Book>().only(&Book::year).limit(count).all();
    BOOST_REQUIRE(books.size() == static_cast<std::size_t>(count));
    return thread_memory.allocations - before;
  };
  allocations_for(1);  // prepares the statement
  BOOST_TEST(allocations_for(200) == allocations_for(5));
}

BOOST_AUTO_TEST_CASE(an_entity_outlives_its_list_and_the_query) {
  Shop shop;
  std::unique_ptr<Book> kept;
  std::string title, author;
  {
    auto books = books_with_authors(shop.session, 10);
    title = books[0].title();
    author = books[0].author().name();
    kept = books.take_first();
  }
  books_with_authors(shop.session, 10);  // runs the same statement again
  BOOST_TEST(there(kept).title() == title);
  BOOST_TEST(kept->author().name() == author);
  BOOST_TEST(kept->year() > 0);
}

BOOST_AUTO_TEST_CASE(a_moved_list_keeps_its_entities_where_they_are) {
  Shop shop;
  auto books = books_with_authors(shop.session, 3);
  const Book* second = &books[1];
  const List<Book> moved = std::move(books);
  BOOST_TEST(&moved[1] == second);
  BOOST_TEST(moved[1].author().id() == moved[1].author_id());
}

BOOST_AUTO_TEST_CASE(entities_are_destroyed_in_any_order) {
  Shop shop;
  auto books = books_with_authors(shop.session, 30);
  auto& rows = books.rows();
  const std::string last(static_cast<const Book&>(*rows.back()).title());
  for (std::size_t index = 0; index + 1 < rows.size(); index += 2) rows[index].reset();
  std::reverse(rows.begin(), rows.end());
  rows.resize(1);
  BOOST_TEST(books[0].title() == last);
}

BOOST_AUTO_TEST_CASE(more_entities_than_rows_are_all_complete) {
  Shop shop;
  // Each book has an author of its own, although several books share a row.
  const auto books = shop.session.query<Book>().limit(400).prefetch(&Book::author).all();
  std::set<const Author*> authors;
  std::set<std::int64_t> ids;
  for (const Book& book : books) {
    BOOST_TEST(book.author().id() == book.author_id());
    BOOST_TEST(!book.author().name().empty());
    authors.insert(&book.author());
    ids.insert(book.author_id());
  }
  BOOST_TEST(authors.size() == books.size());
  BOOST_TEST(ids.size() < books.size());
}

BOOST_AUTO_TEST_CASE(added_and_loaded_entities_share_a_list) {
  Shop shop;
  auto books = books_with_authors(shop.session, 2);
  books.add().title = "Emma";
  BOOST_TEST(books[2].title() == "Emma");
  BOOST_TEST(books[1].author().id() == books[1].author_id());
}

BOOST_AUTO_TEST_SUITE_END()
