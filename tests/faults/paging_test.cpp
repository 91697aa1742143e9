// Pages of a list that changes while somebody reads it, on a private database.
#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

#include "app/case_pages/run_variants.hpp"
#include "core/catalogue.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/database/driver.hpp"
#include "tests/support/private_mariadb.hpp"

namespace caseload {
namespace {

// 320 books, which take seven pages; a reader with the variant keyset; and somebody who changes the list.
struct Library {
  Library() {
    execute("DELETE FROM book WHERE id > 1");
    execute(
        "INSERT INTO book (id, title, author_id, publisher_id, year, price) SELECT 1000 + seq, "
        "CONCAT('lasting ', seq), 1, 1, 2000 + seq DIV 7, 1 FROM seq_1_to_319");
  }
  ~Library() { execute("DELETE FROM book WHERE id > 1"); }
  void execute(std::string_view sql) { admin.execute(sql); }

  Value page(std::string_view link) {
    const Case& the_case = *find_case("pagination");
    Request request;
    request.path = "/cases/pagination/keyset";
    request.knobs = Knobs::parse(the_case.knobs, parse_query(link.substr(1)).value());
    return data_of(owners, request, the_case, *the_case.variant("keyset"));
  }
  // Follows the links of that name to the end, and counts what is seen on the way.
  Value follow(Value at, std::string_view name, std::map<std::string, int>& seen) {
    for (;;) {
      for (const Value& book : *at["books"].items()) ++seen[std::string(book["title"].text_or(""))];
      const std::string link(at[name].text_or(""));
      if (link.empty()) return at;
      at = page(link);
    }
  }

  io::DriverThread thread;
  io::DriverConnection admin{
      {.socket = test::private_mariadb().socket(), .user = "root", .schema = "caseload_x1"}};
  SystemClock clock;
  Rebuilds rebuilds;
  io::TemplateSources sources{
      {{.path = "templates", .excluded = "site"}, {.path = "fcgi-app/cases", .prefix = "cases/"}},
      {{"root", ""}}};
  Owners owners{.connections = io::Connections(test::private_mariadb().settings()),
                .memcached = io::Memcached({.servers = {}}),
                .partners = io::HttpClient(io::HttpSettings{}),
                .templates = io::Templates(sources),
                .rebuilds = rebuilds,
                .clock = clock};
};

void check_once(const std::map<std::string, int>& seen, int first, int last) {
  for (int each = first; each <= last; ++each) {
    const auto found = seen.find("lasting " + std::to_string(each));
    BOOST_TEST((found != seen.end() && found->second == 1), "lasting " << each);
  }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(paging, Library)

BOOST_AUTO_TEST_CASE(C23_going_back_while_rows_are_inserted_in_front_shows_each_row_once) {
  const Value third = page(page(page("?page=1")["next"].text_or(""))["next"].text_or(""));
  execute(
      "INSERT INTO book (id, title, author_id, publisher_id, year, price) SELECT 5000 + seq, "
      "CONCAT('new ', seq), 1, 1, 1990 + seq MOD 20, 1 FROM seq_1_to_60");
  std::map<std::string, int> seen;
  const Value beginning = follow(third, "previous", seen);
  check_once(seen, 1, 149);
  BOOST_TEST(seen["The Book"] == 1);  // the private shop's own, of 2020
  for (int each = 1; each <= 60; ++each) BOOST_TEST(seen["new " + std::to_string(each)] <= 1);
  int new_books = 0;
  for (const auto& [title, times] : seen) new_books += title.starts_with("new ") ? times : 0;
  BOOST_TEST(new_books == 60);
  BOOST_TEST(beginning["first"].is_null());

  std::map<std::string, int> forward;
  follow(beginning, "next", forward);
  check_once(forward, 1, 319);
  BOOST_TEST(forward.size() == 380U);
}

BOOST_AUTO_TEST_CASE(C23_going_back_while_rows_are_deleted_shows_each_row_that_stays_once) {
  const Value fourth =
      page(page(page(page("?page=1")["next"].text_or(""))["next"].text_or(""))["next"].text_or(""));
  const std::string front((*fourth["books"].items())[0]["title"].text_or(""));
  // The row that the link names, and others before and behind it.
  execute("DELETE FROM book WHERE title IN ('" + front + "', 'lasting 149', 'lasting 3', 'lasting 160')");
  execute("DELETE FROM book WHERE title LIKE 'lasting 5_'");
  std::map<std::string, int> seen;
  follow(page(fourth["previous"].text_or("")), "previous", seen);
  for (int each = 1; each <= 148; ++each) {
    const std::string title = "lasting " + std::to_string(each);
    const bool is_deleted = title == front || each == 3 || (each >= 50 && each <= 59);
    if (!is_deleted) BOOST_TEST(seen[title] == 1, title);
  }
}

BOOST_AUTO_TEST_CASE(C23_going_forward_while_rows_come_and_go_shows_each_row_that_stays_once) {
  std::map<std::string, int> seen;
  Value at = page("?page=1");
  for (int round = 0;; ++round) {
    for (const Value& book : *at["books"].items()) ++seen[std::string(book["title"].text_or(""))];
    execute("INSERT INTO book (id, title, author_id, publisher_id, year, price) SELECT " +
            std::to_string(6000 + 100 * round) +
            " + seq, CONCAT('new ', seq), 1, 1, 1990, 1 FROM seq_1_to_60");
    execute("DELETE FROM book WHERE title = '" + std::string((*at["books"].items())[7]["title"].text_or("")) +
            "'");
    const std::string next(at["next"].text_or(""));
    if (next.empty()) break;
    at = page(next);
  }
  check_once(seen, 1, 319);
}

BOOST_AUTO_TEST_CASE(C23_when_everything_before_a_page_was_deleted_its_link_says_so) {
  const Value second = page(page("?page=1")["next"].text_or(""));
  execute("DELETE FROM book WHERE title LIKE 'lasting __' OR title LIKE 'lasting _'");
  BOOST_CHECK_THROW(page(second["previous"].text_or("")), NotFound);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
