#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/unit/orm_shop.hpp"

namespace {

using namespace caseload::orm;
using caseload::test::positions_read;
using caseload::test::Shop;
using caseload::test::there;

// Wrong on purpose: the database has NULL in ratings.
struct RatedBook : Entity {
  Column<std::int64_t> id;
  Column<std::string> rating;
  static const Mapping<RatedBook>& mapping() {
    static const auto mapping =
        Mapping<RatedBook>("book").column("id", &RatedBook::id).column("rating", &RatedBook::rating);
    return mapping;
  }
};

// The same columns read as keys, since no key of the shop may be NULL: a rating of 4.00 leads to country 4.
struct Lead : Entity {
  Column<std::int64_t> id;
  Column<std::optional<std::int64_t>> rating;
  ToOneOrNone<Country> country;
  static const Mapping<Lead>& mapping() {
    static const auto mapping = Mapping<Lead>("book")
                                    .column("id", &Lead::id)
                                    .column("rating", &Lead::rating)
                                    .to_one("country", &Lead::country, &Lead::rating);
    return mapping;
  }
};

// A key that leads nowhere for most rows: there are fewer countries than customers.
struct Stray : Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> customer_id;
  ToOne<Country> country;
  static const Mapping<Stray>& mapping() {
    static const auto mapping = Mapping<Stray>("review")
                                    .column("id", &Stray::id)
                                    .column("customer_id", &Stray::customer_id)
                                    .to_one("country", &Stray::country, &Stray::customer_id);
    return mapping;
  }
};

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const MappingError& error) {
    return error.what();
  }
  return "no error";
}

constexpr const char* author_by_id = "select id, name, country_id, born from author where id = ?";

}  // namespace

BOOST_AUTO_TEST_SUITE(orm_relations)

BOOST_AUTO_TEST_CASE(a_lazy_relation_runs_a_query_for_each_entity) {
  for (const std::int64_t n : {0, 1, 10, 40, 160}) {
    Shop shop;
    const auto books = shop.session.query<Book>().order_by(&Book::id).limit(n).all();
    std::set<std::int64_t> authors;
    for (const Book& book : books) {
      BOOST_TEST(book.author().id() == book.author_id());
      BOOST_TEST(&book.author() == &book.author());
      authors.insert(book.author_id());
    }
    BOOST_TEST(shop.count() == 1 + n);
    if (n == 0) continue;
    BOOST_TEST(shop.record(1).text == author_by_id);
    BOOST_TEST(shop.record(1).times == n);
    BOOST_TEST(shop.record(1).rows == n);
    BOOST_TEST(shop.record(1).parameter_sets.size() == authors.size());
  }
}

BOOST_AUTO_TEST_CASE(the_same_author_of_two_books_is_loaded_twice) {
  Shop shop;
  const std::int64_t author =
      shop.number("SELECT author_id FROM book GROUP BY author_id HAVING COUNT(*) > 3 LIMIT 1");
  const auto books = shop.session.query<Book>().where(&Book::author_id, author).limit(3).all();
  for (const Book& book : books) book.author().name();
  BOOST_TEST(shop.record(1).times == 3);
  BOOST_TEST(shop.record(1).parameter_sets.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_join_runs_one_query_and_gives_the_same) {
  for (const std::int64_t n : {0, 1, 10, 160}) {
    Shop shop;
    const auto lazy = shop.session.query<Book>().limit(n).all();
    Shop joined_shop;
    const auto joined = joined_shop.session.query<Book>()
                            .join(&Book::author)
                            .join(&Book::author, &Author::country)
                            .join(&Book::publisher)
                            .limit(n)
                            .all();
    BOOST_REQUIRE(joined.size() == lazy.size());
    for (std::size_t i = 0; i < lazy.size(); ++i) {
      BOOST_TEST(joined[i].title() == lazy[i].title());
      BOOST_TEST(joined[i].author().name() == lazy[i].author().name());
      BOOST_TEST(joined[i].author().country().name() == lazy[i].author().country().name());
      BOOST_TEST(joined[i].publisher().name() == lazy[i].publisher().name());
    }
    BOOST_TEST(joined_shop.count() == 1);
    BOOST_TEST(shop.count() == 1 + 3 * n);
  }
}

BOOST_AUTO_TEST_CASE(a_lazy_list_is_sorted_by_id_and_loaded_once) {
  Shop shop;
  const auto author = shop.session.find<Author>(
      shop.number("SELECT author_id FROM book GROUP BY author_id ORDER BY COUNT(*) DESC, author_id LIMIT 1"));
  std::int64_t before = 0;
  for (const Book& book : author->books()) {
    BOOST_TEST(book.author_id() == author->id());
    BOOST_TEST(book.id() > before);
    before = book.id();
  }
  BOOST_TEST(author->books().size() > 20u);
  for (const Book& book : author->books()) BOOST_TEST(book.id() <= before);
  BOOST_TEST(shop.count() == 2);
  BOOST_TEST(shop.record(1).text ==
             "select id, title, author_id, publisher_id, year, price, rating from book where author_id = ? "
             "order by id");
}

BOOST_AUTO_TEST_CASE(a_lazy_list_through_a_link_table) {
  Shop shop;
  const auto book = shop.session.find<Book>(1);
  const std::size_t tags = book->tags().size();
  BOOST_TEST(static_cast<std::int64_t>(tags) ==
             shop.number("SELECT COUNT(*) FROM book_tag WHERE book_id = 1"));
  for (const Tag& tag : book->tags()) {
    BOOST_TEST(!tag.name().empty());
    bool back = false;
    for (const Book& other : tag.books()) back = back || other.id() == 1;
    BOOST_TEST(back);
  }
  BOOST_TEST(shop.record(1).text ==
             "select tag.id, tag.name from tag join book_tag on book_tag.tag_id = tag.id "
             "where book_tag.book_id = ? order by tag.id");
  BOOST_TEST(shop.count() == 2 + static_cast<std::int64_t>(tags));
}

BOOST_AUTO_TEST_CASE(prefetch_runs_one_query_for_each_chunk) {
  const auto chunks = [](std::size_t rows) { return (rows + chunk_rows - 1) / chunk_rows; };
  for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{10}, chunk_rows, chunk_rows + 1}) {
    Shop shop;
    const auto authors = shop.session.query<Author>()
                             .prefetch(&Author::books)
                             .prefetch(&Author::books, &Book::tags)
                             .limit(static_cast<std::int64_t>(n))
                             .all();
    std::size_t books = 0;
    for (const Author& author : authors) {
      books += author.books().size();
      for (const Book& book : author.books()) book.tags();
    }
    BOOST_TEST(authors.size() == n);
    BOOST_TEST(static_cast<std::size_t>(shop.count()) == 1 + chunks(n) + chunks(books));
  }
}

