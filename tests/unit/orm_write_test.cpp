#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "tests/support/child_process.hpp"
#include "tests/unit/scratch_shop.hpp"

namespace {

using namespace caseload::orm;
using caseload::test::becomes_true;
using caseload::test::Refused;
using caseload::test::refused;
using caseload::test::ScratchShop;
using caseload::test::there;

constexpr std::size_t sizes[] = {1, 2, 10, chunk_rows, chunk_rows + 1, 2 * chunk_rows + 50};

std::int64_t chunks(std::size_t rows) {
  return static_cast<std::int64_t>((rows + chunk_rows - 1) / chunk_rows);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(orm_write)

BOOST_FIXTURE_TEST_CASE(save_inserts_a_new_entity_and_gives_it_its_id, ScratchShop) {
  ScratchBook book;
  fill(book, 1);
  session.save(book);
  BOOST_TEST(book.id() > 0);
  BOOST_TEST(count() == 1);
  BOOST_TEST(record(0).text ==
             "insert into scratch_book (batch, position, title, author_id, publisher_id, year, price) "
             "values (?, ?, ?, ?, ?, ?, ?)");
  BOOST_TEST(evidence("commits") == 1);
  // What the database filled in is there when it is read.
  BOOST_TEST(book.created_at().size() == std::string("2024-02-29 12:00:00.000000").size());
  BOOST_TEST(count() == 2);
  BOOST_TEST(there(session.find<ScratchBook>(book.id())).title() == "Title 1");
}

BOOST_FIXTURE_TEST_CASE(save_updates_the_columns_that_were_given_a_value_and_no_others, ScratchShop) {
  auto list = list_of(2);
  session.bulk_create(list);
  auto books = stored();
  session.save(books[0]);
  BOOST_TEST(evidence("sql-write") == 1);  // the bulk_create alone: nothing had changed
  books[0].price = "7.25";
  books[0].title = "Emma";
  session.save(books[0]);
  session.save(books[0]);
  BOOST_TEST(evidence("sql-write") == 2);
  BOOST_TEST(statements().back().first == "update scratch_book set title = ?, price = ? where id = ?");
  BOOST_TEST(statements().back().second == 1);
  const auto after = stored();
  BOOST_TEST(after[0].price() == "7.25");
  BOOST_TEST(after[0].title() == "Emma");
  BOOST_TEST(after[0].year() == books[0].year());
  BOOST_TEST(after[1].price() == books[1].price());
}

BOOST_FIXTURE_TEST_CASE(create_is_one_query_each_and_leaves_the_entity_new, ScratchShop) {
  auto list = list_of(3);
  for (ScratchBook& book : list) session.create(book);
  BOOST_TEST(count() == 3);
  BOOST_TEST(statements().size() == 1u);
  BOOST_TEST(evidence("commits") == 3);
  BOOST_TEST(list[0].id() == 0);
  BOOST_TEST(rows() == 3);
}

BOOST_AUTO_TEST_CASE(bulk_create_is_one_query_for_each_chunk_and_one_commit) {
  for (const std::size_t size : sizes) {
    ScratchShop shop;
    auto list = shop.list_of(size);
    shop.session.bulk_create(list);
    BOOST_TEST(shop.count() == chunks(size));
    BOOST_TEST(shop.statements().size() == 1u);
    BOOST_TEST(shop.record(0).text ==
               "insert into scratch_book (batch, position, title, author_id, publisher_id, year, price) "
               "values (?, ?, ?, ?, ?, ?, ?)");
    BOOST_TEST(shop.evidence("commits") == 1);
    BOOST_TEST(shop.record(0).rows == static_cast<std::int64_t>(size));
    const auto stored = shop.stored();
    BOOST_REQUIRE(stored.size() == size);
    for (std::size_t i = 0; i < size; ++i) {
      BOOST_TEST(stored[i].position() == list[i].position());
      BOOST_TEST(stored[i].title() == list[i].title());
      BOOST_TEST(stored[i].price() == list[i].price());
      BOOST_TEST(stored[i].year() == list[i].year());
    }
  }
}

BOOST_AUTO_TEST_CASE(bulk_update_is_one_query_for_each_chunk_and_one_commit) {
  for (const std::size_t size : sizes) {
    ScratchShop shop;
    auto list = shop.list_of(size);
    shop.session.bulk_create(list);
    auto books = shop.stored();
    const std::int64_t before = shop.count();
    for (ScratchBook& book : books) {
      book.price = std::to_string(book.position()) + ".25";
      book.year = 3000 - book.position();
      book.title = "not asked to be written";
    }
    shop.session.bulk_update(books, {&ScratchBook::price, &ScratchBook::year});
    BOOST_TEST(shop.count() - before == chunks(size));
    BOOST_TEST(shop.statements().back().first ==
               "update scratch_book set price = case id when ? then ? end, "
               "year = case id when ? then ? end where id in (...)");
    BOOST_TEST(shop.statements().back().second == chunks(size));
    BOOST_TEST(shop.evidence("commits") == 2);
    const auto after = shop.stored();
    for (std::size_t i = 0; i < size; ++i) {
      BOOST_TEST(after[i].price() == std::to_string(i + 1) + ".25");
      BOOST_TEST(after[i].year() == 3000 - static_cast<std::int64_t>(i + 1));
      BOOST_TEST(after[i].title() == list[i].title());
    }
  }
}

BOOST_FIXTURE_TEST_CASE(nothing_to_write_runs_no_query, ScratchShop) {
  List<ScratchBook> none;
  session.bulk_create(none);
  session.bulk_update(none, {&ScratchBook::price});
  BOOST_TEST(count() == 0);
  BOOST_TEST(evidence("commits") == 0);
}

BOOST_FIXTURE_TEST_CASE(awkward_text_is_stored_as_it_is, ScratchShop) {
  const std::vector<std::string> titles = {"x\xF0\x9F\x98\x89y\xF0\xA0\x9C\x8Ez",
                                           "'); DROP TABLE scratch_book; --",
                                           "a\\b\\",
                                           "\"?\" ? `?`",
                                           "",
                                           "<b>&amp;</b>"};
  auto list = list_of(titles.size());
  for (std::size_t i = 0; i < titles.size(); ++i) list[i].title = titles[i];
  session.bulk_create(list);
  auto books = stored();
  for (std::size_t i = 0; i < titles.size(); ++i) BOOST_TEST(books[i].title() == titles[i]);
  for (std::size_t i = 0; i < titles.size(); ++i) books[i].title = titles[titles.size() - 1 - i];
  session.bulk_update(books, {&ScratchBook::title});
  const auto after = stored();
  for (std::size_t i = 0; i < titles.size(); ++i)
    BOOST_TEST(after[i].title() == titles[titles.size() - 1 - i]);
}

BOOST_FIXTURE_TEST_CASE(a_bad_row_refuses_the_whole_list_and_is_named, ScratchShop) {
  const std::size_t bad = chunk_rows + 7;
  const auto refusal_of = [&](const std::function<void(ScratchBook&)>& spoil) {
    auto list = list_of(chunk_rows + 20);
    spoil(list[bad]);
    const Refused refusal = refused([&] { session.bulk_create(list); });
    BOOST_TEST(refusal.row == bad);
    BOOST_TEST(rows() == 0);
    return refusal;
  };
  BOOST_TEST(refusal_of([](ScratchBook& book) { book.title = std::string(10'000, 'x'); }).column == "title");
  BOOST_TEST(refusal_of([](ScratchBook& book) { book.price = "a lot"; }).column == "price");
  BOOST_TEST(refusal_of([](ScratchBook& book) { book.price = "123456789.00"; }).column == "price");
  BOOST_TEST(refusal_of([](ScratchBook& book) { book.year = 3'000'000'000; }).column == "year");
  BOOST_TEST(refusal_of([](ScratchBook& book) { book.author_id = -1; }).column == "author_id");
  // Here the server names the rule that was broken, and no column.
  BOOST_TEST(refusal_of([](ScratchBook& book) {
               book.price = "-1.00";
             }).reason.find("check_scratch_book_price") != std::string::npos);
  BOOST_TEST(refusal_of([](ScratchBook& book) {
               book.position = 1;
             }).reason.find("idx_scratch_book_batch_position") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_bad_value_refuses_the_whole_update_and_its_row_is_named, ScratchShop) {
  auto list = list_of(chunk_rows + 20);
  session.bulk_create(list);
  // In an order that is not that of the table.
  auto books = session.query<ScratchBook>()
                   .where(&ScratchBook::batch, batch)
                   .order_by_descending(&ScratchBook::position)
                   .all();
  for (ScratchBook& book : books) book.price = "99.99";
  books[3].price = "a lot";
  Refused refusal = refused([&] { session.bulk_update(books, {&ScratchBook::price}); });
  BOOST_TEST(refusal.row == 3u);
  BOOST_TEST(refusal.column == "price");
  books[3].price = "1.00";
  books[chunk_rows + 2].price = "-1.00";
  refusal = refused([&] { session.bulk_update(books, {&ScratchBook::price}); });
  BOOST_TEST(refusal.row == chunk_rows + 2);
  BOOST_TEST(number(of_batch("COUNT(*)") + " AND price IN (99.99, 1.00)") == 0);
}

BOOST_FIXTURE_TEST_CASE(save_and_create_say_which_column_was_refused, ScratchShop) {
  ScratchBook book;
  fill(book, 1);
  book.title = std::string(10'000, 'x');
  BOOST_TEST(refused([&] { session.save(book); }).column == "title");
  BOOST_TEST(refused([&] { session.create(book); }).column == "title");
  book.title = "short";
  session.save(book);
  book.price = "a lot";
  BOOST_TEST(refused([&] { session.save(book); }).column == "price");
  BOOST_TEST(rows() == 1);
}

BOOST_FIXTURE_TEST_CASE(what_can_not_be_written_is_said_before_anything_is, ScratchShop) {
  auto list = list_of(2);
  fill(list.add(), 3);
  ScratchBook& empty = list.add();
  empty.batch = batch;
  BOOST_CHECK_THROW(session.bulk_create(list), MappingError);                         // the last has no title
  BOOST_CHECK_THROW(session.bulk_update(list, {&ScratchBook::price}), MappingError);  // none is stored
  ScratchBook nothing;
  BOOST_CHECK_THROW(session.save(nothing), MappingError);
  BOOST_TEST(count() == 0);

  auto good = list_of(1);
  session.bulk_create(good);
  auto narrow =
      session.query<ScratchBook>().where(&ScratchBook::batch, batch).only(&ScratchBook::title).all();
  BOOST_CHECK_THROW(session.bulk_update(narrow, {&ScratchBook::price}), MappingError);  // it was not loaded
  narrow[0].id = 1;
  BOOST_CHECK_THROW(session.save(narrow[0]), MappingError);
}

BOOST_FIXTURE_TEST_CASE(many_saves_in_one_transaction_are_one_commit, ScratchShop) {
  auto list = list_of(10);
  session.transaction([&] {
    for (ScratchBook& book : list) session.save(book);
    session.transaction([&] { list[0].title = "within"; });
    session.save(list[0]);
  });
  BOOST_TEST(evidence("commits") == 1);
  BOOST_TEST(rows() == 10);
  BOOST_TEST(stored()[0].title() == "within");
  session.save(list[1]);
  BOOST_TEST(evidence("sql-write") == 11);  // of those only list[0] was written twice
  BOOST_TEST(rows() == 10);
}

BOOST_FIXTURE_TEST_CASE(what_a_transaction_took_back_is_unsaved_again, ScratchShop) {
  ScratchBook old;
  fill(old, 1);
  session.save(old);
  ScratchBook fresh;
  fill(fresh, 2);
  old.title = "changed";
  BOOST_CHECK_THROW(session.transaction([&] {
    session.save(old);
    session.save(fresh);
    BOOST_TEST(fresh.created_at() != "");
    throw std::runtime_error("no");
  }),
                    std::runtime_error);
  BOOST_TEST(rows() == 1);
  session.save(old);
  session.save(fresh);
  const auto books = stored();
  BOOST_REQUIRE(books.size() == 2u);
  BOOST_TEST(books[0].title() == "changed");
  BOOST_TEST(books[1].id() == fresh.id());
}

BOOST_FIXTURE_TEST_CASE(B12_deadlock_runs_the_whole_transaction_again_and_loses_nothing, ScratchShop) {
  auto rows_before = list_of(2);
  session.bulk_create(rows_before);
  auto mine = stored();
  ScratchBook fresh;
  fill(fresh, 3);

  // Each waits until the other has its first row. A side that fails leaves the other waiting for no longer
  // than becomes_true() does.
  std::atomic<bool> first_is_mine = false, second_is_theirs = false;
  std::string their_error;
  std::jthread other([&] {
    const caseload::io::DriverThread driver;
    try {
      ScratchShop heavier;  // has written more, so the server gives up the other one
      auto books = heavier.session.query<ScratchBook>().where(&ScratchBook::batch, batch).all();
      auto ballast = heavier.list_of(100);
      books[0].year = 1;
      books[1].year = 2;
      heavier.session.transaction([&] {
        heavier.session.bulk_create(ballast);
        heavier.session.save(books[1]);
        second_is_theirs = true;
        becomes_true([&] { return first_is_mine.load(); });
        heavier.session.save(books[0]);
      });
    } catch (const std::exception& error) {
      their_error = error.what();
    }
  });

  int tries = 0;
  mine[0].title = "mine";
  mine[1].title = "mine too";
  session.transaction([&] {
    ++tries;
    session.save(fresh);
    session.save(mine[0]);
    becomes_true([&] { return second_is_theirs.load(); });
    first_is_mine = true;
    session.save(mine[1]);
  });
  other.join();

  BOOST_TEST(their_error == "");
  BOOST_TEST(tries >= 2);
  const auto after = stored();
  BOOST_REQUIRE(after.size() == 3u);
  BOOST_TEST(after[0].title() == "mine");
  BOOST_TEST(after[1].title() == "mine too");
  BOOST_TEST(after[0].year() == 1);
  BOOST_TEST(after[1].year() == 2);
  BOOST_TEST(after[2].id() == fresh.id());
}

BOOST_AUTO_TEST_SUITE_END()
