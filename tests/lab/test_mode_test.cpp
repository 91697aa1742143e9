// Test mode adds routes, and nothing of it is there without them.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "core/errors.hpp"
#include "io/json/json.hpp"
#include "lab/cache_test_origin.hpp"
#include "lab/hard_negatives.hpp"
#include "lab/lab.hpp"
#include "shop/shop_writes.hpp"
#include "shop/visitors.hpp"
#include "tests/support/app_under_test.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/memcached_items.hpp"
#include "tests/support/private_memcached.hpp"
#include "tests/support/stack_owners.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload {
namespace {

using test::contains;
using test::header;

struct RowCount {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&RowCount::value);
};

struct TestModeFixture : test::AppUnderTest {
  void start_in_test_mode() {
    extension = lab(config);
    start(config);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(test_mode, TestModeFixture)

BOOST_AUTO_TEST_CASE(pages_of_test_mode_are_there_in_test_mode_only) {
  start_in_test_mode();
  const std::vector<std::string> pages = {"/test/blind.json",
                                          "/test/truth.json",
                                          "/test/trivial",
                                          "/test/parts",
                                          "/cached/test/parts",
                                          "/test/tagged-page",
                                          "/cached/tagged-page",
                                          "/test/write",
                                          "/test/sink-delay",
                                          "/cases/database-index/interventions/create-index/apply",
                                          "/cached/test/config/none",
                                          "/cached/test/test/none/file"};
  const auto not_there = [&](const Response& response) {
    return response.status == 404 && contains(response.body, "There is no page at ");
  };
  const auto methods = [](const std::string& path) {
    return path.starts_with("/cached/test/") ? std::vector<std::string>{"GET ", "PUT "}
                                             : std::vector<std::string>{"GET ", "POST "};
  };
  for (const std::string& each : pages) {
    const Response response = fetch("GET " + each);
    BOOST_TEST(!not_there(response), each << " is " << response.status);
  }
  const Value listed = io::from_json(fetch("/test/blind.json").body).value();
  for (const Value& each : *listed["pages"].items())
    BOOST_TEST(fetch(std::string(each["address"].text_or(""))).status != 404);

  extension = {};
  start(config);
  for (const std::string& each : pages)
    for (const std::string& method : methods(each))
      BOOST_TEST(fetch(method + each).status == 404, method << each);
  const Value& blind = listed;
  for (const Value& each : *blind["pages"].items())
    BOOST_TEST(fetch(std::string(each["address"].text_or(""))).status == 404);
}

BOOST_AUTO_TEST_CASE(a_page_of_test_mode_is_at_one_address_only) {
  start_in_test_mode();
  const Value blind = io::from_json(fetch("/test/blind.json").body).value();
  for (const Value& each : *blind["pages"].items()) {
    const std::string address(each["address"].text_or(""));
    const std::string other = address.starts_with("/cached") ? address.substr(7) : "/cached" + address;
    BOOST_TEST(fetch(other).status == 404, other);
  }
}

BOOST_AUTO_TEST_CASE(another_site_can_not_make_test_mode_write) {
  start_in_test_mode();
  for (const char* target : {"POST /test/write?kind=irrelevant", "POST /test/sink-delay?ms=0"})
    BOOST_TEST(fetch(target, {{"sec-fetch-site", "cross-site"}}).status == 403, target);
}

BOOST_AUTO_TEST_CASE(a_page_of_test_mode_takes_only_the_methods_that_it_names) {
  start_in_test_mode();
  const auto check = [&](const std::string& target, const char* allowed) {
    const Response response = fetch(target);
    BOOST_TEST(response.status == 405, target);
    BOOST_TEST(test::header(response, "Allow") == allowed, target);
  };
  for (const char* target : {"POST /test/blind.json", "POST /test/truth.json", "POST /test/trivial",
                             "POST /test/parts", "POST /test/tagged-page"})
    check(target, "GET, HEAD");
  for (const char* target : {"GET /test/write", "GET /test/sink-delay",
                             "GET /cases/database-index/interventions/create-index/apply"})
    check(target, "POST");
}

BOOST_AUTO_TEST_CASE(the_origin_of_cache_tests_responds_as_configured_and_says_what_it_saw) {
  start_in_test_mode();
  const std::string id = request_of("/").id;
  const std::string test = "/cached/test/test/" + id;
  const auto put = [&](const std::string& body) {
    return fetch("PUT /cached/test/config/" + id, {}, body).status;
  };
  BOOST_TEST(fetch(test).status == 409);  // not told yet
  BOOST_TEST(fetch("/cached/test/state/" + id).status == 404);
  BOOST_TEST(put("{}") == 400);
  BOOST_TEST(put("[") == 400);
  BOOST_TEST(
      put(R"([{"response_status": [203, "x"], "response_headers": [["ETag", "\"a\""], ["Last-Modified", -3600, false], ["Expires", 60],
                     ["X-Number", 7], ["Location", "to"]], "response_body": "told", "magic_locations": true},
                    {"expected_type": "etag_validated"}, {"disconnect": true}])") == 201);
  BOOST_TEST(put("[]") == 409);
  const Response first = fetch(test, {{"req-num", "1"}});
  BOOST_TEST(first.status == 203);
  BOOST_TEST(first.body == "told");
  BOOST_TEST(header(first, "X-Number") == "7");
  BOOST_TEST(header(first, "Location") == test + "/to");
  BOOST_TEST(header(first, "Content-Type") == "text/plain");
  BOOST_TEST(header(first, "Server-Request-Count") == "1");
  BOOST_TEST(header(first, "Client-Request-Count") == "1");
  BOOST_TEST(header(first, "Request-Numbers") == "1");
  BOOST_TEST(header(first, "Last-Modified").ends_with(" GMT"));
  BOOST_TEST(header(first, "Server-Now").size() == 13U);
  const auto again = [&](const char* name, const std::string& value) {
    return fetch(test, {{"req-num", "2"}, {name, value}}).status;
  };
  BOOST_TEST(again("if-none-match", "\"a\"") == 304);
  BOOST_TEST(again("if-none-match", "\"b\"") == 599);
  const std::string date = "Sun, 06 Nov 1994 08:49:37 GMT";
  BOOST_TEST(fetch("PUT /cached/test/config/" + id + "-dated", {},
                   R"([{"response_headers": [["Last-Modified", ")" + date +
                       R"("]]}, {"expected_type": "lm_validated"}])")
                 .status == 201);
  for (const auto& [sent, status] : {std::pair(date, 304), std::pair(std::string("other"), 599)})
    BOOST_TEST(fetch(test + "-dated", {{"req-num", "2"}, {"if-modified-since", sent}}).status == status);
  BOOST_TEST(fetch(test, {{"req-num", "3"}}).status == 500);
  BOOST_TEST(fetch(test, {{"req-num", "4"}}).status == 409);
  const Value seen = io::from_json(fetch("/cached/test/state/" + id).body).value();
  BOOST_REQUIRE(seen.items()->size() == 4U);
  const Value& request = seen.items()->front();
  BOOST_TEST(request["request_num"].integer_or(0) == 1);
  BOOST_TEST(request["request_method"].text_or("") == "GET");
  BOOST_TEST(request["request_headers"]["req-num"].text_or("") == "1");
  BOOST_TEST(request["response_headers"].items()->size() ==
             4U);  // all but the one that is not to be compared
}