BOOST_AUTO_TEST_CASE(prefetch_gives_what_lazy_gives) {
  Shop shop;
  const auto lazy = shop.session.query<Author>().limit(60).all();
  const auto fetched = shop.session.query<Author>().prefetch(&Author::books, &Book::tags).limit(60).all();
  for (std::size_t a = 0; a < lazy.size(); ++a) {
    BOOST_REQUIRE(fetched[a].books().size() == lazy[a].books().size());
    for (std::size_t b = 0; b < lazy[a].books().size(); ++b) {
      const Book& one = lazy[a].books()[b];
      const Book& other = fetched[a].books()[b];
      BOOST_TEST(one.title() == other.title());
      BOOST_REQUIRE(one.tags().size() == other.tags().size());
      for (std::size_t t = 0; t < one.tags().size(); ++t)
        BOOST_TEST(one.tags()[t].name() == other.tags()[t].name());
    }
  }
}

BOOST_AUTO_TEST_CASE(prefetch_queries_and_what_the_orm_reads_of_them) {
  Shop shop;
  shop.session.query<Author>().prefetch(&Author::books, &Book::tags).limit(10).all();
  BOOST_TEST(
      shop.record(1).text ==
      "select id, title, author_id, publisher_id, year, price, rating from book where author_id in (...) "
      "order by author_id, id");
  BOOST_TEST(shop.record(2).text ==
             "select book_tag.book_id, tag.id, tag.name from tag join book_tag on book_tag.tag_id = tag.id "
             "where book_tag.book_id in (...) order by book_tag.book_id, tag.id");
  BOOST_TEST(positions_read(shop.record(0)) == "x---");
  BOOST_TEST(positions_read(shop.record(1)) == "x------");
  BOOST_TEST(positions_read(shop.record(2)) == "---");
}

BOOST_AUTO_TEST_CASE(to_one_relations_can_be_prefetched_and_repeated_ids_are_loaded_once) {
  Shop shop;
  const auto books = shop.session.query<Book>()
                         .prefetch(&Book::publisher, &Publisher::country)
                         .prefetch(&Book::author)
                         .limit(300)
                         .all();
  std::set<std::int64_t> authors, publishers, countries;
  for (const Book& book : books) {
    BOOST_TEST(book.author().id() == book.author_id());
    BOOST_TEST(book.publisher().country().id() == book.publisher().country_id());
    authors.insert(book.author_id());
    publishers.insert(book.publisher_id());
    countries.insert(book.publisher().country_id());
  }
  const auto chunks = [](const std::set<std::int64_t>& ids) {
    return (ids.size() + chunk_rows - 1) / chunk_rows;
  };
  BOOST_TEST(static_cast<std::size_t>(shop.count()) ==
             1 + chunks(authors) + chunks(publishers) + chunks(countries));
}

BOOST_AUTO_TEST_CASE(a_relation_that_a_join_brought_is_not_prefetched_again) {
  Shop shop;
  const auto books =
      shop.session.query<Book>().join(&Book::author).prefetch(&Book::author, &Author::books).limit(5).all();
  for (const Book& book : books) BOOST_TEST(!book.author().books().empty());
  BOOST_TEST(shop.count() == 2);
}

