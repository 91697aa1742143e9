// What the mapper refuses, the most that it takes, and what it says of columns and relations that are not
// mapped.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/unit/scratch_shop.hpp"

namespace {

using namespace caseload::orm;
using caseload::test::ScratchShop;
using caseload::test::Shop;

std::vector<std::int64_t> ids_up_to(std::int64_t count) {
  std::vector<std::int64_t> ids;
  for (std::int64_t i = 1; i <= count; ++i) ids.push_back(i);
  return ids;
}

std::string refusal_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const MappingError& error) {
    return error.what();
  }
  return "no refusal";
}

// A part whose parent has more of the same: nine tables can be joined one after the other.
struct Chained : Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> author_id;
  ToOne<Chained> next;
  ToOne<Chained> not_mapped;
  Column<std::int64_t> year;
  static const Mapping<Chained>& mapping() {
    static const auto mapping = Mapping<Chained>("book")
                                    .column("id", &Chained::id)
                                    .column("author_id", &Chained::author_id)
                                    .to_one("next", &Chained::next, &Chained::author_id);
    return mapping;
  }
};

// The rating read as a key, as in orm_relations_test.cpp: NULL for some books, and there are publishers 1
// to 5.
struct Rated : Entity {
  Column<std::int64_t> id;
  Column<std::optional<std::int64_t>> rating;
  Column<std::int64_t> author_id;
  ToOneOrNone<Publisher> publisher;
  ToOne<Author> author;
  static const Mapping<Rated>& mapping() {
    static const auto mapping = Mapping<Rated>("book")
                                    .column("id", &Rated::id)
                                    .column("rating", &Rated::rating)
                                    .column("author_id", &Rated::author_id)
                                    .to_one("publisher", &Rated::publisher, &Rated::rating)
                                    .to_one("author", &Rated::author, &Rated::author_id);
    return mapping;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(orm_limits)

BOOST_AUTO_TEST_CASE(each_comparison_finds_what_it_says) {
  Shop shop;
  const auto found = [&](Compare how) {
    std::vector<std::int64_t> ids;
    const auto tags =
        shop.session.query<Tag>().where_in(&Tag::id, ids_up_to(3)).where(&Tag::id, how, 2).all();
    for (const Tag& tag : tags) ids.push_back(tag.id());
    return ids;
  };
  using Ids = std::vector<std::int64_t>;
  BOOST_TEST(found(Compare::equal) == (Ids{2}), boost::test_tools::per_element());
  BOOST_TEST(found(Compare::not_equal) == (Ids{1, 3}), boost::test_tools::per_element());
  BOOST_TEST(found(Compare::less) == (Ids{1}), boost::test_tools::per_element());
  BOOST_TEST(found(Compare::at_most) == (Ids{1, 2}), boost::test_tools::per_element());
  BOOST_TEST(found(Compare::greater) == (Ids{3}), boost::test_tools::per_element());
  BOOST_TEST(found(Compare::at_least) == (Ids{2, 3}), boost::test_tools::per_element());
}

// A prepared statement takes 65,535 parameters; 35 are left for the other conditions, limit and offset.
BOOST_AUTO_TEST_CASE(the_longest_possible_list_is_not_padded_beyond_the_limit) {
  Shop shop;
  for (const std::int64_t given : {65'281, 65'500}) {
    const auto text = shop.session.query<Tag>().where_in(&Tag::id, ids_up_to(given)).text();
    BOOST_TEST(std::count(text.begin(), text.end(), '?') == 65'500);
  }
  const auto text = shop.session.query<Tag>().where_in(&Tag::id, ids_up_to(257)).text();
  BOOST_TEST(std::count(text.begin(), text.end(), '?') == 512);
}

BOOST_AUTO_TEST_CASE(eight_tables_can_be_joined_and_not_nine) {
  Shop shop;
  auto query = shop.session.query<Chained>();
  const auto next = &Chained::next;
  query.join(next, next, next, next, next, next, next);
  BOOST_TEST(query.limit(1).all().size() == 1u);
  BOOST_TEST(refusal_of([&] { query.join(next, next, next, next, next, next, next, next); }) ==
             "too many joined tables; the maximum is 8");
}

BOOST_AUTO_TEST_CASE(what_the_mapping_does_not_declare_is_an_error_that_says_so) {
  Shop shop;
  auto query = shop.session.query<Chained>();
  const std::string of_relation = "a relation is used that the mapping of book does not declare";
  BOOST_TEST(refusal_of([&] { query.join(&Chained::not_mapped); }) == of_relation);
  BOOST_TEST(refusal_of([&] { query.order_by(&Chained::year); }) ==
             "a column is used that the mapping of book does not declare");
  const auto found = query.limit(1).all();
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_CHECK_THROW(found[0].not_mapped(), MappingError);
}

BOOST_AUTO_TEST_CASE(an_aggregate_that_no_query_can_compute_is_refused) {
  Shop shop;
  auto query = shop.session.query<Book>();
  BOOST_TEST(refusal_of([&] { query.annotate(sum(&Book::tags, &Tag::id)); }) ==
             "sum() does not support a relation through a link table: tags");
  query.annotate(count(&Book::reviews), sum(&Book::reviews, &Review::rating));
  BOOST_TEST(refusal_of([&] {
               query.annotate(count(&Book::tags));
             }).starts_with("the aggregates of a query must be over the same relation"));
}

BOOST_FIXTURE_TEST_CASE(a_row_that_was_deleted_is_named_when_its_deferred_column_is_read, ScratchShop) {
  ScratchBook book;
  fill(book, 1);
  session.save(book);
  db.execute("DELETE FROM scratch_book WHERE batch = ?", batch);
  BOOST_TEST(refusal_of([&] { book.created_at(); }) ==
             "scratch_book " + std::to_string(book.id()) + " no longer exists");
}

BOOST_FIXTURE_TEST_CASE(a_prefix_may_have_any_character_that_a_pattern_gives_a_meaning, ScratchShop) {
  const std::vector<std::string> titles{"a\\b", "a%b", "a_b", "axb", "a\\%b"};
  auto list = list_of(titles.size());
  for (std::size_t i = 0; i < titles.size(); ++i) list[i].title = titles[i];
  session.bulk_create(list);
  const auto found = [&](const std::string& prefix) {
    return session.query<ScratchBook>()
        .where(&ScratchBook::batch, batch)
        .starts_with(&ScratchBook::title, prefix)
        .all()
        .size();
  };
  BOOST_TEST(found("a") == 5u);
  BOOST_TEST(found("a\\") == 2u);
  BOOST_TEST(found("a%") == 1u);
  BOOST_TEST(found("a_") == 1u);
  BOOST_TEST(found("a\\%") == 1u);
}

BOOST_AUTO_TEST_CASE(a_relation_of_the_wrong_sort_is_refused) {
  Select authors(Author::mapping());
  BOOST_TEST(refusal_of([&] {
               authors.join(Select::root, Author::mapping().relation(&Author::books));
             }).starts_with("books is a to-many relation"));
  Select books(Book::mapping());
  BOOST_TEST(refusal_of([&] { books.annotate({.relation = &Book::mapping().relation(&Book::author)}); }) ==
             "author is a to-one relation and can't be aggregated");
}

BOOST_AUTO_TEST_CASE(a_deferred_column_that_is_given_a_value_is_not_loaded) {
  Shop shop;
  auto documents = shop.session.query<Document>().defer(&Document::body).limit(1).all();
  BOOST_REQUIRE(documents.size() == 1u);
  documents[0].body = "given";
  BOOST_TEST(documents[0].body() == "given");
  BOOST_TEST(shop.count() == 1);
}

BOOST_AUTO_TEST_CASE(a_row_that_a_join_does_not_find_leaves_the_others_in_their_places) {
  Shop shop;
  const std::int64_t id = shop.number("SELECT id FROM book WHERE rating IS NULL ORDER BY id LIMIT 1");
  const auto found = shop.session.query<Rated>()
                         .where(&Rated::id, id)
                         .join(&Rated::publisher, &Publisher::country)
                         .join(&Rated::author)
                         .all();
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].publisher() == nullptr);
  BOOST_TEST(found[0].author().id() == found[0].author_id());
  BOOST_TEST(!found[0].author().name().empty());
  BOOST_TEST(shop.count() == 1);
}

BOOST_AUTO_TEST_CASE(reading_a_deferred_column_again_records_nothing_in_the_query_before) {
  Shop shop;
  const auto documents = shop.session.query<Document>().defer(&Document::body).limit(1).all();
  BOOST_REQUIRE(documents.size() == 1u);
  for (int time = 0; time < 2; ++time) BOOST_TEST(!documents[0].body().empty());
  BOOST_TEST(caseload::test::positions_read(shop.record(0)) == "----");
}

BOOST_AUTO_TEST_CASE(a_range_finds_both_of_its_ends_and_a_page_begins_behind_the_one_before) {
  Shop shop;
  const auto ids = [](const List<Tag>& tags) {
    std::vector<std::int64_t> found;
    for (const Tag& tag : tags) found.push_back(tag.id());
    return found;
  };
  const std::vector<std::int64_t> both_ends{4, 5, 6}, second_page{3, 4}, rest{499, 500};
  BOOST_TEST(ids(shop.session.query<Tag>().between(&Tag::id, 4, 6).all()) == both_ends,
             boost::test_tools::per_element());
  BOOST_TEST(ids(shop.session.query<Tag>().limit(2).offset(2).all()) == second_page,
             boost::test_tools::per_element());
  BOOST_TEST(ids(shop.session.query<Tag>().offset(498).all()) == rest, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
