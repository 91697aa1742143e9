// Pages that write many rows: all or nothing, whatever is wrong with one of them; nothing of theirs stays;
// and writers that meet on the same rows come out with the right sum.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "core/clock.hpp"
#include "io/database/database.hpp"
#include "io/database/driver.hpp"
#include "io/json/json.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

struct Number {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Number::value);
};

// A connection of this thread's own.
class Shop {
 public:
  Database& db() { return db_; }
  std::int64_t number(std::string_view sql, std::int64_t argument) {
    return db_.query_one<Number>(sql, argument).value().value;
  }

 private:
  io::DriverThread driver_;
  SystemClock clock_;
  io::Connections connections_{test::database_settings()};
  Trace trace_{clock_, false};
  Database db_{connections_, trace_, Dataset::x1};
};

Value book(const std::string& title, const std::string& price = "9.90", std::int64_t author = 1) {
  return Value::object(
      {{"title", title}, {"author_id", author}, {"publisher_id", 1}, {"year", 2024}, {"price", price}});
}

test::HttpResponse post(const std::string& target, const std::string& body,
                        const std::string& type = "application/json") {
  return test::fetch(test::base_url(), {.method = "POST",
                                        .target = target,
                                        .headers = {"Accept: application/json", "Content-Type: " + type},
                                        .body = body});
}

test::HttpResponse import_books(const std::string& variant, const std::vector<Value>& books) {
  Value list = Value::list();
  for (const Value& each : books) list.add(each);
  return post("/cases/bulk-create/" + variant + "?n=" + std::to_string(books.size()),
              io::to_json(Value::object({{"books", std::move(list)}})));
}

test::HttpResponse reprice(const std::string& variant, const std::vector<std::string>& prices) {
  Value list = Value::list();
  for (const std::string& price : prices) list.add(Value::object({{"price", price}}));
  return post("/cases/bulk-update/" + variant + "?n=" + std::to_string(prices.size()),
              io::to_json(Value::object({{"prices", std::move(list)}})));
}

std::string detail_of(const test::HttpResponse& response) {
  return std::string(
      io::from_json(response.body).value_or(Value{})["detail"].text_or("no detail: " + response.body));
}

void check_refusal(const test::HttpResponse& response, const std::string& place) {
  BOOST_TEST(response.status == 422);
  BOOST_TEST(detail_of(response).starts_with(place), detail_of(response) << " does not begin with " << place);
}

const std::vector<std::string> ways_to_create{"slow", "one-transaction", "fast"};
const std::vector<std::string> ways_to_update{"slow", "fast"};
// Not the seed's, so that a row which stayed is found whoever else is at work.
const std::string mark = "bulk_writes_test";