BOOST_AUTO_TEST_CASE(awkward_names_come_back_as_they_are) {
  Shop shop;
  int joined = 0;
  for (const std::string sign : {"'", "<", "&", "\xC3\xA9", "\xF0\x9F\x98\x89"}) {
    const std::string quoted = sign == "'" ? "''" : sign;
    const auto author = shop.session.find<Author>(
        shop.number("SELECT id FROM author WHERE name LIKE '%" + quoted + "%' ORDER BY id LIMIT 1"));
    BOOST_TEST(author->name().find(sign) != std::string::npos);
    const auto same = shop.session.query<Author>().where(&Author::name, std::string(author->name())).first();
    BOOST_TEST(same->name() == author->name());
    shop.session.query<Author>()
        .where(&Author::name, std::string(author->name()))
        .limit(1)
        .each([&](const Author& streamed) { BOOST_TEST(streamed.name() == author->name()); });
    for (const Book& book : shop.session.query<Book>()
                                .where(&Book::author_id, author->id())
                                .join(&Book::author)
                                .limit(1)
                                .all()) {
      BOOST_TEST(book.author().name() == author->name());
      ++joined;
    }
  }
  BOOST_TEST(joined > 0);
}

BOOST_AUTO_TEST_CASE(decimals_and_dates_come_as_the_database_writes_them) {
  Shop shop;
  const auto book = shop.session.query<Book>().where(&Book::rating, Compare::at_least, "4").first();
  BOOST_TEST(book->price().size() >= 4u);
  BOOST_TEST(book->price()[book->price().size() - 3] == '.');
  BOOST_TEST(book->rating()->size() == 4u);
  BOOST_TEST(there(shop.session.find<Review>(1)).created_at().size() ==
             std::string("2024-02-29 12:00:00.000000").size());
}

BOOST_AUTO_TEST_CASE(a_null_key_runs_no_query_and_leads_to_nothing) {
  Shop shop;
  const std::int64_t id = shop.number("SELECT id FROM book WHERE rating IS NULL ORDER BY id LIMIT 1");
  BOOST_TEST(!there(shop.session.find<Book>(id)).rating().has_value());
  const auto lazy = shop.session.find<Lead>(id);
  BOOST_TEST(lazy->country() == nullptr);
  BOOST_TEST(lazy->country() == nullptr);
  BOOST_TEST(shop.count() == 2);
  const auto joined = shop.session.query<Lead>().where(&Lead::id, id).join(&Lead::country).first();
  BOOST_TEST(joined->country() == nullptr);
  const auto fetched = shop.session.query<Lead>().where(&Lead::id, id).prefetch(&Lead::country).first();
  BOOST_TEST(fetched->country() == nullptr);
  BOOST_TEST(shop.count() == 4);
}

BOOST_AUTO_TEST_CASE(a_key_that_may_be_null_and_is_not_leads_on) {
  Shop shop;
  const std::int64_t id = shop.number("SELECT id FROM book WHERE rating = 4 ORDER BY id LIMIT 1");
  BOOST_TEST(there(shop.session.find<Lead>(id)).country()->id() == 4);
  BOOST_TEST(shop.session.query<Lead>().where(&Lead::id, id).join(&Lead::country).first()->country()->id() ==
             4);
  BOOST_TEST(
      shop.session.query<Lead>().where(&Lead::id, id).prefetch(&Lead::country).first()->country()->id() == 4);
}

BOOST_AUTO_TEST_CASE(a_row_that_is_not_there_is_an_error_that_says_which) {
  Shop shop;
  const std::int64_t id = shop.number("SELECT id FROM review WHERE customer_id > 1000 ORDER BY id LIMIT 1");
  const std::string customer = std::to_string(there(shop.session.find<Stray>(id)).customer_id());
  const std::string expected =
      "review " + std::to_string(id) + " has no country: there is no country " + customer;
  BOOST_TEST(message_of([&] { there(shop.session.find<Stray>(id)).country(); }) == expected);
  BOOST_TEST(message_of([&] {
               shop.session.query<Stray>().where(&Stray::id, id).join(&Stray::country).all();
             }) == expected);
  BOOST_TEST(message_of([&] {
               shop.session.query<Stray>().where(&Stray::id, id).prefetch(&Stray::country).all();
             }) == expected);
}

BOOST_AUTO_TEST_CASE(null_where_the_mapping_has_none_is_an_error_that_says_where) {
  Shop shop;
  const std::int64_t id = shop.number("SELECT id FROM book WHERE rating IS NULL ORDER BY id LIMIT 1");
  const std::string expected =
      "book " + std::to_string(id) + " has NULL in rating, which its mapping does not allow";
  BOOST_TEST(message_of([&] { shop.session.find<RatedBook>(id); }) == expected);
  const auto deferred =
      shop.session.query<RatedBook>().where(&RatedBook::id, id).defer(&RatedBook::rating).first();
  BOOST_TEST(message_of([&] { deferred->rating(); }) == expected);
}

BOOST_AUTO_TEST_CASE(an_entity_that_was_never_saved_has_no_relations_to_load) {
  Book book;
  book.title = "Emma";
  BOOST_TEST(book.title() == "Emma");
  BOOST_CHECK_THROW(book.author(), MappingError);
  BOOST_CHECK_THROW(book.tags(), MappingError);
}

BOOST_AUTO_TEST_SUITE_END()