BOOST_AUTO_TEST_CASE(the_origin_of_cache_tests_forgets_them_when_it_has_2000) {
  CacheTestOrigin origin;
  const SystemClock clock;
  const auto status_of = [&](const std::string& part, int id) {
    Request request;
    request.body = "[{}]";
    try {
      return origin.respond(request, part, std::to_string(id), clock).status;
    } catch (const HttpError& error) {
      return error.status;
    }
  };
  for (int id = 0; id < 2'000; ++id) BOOST_TEST(status_of("config", id) == 201);
  for (const int id : {0, 1'999}) BOOST_TEST(status_of("state", id) == 200);
  BOOST_TEST(status_of("config", 2'000) == 201);
  for (const int id : {0, 1'999}) BOOST_TEST(status_of("state", id) == 404);
  BOOST_TEST(status_of("state", 2'000) == 200);
}

BOOST_AUTO_TEST_CASE(what_is_written_drops_what_was_cached_and_is_reverted_by_undo) {
  const tests::TemporaryFolder folder;
  const test::PrivateMemcached server(folder.path() + "/sock");
  config.cache.servers = {server.address()};
  start_in_test_mode();
  io::Connections connections(config.database);
  io::Memcached memcached(config.cache);
  const SystemClock clock;
  Trace trace(clock, false);
  Database db(connections, trace, Dataset::x1);
  Cache cache(memcached, trace);
  const auto rows_written = [&] {
    std::string counts;
    for (const char* table : {"customer_order WHERE recorded_at", "review WHERE created_at"})
      counts += std::to_string(
          db.query_one<RowCount>("SELECT COUNT(*) FROM " + std::string(table) + " > '2026-01-01'")->value);
    return counts;
  };
  const auto stock = [&] {
    return db
        .query_one<RowCount>(
            "SELECT COUNT(*) FROM product JOIN indexed_product USING (id) WHERE product.stock "
            "<> indexed_product.stock OR product.version <> indexed_product.version")
        ->value;
  };
  // Which of the two is still cached after the write.
  const auto kept_after = [&](const std::string& kind) {
    const std::string orders = "version:" + orders_of(Dataset::x1),
                      reviews = "version:" + reviews_of(Dataset::x1);
    for (const std::string& key : {orders, reviews}) cache.set(key, "known", 60);
    BOOST_TEST(fetch("POST /test/write?kind=" + kind).status == 204);
    return std::string(cache.get(orders) ? "orders " : "") + (cache.get(reviews) ? "reviews" : "");
  };
  kept_after("undo");  // what a run that broke off left behind
  BOOST_TEST(rows_written() == "00");
  BOOST_TEST(stock() == 0);
  BOOST_TEST(kept_after("relevant") == "");
  BOOST_TEST(rows_written() == "11");
  BOOST_TEST(stock() == 1);
  BOOST_TEST(kept_after("irrelevant") == "orders reviews");
  BOOST_TEST(rows_written() == "11");
  BOOST_TEST(kept_after("undo") == "");
  BOOST_TEST(rows_written() == "00");
  BOOST_TEST(stock() == 0);
}

BOOST_AUTO_TEST_CASE(whoever_wrote_reads_past_the_cache_for_two_seconds) {
  const tests::TemporaryFolder folder;
  const test::PrivateMemcached server(folder.path() + "/sock");
  config.cache.servers = {server.address()};
  start_in_test_mode();
  const std::string cookie(demo_visitors().front().cookie);
  const auto mark = [&] {
    return test::seconds_left(server.address(), "wrote " + cookie.substr(cookie.find('=') + 1));
  };
  BOOST_TEST(fetch("POST /test/write?kind=irrelevant", {{"cookie", cookie}}).status == 204);
  BOOST_TEST(mark() == -1);
  BOOST_TEST(test::becomes_true([&] {
    fetch("POST /test/write?kind=relevant", {{"cookie", cookie}});
    return mark() == 2;
  }));
  BOOST_TEST(test::seconds_left(server.address(), "wrote guest") == -1);
  BOOST_TEST(fetch("POST /test/write?kind=undo").status == 204);
}

// What each page must not do to be innocent: its number of queries, its lines, and what may be cached.
BOOST_FIXTURE_TEST_CASE(hard_negatives_do_what_makes_them_innocent, test::StackOwners) {
  struct Expected {
    const char* name;
    int queries;
    std::size_t lines;
    const char *type, *cache_control, *vary;
  };
  constexpr const char *json = "application/json", *none = "no-store";
  const std::vector<Expected> expected = {
      {"dashboard-of-12-lookups", 12, 12, json, none, "Accept"},
      {"6-lookups-of-one-shape", 1 + 6, 3 + 6, json, none, "Accept"},
      {"full-scan-of-a-small-table", 1, 0, json, none, "Accept"},
      {"small-uncompressed-body", 0, 0, "text/plain; charset=utf-8", none, "(none)"},
      {"cold-first-request", -1, 0, json, "public, max-age=60", "Accept"},
      {"personal-page", 0, 1, json, "private, max-age=30", "Accept, Cookie"},
      {"report-slow-for-a-good-reason", 1, 0, json, none, "Accept"},
      {"cache-bypassed-after-a-write", -1, 0, json, "private, max-age=60", "Accept"}};
  for (const Expected& page : expected) {
    const auto found = std::ranges::find(hard_negatives(), page.name, &HardNegative::name);
    BOOST_TEST_REQUIRE((found != hard_negatives().end()), page.name);
    Request request;
    request.format = Format::json;
    std::vector<NameValue> query;
    if (found->knobs.size() > 1) query.emplace_back("n", "3");
    request.knobs = Knobs::parse(found->knobs, query);
    const Case the_case{
        .page = "A page of test mode", .knobs = found->knobs, .template_name = "hard_negative"};
    Exchange exchange(owners, request, the_case, {});
    const Response response = exchange.run({.name = found->name, .run = found->run});
    BOOST_TEST_CONTEXT(page.name) {
      if (page.queries >= 0) BOOST_TEST(exchange.trace().evidence().get_or_0(Key::sql) == page.queries);
      BOOST_TEST(header(response, "Content-Type") == page.type);
      BOOST_TEST(header(response, "Cache-Control") == page.cache_control);
      BOOST_TEST(header(response, "Vary") == page.vary);
      if (page.type != json) continue;
      const Value document = io::from_json(response.body).value();
      const Value::List& lines = *document["lines"].items();
      BOOST_TEST(!lines.empty());
      if (page.lines > 0) BOOST_TEST(lines.size() == page.lines);
      for (const Value& line : lines) BOOST_TEST(!line.text_or("").empty());
    }
  }
}

BOOST_FIXTURE_TEST_CASE(a_prefetch_in_chunks_has_one_query_for_50_authors, test::StackOwners) {
  const auto& all = hard_negatives();
  const auto chunked = std::ranges::find(all, "chunked-prefetch", &HardNegative::name);
  BOOST_TEST_REQUIRE((chunked != all.end()));
  for (const auto& [authors, chunks] : {std::pair(1, 1), {49, 1}, {50, 1}, {51, 2}, {100, 2}, {101, 3}}) {
    Request request;
    request.knobs = Knobs::parse(chunked->knobs, {{"n", std::to_string(authors)}});
    const Case page{.page = "A page of test mode", .knobs = chunked->knobs, .template_name = "hard_negative"};
    Exchange exchange(owners, request, page, {});
    exchange.run({.name = chunked->name, .run = chunked->run});
    BOOST_TEST(exchange.trace().evidence().get_or_0(Key::sql) == 1 + chunks, authors);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