std::int64_t marked_rows() {
  return Shop().number(
      "SELECT COUNT(*) FROM scratch_book WHERE title LIKE 'bulk!_writes!_test%' ESCAPE '!' AND id > ?", 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(bulk_writes)

BOOST_DATA_TEST_CASE(a_bad_row_refuses_the_whole_import_and_is_named,
                     boost::unit_test::data::make(ways_to_create), variant) {
  const auto refused = [&](const Value& bad) {
    std::vector<Value> books(250, book(mark));
    books[210] = bad;
    return import_books(variant, books);
  };
  check_refusal(refused(book(std::string(10'000, 'x'))), "Row 211, column title: ");
  check_refusal(refused(book(mark, "a lot")), "Row 211, column price: ");
  check_refusal(refused(book(mark, "-1.00")), "Row 211, column price: ");
  check_refusal(refused(book(mark, "123456789.00")), "Row 211, column price: ");
  check_refusal(refused(book(mark, "9.90", 999'999'999)), "Row 211, column author_id: ");
  check_refusal(refused(book(mark + std::string(255, ' '))), "Row 211, column title: takes at most 255 ");
  check_refusal(refused(book(mark, "1.005")), "Row 211, column price: takes at most 2 decimals; got '1.005'");
  BOOST_TEST(marked_rows() == 0);
}

BOOST_DATA_TEST_CASE(a_bad_price_refuses_the_whole_change_and_is_named,
                     boost::unit_test::data::make(ways_to_update), variant) {
  for (const char* bad : {"a lot", "-1.00", "123456789.00", "1.005", "1.5e0"}) {
    std::vector<std::string> prices(230, "1.50");
    prices[220] = bad;
    check_refusal(reprice(variant, prices), "Row 221, column price: ");
  }
}

BOOST_AUTO_TEST_CASE(every_way_to_import_stores_the_same_rows) {
  std::vector<Value> books;
  for (int at = 0; at < 205; ++at)
    books.push_back(book(mark + " x😉y𠜎z <&'\"> " + std::to_string(at), std::to_string(at) + ".05", at + 1));
  const test::HttpResponse first = import_books("slow", books);
  BOOST_TEST(first.status == 200);
  const Value response = io::from_json(first.body).value_or(Value{});
  BOOST_TEST(response["count"].integer_or(0) == 205);
  BOOST_TEST(response["total"].text_or("") == "20920.25");
  BOOST_REQUIRE(response["books"].items() != nullptr);
  BOOST_TEST((*response["books"].items())[204]["title"].text_or("") == mark + " x😉y𠜎z <&'\"> 204");
  for (const std::string& variant : ways_to_create)
    BOOST_TEST(import_books(variant, books).body == first.body);
  BOOST_TEST(marked_rows() == 0);
}

BOOST_AUTO_TEST_CASE(every_way_to_reprice_stores_the_same_prices_and_leaves_the_shop_alone) {
  const auto total = [] {
    return Shop().number("SELECT CAST(SUM(price * 100) AS SIGNED) FROM book WHERE id > ?", 0);
  };
  const std::int64_t before = total();
  std::vector<std::string> prices;
  for (int at = 0; at < 205; ++at) prices.push_back(std::to_string(at) + ".10");
  const test::HttpResponse first = reprice("slow", prices);
  BOOST_TEST(io::from_json(first.body).value_or(Value{})["total"].text_or("") == "20930.50");
  for (const std::string& variant : ways_to_update) BOOST_TEST(reprice(variant, prices).body == first.body);
  BOOST_TEST(total() == before);
}

BOOST_AUTO_TEST_CASE(rows_that_a_dead_request_left_behind_go_by_their_age) {
  constexpr std::int64_t old_batch = 7'000'000'001, young_batch = 7'000'000'002;
  constexpr std::string_view left_behind =
      "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price, created_at) "
      "VALUES (?, 1, 'left behind', 1, 1, 2024, '1.00', NOW(6) - INTERVAL ? MINUTE)";
  constexpr std::string_view rows = "SELECT COUNT(*) FROM scratch_book WHERE batch = ?";
  Shop shop;
  shop.db().execute(left_behind, old_batch, 11);
  shop.db().execute(left_behind, young_batch, 5);
  BOOST_TEST(post("/cases/bulk-create/fast?n=1", "").status == 200);
  const std::int64_t old_rows = shop.number(rows, old_batch), young_rows = shop.number(rows, young_batch);
  shop.db().execute("DELETE FROM scratch_book WHERE batch IN (?, ?)", old_batch, young_batch);
  BOOST_TEST(old_rows == 0);
  BOOST_TEST(young_rows == 1);
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_list_of_n_rows_is_refused_and_says_why) {
  const auto refused = [](const std::string& body, const std::string& type = "application/json") {
    const test::HttpResponse response = post("/cases/bulk-create/fast?n=2", body, type);
    return std::to_string(response.status) + " " + detail_of(response);
  };
  BOOST_TEST(refused(R"({"books": [)").starts_with("400 The body is not JSON"));
  BOOST_TEST(refused("[]").starts_with("400 The body must be an object with a list named 'books'"));
  BOOST_TEST(refused(R"({"books": []})") == "400 The parameter n is 2, but the body has 0 rows");
  BOOST_TEST(refused(R"({"books": [{}, {}]})") == "400 Row 1, column title: is missing");
  BOOST_TEST(refused(R"({"books": [{"title": 7}, {}]})") == "400 Row 1, column title: must be a string");
  BOOST_TEST(refused(R"({"books": [{"title": "x", "author_id": "1"}, {}]})") ==
             "400 Row 1, column author_id: must be a whole number");
  BOOST_TEST(refused("<books/>", "text/xml").starts_with("415 "));
  BOOST_TEST(refused(R"({"books": [], "books": [{}, {}]})") ==
             "400 The body is not JSON: the name 'books' is given more than once in an object");
  BOOST_TEST(refused(R"({"books": [{"title": "a", "title": "b"}, {}]})") ==
             "400 The body is not JSON: the name 'title' is given more than once in an object");
  BOOST_TEST(refused("{\"books\": \"" + std::string(900'000, 'x')).size() < 1'000);
}

// Half of the writers go through the rows from the first to the last, half from the last to the first.
BOOST_AUTO_TEST_CASE(B12_writers_in_opposite_orders_are_retried_and_lose_nothing) {
  constexpr std::int64_t batch = 7'000'000'003;
  constexpr int writers = 8, rounds = 2, rows = 200;
  Shop shop;
  const auto clean = [&] { shop.db().execute("DELETE FROM scratch_book WHERE batch = ?", batch); };
  clean();
  shop.db().execute(
      "INSERT INTO scratch_book (batch, position, title, author_id, publisher_id, year, price) "
      "SELECT ?, id, title, author_id, publisher_id, year, 0 FROM book WHERE id <= ?",
      batch, rows);
  std::vector<std::string> failures(writers);
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      try {
        Shop mine;
        for (int round = 0; round < rounds; ++round) {
          mine.db().transaction([&] {
            for (int row = 1; row <= rows; ++row)
              mine.db().execute("UPDATE scratch_book SET price = price + 1 WHERE batch = ? AND position = ?",
                                batch, writer % 2 == 0 ? row : rows + 1 - row);
          });
        }
      } catch (const std::exception& error) {
        failures[static_cast<std::size_t>(writer)] = error.what();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::int64_t as_expected =
      shop.db()
          .query_one<Number>("SELECT COUNT(*) FROM scratch_book WHERE batch = ? AND price = ?", batch,
                             writers * rounds)
          .value()
          .value;
  clean();
  for (const std::string& failure : failures) BOOST_TEST(failure == "");
  BOOST_TEST(as_expected == rows);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
