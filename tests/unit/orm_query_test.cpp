#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/unit/orm_shop.hpp"

namespace {

using namespace caseload::orm;
using caseload::DatabaseError;
using caseload::test::positions_read;
using caseload::test::Shop;
using caseload::test::there;

std::vector<std::int64_t> numbers(std::int64_t count) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 1; i <= count; ++i) numbers.push_back(i);
  return numbers;
}

template <class Lines>
std::vector<std::int64_t> ids_of(const Lines& list) {
  std::vector<std::int64_t> ids;
  for (const auto& entity : list) ids.push_back(entity.id());
  return ids;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(orm_query)

BOOST_AUTO_TEST_CASE(the_text_has_what_was_requested_and_nothing_else) {
  Shop shop;
  const auto text = [](auto& query) { return query.text(); };
  auto& session = shop.session;
  BOOST_TEST(text(session.query<Tag>().limit(3)) == "SELECT id, name FROM tag ORDER BY id LIMIT ?");
  BOOST_TEST(text(session.query<Tag>().where(&Tag::name, "x").order_by(&Tag::name).limit(3).offset(6)) ==
             "SELECT id, name FROM tag WHERE name = ? ORDER BY name, id LIMIT ? OFFSET ?");
  BOOST_TEST(text(session.query<Tag>().offset(6)) ==
             "SELECT id, name FROM tag ORDER BY id LIMIT 9223372036854775807 OFFSET ?");
  BOOST_TEST(text(session.query<Tag>().order_by_descending(&Tag::name)) ==
             "SELECT id, name FROM tag ORDER BY name DESC, id DESC");
  BOOST_TEST(text(session.query<Tag>().order_by(&Tag::id)) == "SELECT id, name FROM tag ORDER BY id");
  BOOST_TEST(text(session.query<Tag>()
                      .where(&Tag::id, Compare::at_least, 2)
                      .where(&Tag::id, Compare::less, 9)
                      .where(&Tag::id, Compare::not_equal, 5)
                      .between(&Tag::id, 1, 8)
                      .starts_with(&Tag::name, "a")) ==
             "SELECT id, name FROM tag WHERE id >= ? AND id < ? AND id <> ? AND id BETWEEN ? AND ? "
             "AND name LIKE ? ORDER BY id");
  BOOST_TEST(text(session.query<Document>()
                      .only(&Document::title)
                      .join(&Document::author)
                      .only(&Document::author, &Author::name)) ==
             "SELECT document.id, document.title, author.id, author.name FROM document "
             "LEFT JOIN author ON author.id = document.author_id ORDER BY document.id");
  BOOST_TEST(
      text(session.query<Publisher>().join(&Publisher::country).where(&Publisher::name, "x")) ==
      "SELECT publisher.id, publisher.name, publisher.country_id, country.id, country.code, country.name "
      "FROM publisher LEFT JOIN country ON country.id = publisher.country_id "
      "WHERE publisher.name = ? ORDER BY publisher.id");
  BOOST_TEST(
      text(session.query<Author>().only(&Author::name).any_between(&Author::books, &Book::year, 1, 2)) ==
      "SELECT author.id, author.name FROM author WHERE EXISTS (SELECT 1 FROM book "
      "WHERE book.author_id = author.id AND book.year BETWEEN ? AND ?) ORDER BY author.id");
  BOOST_TEST(text(session.query<Author>()
                      .only(&Author::name)
                      .annotate(count(&Author::books), sum(&Author::books, &Book::year))) ==
             "SELECT author.id, author.name, COUNT(books.id), CAST(COALESCE(SUM(books.year), 0) AS SIGNED) "
             "FROM author LEFT JOIN book AS books ON books.author_id = author.id "
             "GROUP BY author.id ORDER BY author.id");
  BOOST_TEST(text(session.query<Book>().only(&Book::title).annotate(count(&Book::tags))) ==
             "SELECT book.id, book.title, COUNT(tags.tag_id) FROM book "
             "LEFT JOIN book_tag AS tags ON tags.book_id = book.id GROUP BY book.id ORDER BY book.id");
  BOOST_TEST(shop.count() == 0);
}

BOOST_AUTO_TEST_CASE(two_paths_to_one_table_have_two_names) {
  Shop shop;
  auto query = shop.session.query<Book>();
  query.only(&Book::title).join(&Book::author, &Author::country).join(&Book::publisher, &Publisher::country);
  query.only(&Book::author, &Author::name).only(&Book::author, &Author::country, &Country::name);
  query.only(&Book::publisher, &Publisher::name).only(&Book::publisher, &Publisher::country, &Country::name);
  BOOST_TEST(query.text() ==
             "SELECT book.id, book.title, author.id, author.name, author__country.id, author__country.name, "
             "publisher.id, publisher.name, publisher__country.id, publisher__country.name FROM book "
             "LEFT JOIN author ON author.id = book.author_id "
             "LEFT JOIN country AS author__country ON author__country.id = author.country_id "
             "LEFT JOIN publisher ON publisher.id = book.publisher_id "
             "LEFT JOIN country AS publisher__country ON publisher__country.id = publisher.country_id "
             "ORDER BY book.id");
  const auto books = query.limit(20).all();
  BOOST_REQUIRE(books.size() == 20u);
  for (const Book& book : books) {
    const auto author = shop.session.find<Author>(book.author().id());
    BOOST_TEST(book.author().country().name() == author->country().name());
    const auto publisher = shop.session.find<Publisher>(book.publisher().id());
    BOOST_TEST(book.publisher().country().name() == publisher->country().name());
  }
}

BOOST_AUTO_TEST_CASE(rows_that_tie_come_by_id_in_the_direction_requested) {
  Shop shop;
  const auto up = shop.session.query<Book>().order_by(&Book::year).limit(500).all();
  const auto down = shop.session.query<Book>().order_by_descending(&Book::year).limit(500).all();
  bool tied = false;
  for (std::size_t i = 1; i < up.size(); ++i) {
    tied = tied || up[i].year() == up[i - 1].year();
    BOOST_TEST((std::pair(up[i - 1].year(), up[i - 1].id()) < std::pair(up[i].year(), up[i].id())));
    BOOST_TEST((std::pair(down[i - 1].year(), down[i - 1].id()) > std::pair(down[i].year(), down[i].id())));
  }
  BOOST_TEST(tied);
}

BOOST_AUTO_TEST_CASE(a_list_of_values_is_one_query_with_few_texts) {
  using Lengths = std::pair<std::int64_t, std::int64_t>;  // given, sent
  for (const auto& [given, sent] :
       {Lengths{1, 1}, {2, 2}, {3, 4}, {5, 8}, {200, 256}, {256, 256}, {300, 512}, {640, 768}}) {
    Shop shop;
    const auto books = shop.session.query<Book>().where_in(&Book::id, numbers(given)).all();
    BOOST_TEST(ids_of(books) == numbers(given), boost::test_tools::per_element());
    BOOST_TEST(shop.count() == 1);
    BOOST_TEST(shop.record(0).parameters == sent);
    BOOST_TEST(shop.record(0).rows == given);
  }
}

BOOST_AUTO_TEST_CASE(an_empty_list_matches_nothing_and_runs_no_query) {
  Shop shop;
  const std::vector<std::int64_t> none;
  BOOST_TEST(shop.session.query<Book>().where_in(&Book::id, none).all().empty());
  shop.session.query<Book>().where_in(&Book::id, none).each([](const Book&) { BOOST_ERROR("a row"); });
  BOOST_TEST(!shop.session.query<Book>().where_in(&Book::id, none).first());
  BOOST_TEST(shop.count() == 0);
}

BOOST_AUTO_TEST_CASE(a_list_too_long_for_a_query_is_refused) {
  Shop shop;
  auto query = shop.session.query<Book>();
  BOOST_CHECK_THROW(query.where_in(&Book::id, numbers(65'501)), MappingError);
}

BOOST_AUTO_TEST_CASE(values_are_never_part_of_the_text) {
  Shop shop;
  for (const std::string name :
       {"'", "\\", "'; DROP TABLE tag; -- ", "\" OR 1 = 1", "?", "a\xF0\x9F\x98\x89z"}) {
    BOOST_TEST(shop.session.query<Tag>().where(&Tag::name, name).all().empty());
    BOOST_TEST(shop.session.query<Tag>().starts_with(&Tag::name, name).all().empty());
    shop.session.query<Tag>().where(&Tag::name, name).each([](const Tag&) { BOOST_ERROR("a row"); });
  }
  BOOST_TEST(shop.statements().size() == 2u);
  BOOST_TEST(shop.session.query<Tag>().all().size() == 500u);
}

BOOST_AUTO_TEST_CASE(a_prefix_is_taken_literally) {
  Shop shop;
  const std::string sku(there(shop.session.find<IndexedProduct>(1)).sku());
  const auto prefix = sku.substr(0, sku.size() - 1);
  const auto found = shop.session.query<IndexedProduct>().starts_with(&IndexedProduct::sku, prefix).all();
  BOOST_TEST(!found.empty());
  for (const IndexedProduct& product : found) BOOST_TEST(product.sku().starts_with(prefix));
  for (const std::string& wild : std::vector<std::string>{"%", "_", prefix + "_", "\\"})
    BOOST_TEST(shop.session.query<Product>().starts_with(&Product::sku, wild).all().empty());
}

BOOST_AUTO_TEST_CASE(every_row_of_a_condition_through_a_relation_has_such_a_row_once) {
  Shop shop;
  const auto found = shop.session.query<Author>().any_between(&Author::books, &Book::year, 1990, 1992).all();
  BOOST_TEST(static_cast<std::int64_t>(found.size()) ==
             shop.number("SELECT COUNT(DISTINCT author_id) FROM book WHERE year BETWEEN 1990 AND 1992"));
  BOOST_TEST(shop.count() == 1);
}

BOOST_AUTO_TEST_CASE(first_gives_one_or_nothing) {
  Shop shop;
  BOOST_TEST(there(shop.session.query<Book>().order_by(&Book::id).first()).id() == 1);
  BOOST_TEST(!shop.session.query<Book>().where(&Book::id, -1).first());
  BOOST_TEST(there(shop.session.find<Book>(17)).id() == 17);
  BOOST_TEST(!shop.session.find<Book>(-1));
  BOOST_TEST(shop.record(2).text ==
             "select id, title, author_id, publisher_id, year, price, rating from book where id = ?");
}

BOOST_AUTO_TEST_CASE(what_is_read_is_noted_and_loading_alone_is_not) {
  Shop shop;
  const auto books = shop.session.query<Book>().limit(5).all();
  BOOST_TEST(positions_read(shop.record(0)) == "-------");
  books[3].title();
  books[4].title();
  BOOST_TEST(positions_read(shop.record(0)) == "-x-----");
  books[0].rating();
  BOOST_TEST(positions_read(shop.record(0)) == "-x----x");
  BOOST_TEST(shop.evidence("cols") == 7);
  BOOST_TEST(shop.evidence("cols-read") == 2);
}

BOOST_AUTO_TEST_CASE(joined_columns_are_recorded_in_the_query_that_joined_them) {
  Shop shop;
  const auto documents = shop.session.query<Document>()
                             .only(&Document::title)
                             .join(&Document::author, &Author::country)
                             .limit(3)
                             .all();
  documents[1].author().country().name();
  BOOST_TEST(positions_read(shop.record(0)) == "--------x");
  documents[1].author().born();
  BOOST_TEST(positions_read(shop.record(0)) == "-----x--x");
  BOOST_TEST(shop.count() == 1);
}

BOOST_AUTO_TEST_CASE(only_fetches_what_was_requested_and_the_id) {
  Shop shop;
  const auto documents =
      shop.session.query<Document>().only(&Document::title, &Document::year).limit(10).all();
  for (const Document& document : documents) {
    BOOST_TEST(document.id() > 0);
    BOOST_TEST(!document.title().empty());
    BOOST_TEST(document.year() > 0);
  }
  BOOST_TEST(shop.count() == 1);
  BOOST_TEST(shop.record(0).text == "select id, title, year from document order by id limit ?");
  BOOST_TEST(positions_read(shop.record(0)) == "xxx");
}

BOOST_AUTO_TEST_CASE(a_deferred_column_costs_a_query_for_each_entity_that_reads_it) {
  Shop shop;
  const auto documents = shop.session.query<Document>().defer(&Document::body).limit(10).all();
  BOOST_TEST(shop.record(0).text == "select id, title, author_id, year from document order by id limit ?");
  for (const Document& document : documents) {
    BOOST_TEST(document.body().size() >= 10'000u);
    BOOST_TEST(document.body().size() >= 10'000u);  // kept: the second time asks nothing
  }
  const Shop::Statements expected{{"select id, title, author_id, year from document order by id limit ?", 1},
                                  {"select body from document where id = ?", 10}};
  BOOST_TEST((shop.statements() == expected));
  BOOST_TEST(positions_read(shop.record(1)) == "x");
  BOOST_TEST(shop.record(1).parameter_sets.size() == 10u);
  const auto whole = shop.session.find<Document>(documents[4].id());
  BOOST_TEST(whole->body() == documents[4].body());
}

BOOST_AUTO_TEST_CASE(a_deferred_key_is_loaded_for_its_relation) {
  Shop shop;
  const auto documents = shop.session.query<Document>().only(&Document::title).limit(1).all();
  const auto whole = shop.session.find<Document>(documents[0].id());
  BOOST_TEST(documents[0].author().id() == whole->author_id());
  BOOST_TEST(shop.record(2).text == "select author_id from document where id = ?");
}

BOOST_AUTO_TEST_CASE(the_id_can_not_be_deferred) {
  Shop shop;
  auto query = shop.session.query<Document>();
  BOOST_CHECK_THROW(query.defer(&Document::id), MappingError);
}

BOOST_AUTO_TEST_CASE(each_hands_out_the_same_rows_one_by_one) {
  Shop shop;
  const auto all = shop.session.query<Book>().join(&Book::author).order_by(&Book::year).limit(300).all();
  std::vector<std::int64_t> ids;
  std::vector<std::string> names;
  shop.session.query<Book>().join(&Book::author).order_by(&Book::year).limit(300).each([&](const Book& book) {
    ids.push_back(book.id());
    names.emplace_back(book.author().name());
  });
  BOOST_TEST(ids == ids_of(all), boost::test_tools::per_element());
  for (std::size_t i = 0; i < all.size(); ++i) BOOST_TEST(names[i] == all[i].author().name());
  BOOST_TEST(shop.count() == 2);
}

BOOST_AUTO_TEST_CASE(each_ends_when_the_callback_says_so) {
  Shop shop;
  int seen = 0;
  shop.session.query<Book>().each([&](const Book&) { return ++seen < 3; });
  BOOST_TEST(seen == 3);
  BOOST_TEST(shop.session.query<Book>().limit(2).all().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_lazy_relation_inside_each_is_an_error_and_the_connection_is_fine_after_it) {
  Shop shop;
  BOOST_CHECK_THROW(
      shop.session.query<Book>().each([](const Book& book) { BOOST_ERROR(book.author().name()); }),
      DatabaseError);
  BOOST_CHECK_THROW(shop.session.query<Book>().prefetch(&Book::tags).each([](const Book&) {}), MappingError);
  BOOST_TEST(shop.session.query<Book>().limit(2).all().size() == 2u);
}

BOOST_AUTO_TEST_CASE(aggregates_agree_with_counting_in_code) {
  Shop shop;
  const auto books = count(&Author::books);
  const auto years = sum(&Author::books, &Book::year);
  const auto authors = shop.session.query<Author>().annotate(books, years).limit(200).all();
  BOOST_TEST(shop.count() == 1);
  BOOST_TEST(shop.record(0).rows == 200);
  bool without = false;
  for (const Author& author : authors) {
    std::int64_t total = 0;
    for (const Book& book : author.books()) total += book.year();
    BOOST_TEST(author[books] == static_cast<std::int64_t>(author.books().size()));
    BOOST_TEST(author[years] == total);
    without = without || author.books().empty();
  }
  BOOST_TEST(without);
  BOOST_TEST(positions_read(shop.record(0)) == "x---xx");
}

BOOST_AUTO_TEST_CASE(tags_are_counted_through_the_link_table) {
  Shop shop;
  const auto tags = count(&Book::tags);
  for (const Book& book : shop.session.query<Book>().annotate(tags).limit(50).all())
    BOOST_TEST(book[tags] == static_cast<std::int64_t>(book.tags().size()));
}

BOOST_AUTO_TEST_CASE(aggregates_that_would_come_out_wrong_are_refused) {
  Shop shop;
  auto query = shop.session.query<Book>();
  // Each tag would be counted once for each review.
  BOOST_CHECK_THROW(query.annotate(count(&Book::tags), count(&Book::reviews)), MappingError);
  const auto authors = shop.session.query<Author>().limit(1).all();
  BOOST_CHECK_THROW(authors[0][count(&Author::books)], MappingError);
}

BOOST_AUTO_TEST_CASE(a_list_can_be_moved_while_its_entities_stay) {
  Shop shop;
  List<Book> books = shop.session.query<Book>().join(&Book::author).limit(3).all();
  const Book* second = &books[1];
  const List<Book> moved = std::move(books);
  BOOST_TEST(second == &moved[1]);
  BOOST_TEST(second->author().name() == there(shop.session.find<Author>(second->author_id())).name());
}

BOOST_AUTO_TEST_SUITE_END()
