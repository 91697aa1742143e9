// Which row the database refuses and why, lists beyond what a statement takes, and what a rolled back
// transaction leaves.
#include <boost/test/unit_test.hpp>

#include "tests/unit/scratch_shop.hpp"

namespace {

using namespace caseload::orm;
using caseload::DatabaseError;
using caseload::test::Refused;
using caseload::test::refused;
using caseload::test::ScratchShop;

// The scratch table, with a title that may be NULL here and may not in the database.
struct LooseBook : Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> batch;
  Column<std::int64_t> position;
  Column<std::optional<std::string>> title;
  Column<std::int64_t> author_id;
  Column<std::int64_t> publisher_id;
  Column<std::int64_t> year;
  Column<std::string> price;
  Column<std::string> created_at;
  static const Mapping<LooseBook>& mapping() {
    static const auto mapping = Mapping<LooseBook>("scratch_book")
                                    .column("id", &LooseBook::id)
                                    .column("batch", &LooseBook::batch)
                                    .column("position", &LooseBook::position)
                                    .column("title", &LooseBook::title)
                                    .column("author_id", &LooseBook::author_id)
                                    .column("publisher_id", &LooseBook::publisher_id)
                                    .column("year", &LooseBook::year)
                                    .column("price", &LooseBook::price)
                                    .column("created_at", &LooseBook::created_at);
    return mapping;
  }
};

struct Nowhere : Entity {
  Column<std::int64_t> id;
  Column<std::int64_t> number;
  static const Mapping<Nowhere>& mapping() {
    static const auto mapping =
        Mapping<Nowhere>("no_such_table").column("id", &Nowhere::id).column("number", &Nowhere::number);
    return mapping;
  }
};

void fill_loosely(LooseBook& book, const ScratchShop& shop, std::int64_t position) {
  book.batch = shop.batch;
  book.position = position;
  book.title = "Title";
  book.author_id = 1;
  book.publisher_id = 1;
  book.year = 2000;
  book.price = "1.00";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(orm_bulk)

BOOST_FIXTURE_TEST_CASE(every_way_to_refuse_a_row_names_its_column, ScratchShop) {
  const auto column_refused = [&](const std::function<void(LooseBook&)>& spoil) {
    LooseBook book;
    fill_loosely(book, *this, 1);
    spoil(book);
    return refused([&] { session.create(book); }).column;
  };
  BOOST_TEST(column_refused([](LooseBook& book) { book.title = std::nullopt; }) == "title");
  BOOST_TEST(column_refused([](LooseBook& book) { book.title = std::string(300, 'x'); }) == "title");
  BOOST_TEST(column_refused([](LooseBook& book) { book.price = "1.5 or so"; }) == "price");
  BOOST_TEST(column_refused([](LooseBook& book) { book.price = "cheap"; }) == "price");
  BOOST_TEST(column_refused([](LooseBook& book) { book.price = "123456789.00"; }) == "price");
  BOOST_TEST(column_refused([](LooseBook& book) { book.created_at = "yesterday"; }) == "created_at");
  BOOST_TEST(column_refused([](LooseBook& book) { book.publisher_id = -1; }) == "publisher_id");
  BOOST_TEST(column_refused([](LooseBook& book) { book.price = "-1.00"; }) == "");  // names the check
  BOOST_TEST(rows() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_value_that_the_database_would_change_is_refused_and_nothing_is_stored,
                        ScratchShop) {
  const auto place_of = [&](const std::function<void(ScratchBook&)>& spoil) {
    auto list = list_of(205);
    for (ScratchBook& book : list) book.created_at = "2024-02-29 10:11:12";
    spoil(list[202]);
    const Refused in_bulk = refused([&] { session.bulk_create(list); });
    const Refused alone = refused([&] { session.create(list[202]); });
    BOOST_TEST(alone.reason == in_bulk.reason);
    BOOST_TEST(alone.column == in_bulk.column);
    BOOST_TEST(rows() == 0);
    return std::to_string(in_bulk.row) + " " + in_bulk.column + " " + in_bulk.reason;
  };
  const std::string full(255, 'x');
  BOOST_TEST(place_of([&](ScratchBook& book) { book.title = full + " "; }) ==
             "202 title takes at most 255 characters; got 256");
  BOOST_TEST(place_of([&](ScratchBook& book) { book.title = full + "\xc3\xa9"; }) ==
             "202 title takes at most 255 characters; got 256");
  for (const std::string price : {"1.005", "0.001", "-0.001", "99.999", "1.0000000000000001"})
    BOOST_TEST(place_of([&](ScratchBook& book) { book.price = price; }) ==
               "202 price takes at most 2 decimals; got '" + price + "'");
  for (const std::string price : {"", " 1.50", "1.50 ", "1e2", "0x10", "1,50", "1.5.0", ".", "+", "NaN"})
    BOOST_TEST(place_of([&](ScratchBook& book) { book.price = price; }) ==
               "202 price must be a decimal number such as 12.50; got '" + price + "'");
  BOOST_TEST(place_of([&](ScratchBook& book) { book.created_at = "2024-02-29 10:11:12.1234567"; }) ==
             "202 created_at takes at most 6 decimals of a second; got '2024-02-29 10:11:12.1234567'");
}

BOOST_FIXTURE_TEST_CASE(what_is_not_refused_is_stored_exactly, ScratchShop) {
  std::string characters;
  for (int at = 0; at < 255; ++at) characters += "\xf0\x9f\x98\x89";
  auto list = list_of(5);
  for (ScratchBook& book : list) book.created_at = "2024-02-29 10:11:12";
  list[0].title = std::string(254, 'x') + " ";
  list[1].title = characters;
  list[2].title = " ";
  list[3].price = "1.500";
  list[4].price = "-0.00";
  list[4].created_at = "2024-02-29 10:11:12.1234560";
  session.bulk_create(list);
  const auto there = stored();
  for (const std::size_t row : {0u, 1u, 2u}) BOOST_TEST(there[row].title() == list[row].title());
  BOOST_TEST(there[3].price() == "1.50");
  BOOST_TEST(there[4].price() == "0.00");
  BOOST_TEST(there[4].created_at() == "2024-02-29 10:11:12.123456");
}

BOOST_FIXTURE_TEST_CASE(a_change_that_the_database_would_round_is_refused_and_changes_nothing, ScratchShop) {
  auto list = list_of(3);
  session.bulk_create(list);
  auto there = stored();
  there[0].price = "7.00";
  there[2].price = "7.005";
  const Refused in_bulk = refused([&] { session.bulk_update(there, {&ScratchBook::price}); });
  BOOST_TEST(in_bulk.row == 2u);
  BOOST_TEST(in_bulk.column == "price");
  BOOST_TEST(refused([&] { session.save(there[2]); }).column == "price");
  BOOST_TEST(number(of_batch("COUNT(*)") + " AND price IN (7, 7.01)") == 0);
}

BOOST_FIXTURE_TEST_CASE(an_error_that_is_not_about_a_row_is_the_databases_own, ScratchShop) {
  const int no_such_table = 1146;
  const auto code_of = [](const std::function<void()>& write) {
    try {
      write();
    } catch (const DatabaseError& error) {
      return error.code;
    }
    return 0;
  };
  Nowhere one;
  one.number = 1;
  BOOST_TEST(code_of([&] { session.create(one); }) == no_such_table);
  BOOST_TEST(code_of([&] { session.save(one); }) == no_such_table);
  List<Nowhere> list;
  for (int rows = 1; rows <= 2; ++rows) {
    list.add().number = rows;
    BOOST_TEST(code_of([&] { session.bulk_create(list); }) == no_such_table);
  }
}

BOOST_FIXTURE_TEST_CASE(a_single_row_that_is_refused_is_tried_once_and_is_the_first, ScratchShop) {
  auto list = list_of(1);
  list[0].price = "-1.00";
  BOOST_TEST(refused([&] { session.bulk_create(list); }).row == 0u);
  BOOST_TEST(count() == 1);
  BOOST_TEST(refused([&] { session.create(list[0]); }).row == 0u);
  BOOST_TEST(count() == 2);
}

BOOST_FIXTURE_TEST_CASE(of_two_rows_the_one_that_is_refused_is_named, ScratchShop) {
  for (const std::size_t bad : {0u, 1u}) {
    auto list = list_of(2);
    list[bad].price = "-1.00";
    BOOST_TEST(refused([&] { session.bulk_create(list); }).row == bad);
  }
}

BOOST_FIXTURE_TEST_CASE(rows_without_any_value_are_not_written, ScratchShop) {
  List<ScratchBook> list;
  list.add();
  list.add();
  BOOST_CHECK_THROW(session.bulk_create(list), MappingError);
  BOOST_CHECK_THROW(session.create(list[0]), MappingError);
  BOOST_TEST(count() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_value_that_must_not_be_missing_is_missed_in_the_first_row_too, ScratchShop) {
  List<ScratchBook> list;
  list.add().batch = batch;
  fill(list.add(), 2);
  BOOST_CHECK_EXCEPTION(session.bulk_create(list), MappingError, [](const MappingError& error) {
    return std::string_view(error.what()).find("at position 0 of the list has no position") !=
           std::string_view::npos;
  });
  BOOST_TEST(count() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_value_that_may_be_missing_is_null_in_the_rows_without_it, ScratchShop) {
  List<LooseBook> list;
  for (std::int64_t position = 1; position <= 3; ++position) fill_loosely(list.add(), *this, position);
  LooseBook& without_title = list.add();
  without_title.batch = batch;
  without_title.position = 4;
  without_title.author_id = 1;
  without_title.publisher_id = 1;
  without_title.year = 2000;
  without_title.price = "1.00";
  // The mapping lets it through, and the database says that the column may not be NULL.
  const Refused refusal = refused([&] { session.bulk_create(list); });
  BOOST_TEST(refusal.row == 3u);
  BOOST_TEST(refusal.column == "title");
}

BOOST_FIXTURE_TEST_CASE(a_chunk_has_no_more_rows_than_a_query_takes_values, ScratchShop) {
  // 7 columns in 65,535 parameters: 9,362 rows.
  auto list = list_of(9'363);
  session.bulk_create(list, 100'000);
  BOOST_TEST(count() == 2);
  BOOST_TEST(record(0).parameters == 7 * 9'363);
  BOOST_TEST(rows() == 9'363);
}

BOOST_FIXTURE_TEST_CASE(a_chunk_of_none_is_one_of_one, ScratchShop) {
  auto list = list_of(3);
  session.bulk_create(list, 0);
  BOOST_TEST(count() == 3);
  auto books = stored();
  for (ScratchBook& book : books) book.year = 1800;
  const std::int64_t before = count();
  session.bulk_update(books, {&ScratchBook::year}, 0);
  BOOST_TEST(count() - before == 3);
}

BOOST_FIXTURE_TEST_CASE(an_update_is_filled_up_to_a_power_of_two_and_not_beyond_its_chunk, ScratchShop) {
  auto list = list_of(7);
  session.bulk_create(list);
  auto books = stored();
  const auto values_of = [&](std::size_t chunk) {
    for (ScratchBook& book : books) book.year = book.year() + 1;
    const auto values_sent = [&] {
      std::int64_t values = 0;
      for (const caseload::QueryRecord* record : trace.queries()) values += record->parameters;
      return values;
    };
    const std::int64_t before = values_sent();
    session.bulk_update(books, {&ScratchBook::year}, chunk);
    return values_sent() - before;
  };
  // For each row its id and its value in the CASE, and its id in the list.
  BOOST_TEST(values_of(100) == 3 * 8);
  BOOST_TEST(values_of(7) == 3 * 7);
  BOOST_TEST(values_of(5) == 3 * (5 + 2));
  BOOST_TEST(stored()[6].year() == books[6].year());
}

BOOST_FIXTURE_TEST_CASE(an_update_of_no_columns_is_refused, ScratchShop) {
  auto list = list_of(1);
  session.bulk_create(list);
  auto books = stored();
  BOOST_CHECK_THROW(session.bulk_update(books, {}), MappingError);
}

BOOST_FIXTURE_TEST_CASE(a_new_row_that_was_rolled_back_is_written_with_what_it_was_given, ScratchShop) {
  const auto roll_back_after_saving = [&](ScratchBook& book) {
    BOOST_CHECK_THROW(session.transaction([&] {
      session.save(book);
      BOOST_TEST(!book.created_at().empty());
      throw std::runtime_error("no");
    }),
                      std::runtime_error);
  };
  ScratchBook numbered;
  fill(numbered, 1);
  const std::int64_t id =
      number("SELECT MAX(id) + 1000 FROM (SELECT id FROM scratch_book UNION SELECT 1) ids");
  numbered.id = id;
  roll_back_after_saving(numbered);
  session.save(numbered);
  BOOST_TEST(numbered.id() == id);
  BOOST_TEST(stored()[0].id() == id);

  ScratchBook fresh;
  fill(fresh, 2);
  roll_back_after_saving(fresh);
  const std::int64_t id_of_the_first_try = fresh.id();
  session.save(fresh);
  BOOST_TEST(fresh.id() != id_of_the_first_try);
  // The time that the database had filled in is not sent back as if it had been given.
  BOOST_TEST(statements().back().first ==
             "insert into scratch_book (batch, position, title, author_id, publisher_id, year, price) "
             "values (?, ?, ?, ?, ?, ?, ?)");
}

BOOST_FIXTURE_TEST_CASE(what_was_committed_stays_saved_when_a_later_transaction_is_rolled_back, ScratchShop) {
  ScratchBook book;
  fill(book, 1);
  session.transaction([&] { session.save(book); });
  const std::int64_t id = book.id();
  book.year = 1700;
  BOOST_CHECK_THROW(session.transaction([&] {
    session.save(book);
    throw std::runtime_error("no");
  }),
                    std::runtime_error);
  session.save(book);
  BOOST_TEST(statements().back().first == "update scratch_book set year = ? where id = ?");
  BOOST_TEST(book.id() == id);
  BOOST_TEST(stored()[0].year() == 1700);
}

BOOST_FIXTURE_TEST_CASE(a_bulk_update_that_was_rolled_back_is_unsaved, ScratchShop) {
  auto list = list_of(2);
  session.bulk_create(list);
  auto books = stored();
  for (ScratchBook& book : books) book.year = 1700;
  BOOST_CHECK_THROW(session.transaction([&] {
    session.bulk_update(books, {&ScratchBook::year});
    throw std::runtime_error("no");
  }),
                    std::runtime_error);
  session.save(books[0]);
  BOOST_TEST(stored()[0].year() == 1700);
  BOOST_TEST(stored()[1].year() != 1700);
  session.bulk_update(books, {&ScratchBook::year});
  const std::int64_t writes = evidence("sql-write");
  session.save(books[1]);
  BOOST_TEST(evidence("sql-write") == writes);  // nothing is left to write
  BOOST_TEST(stored()[1].year() == 1700);
}

BOOST_FIXTURE_TEST_CASE(a_deferred_column_that_was_read_can_be_written, ScratchShop) {
  auto list = list_of(1);
  session.bulk_create(list);
  auto books =
      session.query<ScratchBook>().where(&ScratchBook::batch, batch).defer(&ScratchBook::price).all();
  BOOST_REQUIRE(books.size() == 1u);
  BOOST_TEST(books[0].price() == "1.50");
  BOOST_CHECK_NO_THROW(session.bulk_update(books, {&ScratchBook::price}));
  BOOST_TEST(stored()[0].price() == "1.50");
}

BOOST_FIXTURE_TEST_CASE(only_rows_that_are_in_the_database_are_updated_in_bulk, ScratchShop) {
  auto list = list_of(2);
  BOOST_CHECK_THROW(session.bulk_update(list, {&ScratchBook::price}), MappingError);
  BOOST_CHECK_THROW(session.transaction([&] {
    for (ScratchBook& book : list) session.save(book);
    throw std::runtime_error("no");
  }),
                    std::runtime_error);
  // They were in it for the time of the transaction.
  BOOST_CHECK_THROW(session.bulk_update(list, {&ScratchBook::price}), MappingError);
}

BOOST_AUTO_TEST_SUITE_END()
