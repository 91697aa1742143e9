// The application in this process, under a configuration of each test's own: what a run of all variants costs
// beside the variants, what the configuration switches on and off, who may see what, and what every response
// says of itself.
#include "app/app.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "app/operations/operations.hpp"
#include "core/catalogue.hpp"
#include "core/stacks.hpp"
#include "io/json/json.hpp"
#include "io/metrics/metrics.hpp"
#include "io/text/hash.hpp"
#include "shop/scratch_batch.hpp"
#include "shop/visitors.hpp"
#include "tests/support/app_under_test.hpp"
#include "tests/support/memcached_items.hpp"
#include "tests/support/private_memcached.hpp"
#include "tests/support/stack.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/scratch_database.hpp"

namespace caseload {
namespace {

using test::contains;
using test::finish;
using test::header;

// Of customer 100, whom only a statement finds.
const std::string known = "session=780c1f0008486aae4ff7bad0463fed67";
constexpr const char* runs[] = {"/cases/n-plus-one/?run=1", "/api/examples/n-plus-one/"};

std::int64_t statements_so_far() {
  std::istringstream lines(io::metrics_text());
  std::int64_t statements = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("caseload_queries_total{")) statements += std::stoll(line.substr(line.rfind(' ')));
  }
  return statements;
}

struct AppFixture {
  io::DriverThread driver;

  static io::Config config(int max_slow_running) {
    io::Config settings = test::AppUnderTest::stack_config();
    settings.max_slow_running = max_slow_running;
    return settings;
  }

  // The queries of a response that must have this status.
  static std::int64_t statements_of(App& app, std::string_view target, std::string_view cookie, int status) {
    Request request{.path = std::string(target.substr(0, target.find('?')))};
    if (target.ends_with("?run=1")) request.query.emplace_back("run", "1");
    request.headers = {{"cookie", std::string(cookie)}};
    const std::int64_t before = statements_so_far();
    const Response response = app.handle(request);
    BOOST_TEST(response.status == status, response.body);
    response.finished({.status = response.status, .body_bytes = 0, .complete = true});
    return statements_so_far() - before;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(app, AppFixture)

BOOST_AUTO_TEST_CASE(a_run_looks_its_session_up_once) {
  AppShared shared(config(1));
  App app(shared);
  for (const char* target : runs) {
    const std::int64_t unasked = statements_of(app, target, demo_visitors().front().cookie, 200);
    BOOST_TEST(unasked > 0);
    BOOST_TEST(statements_of(app, target, known, 200) == unasked + 1, target);
  }
}

BOOST_AUTO_TEST_CASE(a_run_over_the_limit_is_refused_without_a_query) {
  AppShared shared(config(1));
  App app(shared);
  const SlowSlot taken(shared.slow_running, 1);
  for (const char* target : runs) BOOST_TEST(statements_of(app, target, known, 503) == 0, target);
  BOOST_TEST(statements_of(app, "/cases/n-plus-one/fast", known, 200) == 1);  // quick ones go on
}

BOOST_AUTO_TEST_CASE(a_stream_counts_against_the_limit_until_its_last_byte) {
  AppShared shared(config(1));
  App app(shared);
  App other(shared);
  for (const bool complete : {true, false}) {
    Request request{.path = "/cases/streaming-response/fast"};
    {
      const Response response = app.handle(request);
      BOOST_TEST(response.status == 200);
      BOOST_TEST(shared.slow_running == 1);
      statements_of(other, "/cases/streaming-response/fast", known, 503);
      response.finished({.status = response.status, .body_bytes = 0, .complete = complete});
    }
    BOOST_TEST(shared.slow_running == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_refusal_is_in_the_metrics) {
  AppShared shared(config(1));
  App app(shared);
  const auto refused = [] {
    const std::string text = io::metrics_text();
    const std::size_t line = text.find("caseload_requests_total{route=\"none\",status=\"413\"} ");
    return line == std::string::npos ? 0 : std::stoi(text.substr(text.find("} ", line) + 2));
  };
  const int before = refused();
  const Request request{.path = "/"};
  const Response response = app.reject(request, 413, "the body is too large");
  response.finished({.status = response.status, .body_bytes = 0, .complete = true});
  BOOST_TEST(refused() == before + 1);
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

const std::string ended_session = "session=8597f48536e6770bdf01530bea85c861";  // of customer 131

}  // namespace

BOOST_FIXTURE_TEST_SUITE(app_switches, test::AppUnderTest)

BOOST_AUTO_TEST_CASE(evidence_headers_are_sent_unless_switched_off) {
  start(config);
  for (const char* page :
       {"/cases/n-plus-one/fast", "/cases/middleware/fast", "/cases/middleware/fast/floor"}) {
    const Response response = fetch(page, {{"cookie", std::string(demo_visitors().front().cookie)}});
    BOOST_TEST(response.status == 200);
    BOOST_TEST(contains(header(response, "Evidence"), "sql="), page);
    BOOST_TEST(contains(header(response, "Server-Timing"), "total;dur="), page);
  }
  config.evidence_headers = false;
  start(config);
  for (const char* page : {"/cases/n-plus-one/fast", "/cases/n-plus-one/slow", "/cases/n-plus-one/?run=1"}) {
    const Response response = fetch(page);
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Evidence") == "(none)", page);
    BOOST_TEST(header(response, "Server-Timing") == "(none)", page);
  }
}

BOOST_AUTO_TEST_CASE(of_a_stream_there_are_no_evidence_headers) {
  start(config);
  const Response response = fetch("/cases/streaming-response/fast");
  BOOST_TEST(static_cast<bool>(response.producer));
  BOOST_TEST(header(response, "Evidence") == "(none)");
  BOOST_TEST(header(response, "Server-Timing") == "(none)");
}

BOOST_AUTO_TEST_CASE(a_probe_is_stored_if_probes_are_on_and_requested) {
  config.probes = true;
  start(config);
  Request request = request_of("HEAD /cases/n-plus-one/fast?n=40", {{"probe", "1"}});
  request.knobs = {};
  const Response response = app->handle(request);
  finish(response, true);
  const Response kept = evidence_of(request.id);
  BOOST_TEST(kept.status == 200);
  BOOST_TEST(header(kept, "Content-Type") == "application/json");
  BOOST_TEST(header(kept, "Cache-Control") == "no-store");
  const Value document = io::from_json(kept.body).value();
  BOOST_TEST(document["request_id"].text_or("") == request.id);
  BOOST_TEST(document["method"].text_or("") == "HEAD");
  BOOST_TEST(document["target"].text_or("") == "/cases/n-plus-one/fast?n=40");
  BOOST_TEST(document["status"].integer_or(0) == 200);
  BOOST_TEST(document["evidence"]["sql"].integer_or(0) == 1);
  BOOST_TEST(document["evidence"].find("rows-examined") != nullptr);
  BOOST_TEST(document["digests"].items()->size() == 1U);

  for (const std::vector<NameValue>& headers :
       {std::vector<NameValue>{}, std::vector<NameValue>{{"probe", "0"}},
        std::vector<NameValue>{{"probe", "11"}}}) {
    Request unasked = request_of("/cases/n-plus-one/fast", headers);
    finish(app->handle(unasked));
    BOOST_TEST(evidence_of(unasked.id).status == 404);
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_kept_and_nothing_shown_where_probes_are_off) {
  config.probes = true;
  start(config);
  Request kept = request_of("/cases/n-plus-one/fast", {{"probe", "1"}});
  finish(app->handle(kept));
  BOOST_TEST(evidence_of(kept.id).status == 200);

  config.probes = false;
  start(config);
  const Response refused = evidence_of(kept.id);
  BOOST_TEST(refused.status == 404);
  BOOST_TEST(contains(refused.body, "Probes are switched off; set app.probes = true to use them"));
  Request request = request_of("/cases/n-plus-one/fast", {{"probe", "1"}});
  const Response page = app->handle(request);
  finish(page, true);
  BOOST_TEST(!contains(header(page, "Evidence"), "rows-examined"));
  const auto shows_plans = [](const Response& response) { return contains(response.body, "rows-examined"); };
  BOOST_TEST(!shows_plans(fetch("/cases/n-plus-one/?run=1")));
  BOOST_TEST(!shows_plans(fetch("/api/examples/n-plus-one/", {{"probe", "1"}})));

  config.probes = true;
  start(config);
  BOOST_TEST(evidence_of(request.id).status == 404);
  BOOST_TEST(shows_plans(fetch("/cases/n-plus-one/?run=1")));
  BOOST_TEST(shows_plans(fetch("/api/examples/n-plus-one/", {{"probe", "1"}})));
  BOOST_TEST(!shows_plans(fetch("/api/examples/n-plus-one/")));
}

BOOST_AUTO_TEST_CASE(evidence_of_a_stream_is_kept_when_it_went_out_whole_and_not_when_it_was_cut) {
  config.probes = true;
  start(config);
  for (const bool complete : {true, false}) {
    Request request = request_of("/cases/streaming-response/fast", {{"probe", "1"}});
    const Response response = app->handle(request);
    BOOST_TEST(evidence_of(request.id).status ==
               404);  // it is not over yet, and this request ends its exchange
    Request again = request_of("/cases/streaming-response/fast", {{"probe", "1"}});
    const Response stream = app->handle(again);
    finish(stream, complete);
    const Response kept = evidence_of(again.id);
    BOOST_TEST(kept.status == (complete ? 200 : 404));
    BOOST_TEST(contains(kept.body, "rows-examined") == complete);
  }
}

class KeepingSink final : public Sink {
 public:
  void write(std::string_view bytes) override { all += bytes; }
  void flush() override {}
  std::string all;
};

BOOST_AUTO_TEST_CASE(evidence_counts_and_names_the_bytes_that_went_out) {
  config.probes = true;
  start(config);
  for (const char* target :
       {"/cases/n-plus-one/fast?n=40", "/cases/streaming-response/fast", "/cases/streaming-response/slow"}) {
    Request request = request_of(target, {{"probe", "1"}});
    const Response response = app->handle(request);
    KeepingSink sink;
    if (response.producer) response.producer(sink);
    const std::string& body = response.producer ? sink.all : response.body;
    finish(response);
    const Value kept = io::from_json(evidence_of(request.id).body).value();
    BOOST_TEST(body.size() > 100U);
    BOOST_TEST(kept["evidence"]["bytes"].integer_or(0) == static_cast<std::int64_t>(body.size()), target);
    BOOST_TEST(kept["body_hash"].text_or("") == io::sha256_hex(body), target);
  }
}

BOOST_AUTO_TEST_CASE(what_the_app_keeps_in_the_cache_ends_by_itself) {
  const tests::TemporaryFolder folder;
  const test::PrivateMemcached server(folder.path() + "/sock");
  config.cache.servers = {server.address()};
  config.probes = true;
  start(config);
  const auto began = std::chrono::steady_clock::now();

  Request probed = request_of("/cases/n-plus-one/fast?n=1", {{"probe", "1"}});
  finish(app->handle(probed));
  BOOST_TEST(test::is_remaining_lifetime(test::seconds_left(server.address(), "evidence:" + probed.id),
                                         evidence_lifetime_s, began));
  BOOST_TEST(evidence_lifetime_s == 60);  // as the README says

  const auto minute = [] {
    return std::chrono::floor<std::chrono::minutes>(std::chrono::system_clock::now())
        .time_since_epoch()
        .count();
  };
  const std::string cookie(demo_visitors().front().cookie);
  const std::string counter = "requests x1 " + cookie.substr(cookie.find('=') + 1) + " ";
  const auto first = minute();
  BOOST_TEST(fetch("/cases/middleware/slow", {{"cookie", cookie}}).status == 200);
  int left = -1;
  for (auto at = first; at <= minute(); ++at)
    left = std::max(left, test::seconds_left(server.address(), counter + std::to_string(at)));
  BOOST_TEST(test::is_remaining_lifetime(left, 120, began));
}

BOOST_AUTO_TEST_CASE(metrics_are_for_this_host_only) {
  start(config);
  const auto status_for = [&](const std::string& address) {
    Request request = request_of("/metrics");
    request.remote_address = address;
    const Response response = app->handle(request);
    finish(response, true);
    BOOST_TEST(contains(response.body, "caseload_requests_total") == (response.status == 200));
    return response.status;
  };
  for (const char* own : {"", "127.0.0.1", "127.255.0.9", "::1", "unix:"})
    BOOST_TEST(status_for(own) == 200, own);
  for (const char* other : {"10.0.0.1", "128.0.0.1", "12.7.0.1", "1270.0.0.1", "::2", "::11", "unix:x",
                            "2001:db8::1", "8.127.0.1"})
    BOOST_TEST(status_for(other) == 404, other);
}

BOOST_AUTO_TEST_CASE(the_page_of_a_case_signs_a_demo_customer_in_by_a_cookie_for_the_cases_alone) {
  start(config);
  const std::string page = "/cases/middleware/";
  const std::string cookie =
      std::string(demo_visitors().front().cookie) + "; Path=/cases/; HttpOnly; SameSite=Lax";
  BOOST_TEST(header(fetch(page), "Set-Cookie") == cookie);
  BOOST_TEST(header(fetch(page, {}, "", true), "Set-Cookie") == cookie + "; Secure");
  BOOST_TEST(header(fetch(page, {{"cookie", "theme=dark"}}), "Set-Cookie") == cookie);
  BOOST_TEST(header(fetch(page, {{"cookie", std::string(demo_visitors()[1].cookie)}}), "Set-Cookie") ==
             "(none)");
  // Whether a session still goes on is known only to who has looked it up.
  BOOST_TEST(header(fetch(page, {{"cookie", ended_session}}), "Set-Cookie") == "(none)");
  BOOST_TEST(header(fetch(page + "?run=1", {{"cookie", ended_session}}), "Set-Cookie") == cookie);
  BOOST_TEST(header(fetch(page + "?run=1", {{"cookie", std::string(demo_visitors()[1].cookie)}}),
                    "Set-Cookie") == "(none)");
  for (const char* other : {"/", "/cases/middleware/fast", "/api/examples/middleware/", "/catalogue.json"})
    BOOST_TEST(header(fetch(other), "Set-Cookie") == "(none)", other);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_inside_is_for_the_log_and_not_for_visitors) {
  const auto check = [&](const Response& response, std::string_view sentence, std::string_view secret) {
    BOOST_TEST(response.status == 500);
    BOOST_TEST(contains(response.body, sentence), response.body);
    BOOST_TEST(!contains(response.body, secret), response.body);
    BOOST_TEST(header(response, "Cache-Control") == "no-store");
    BOOST_TEST(header(response, "Evidence") == "(none)");
  };
  // A database that refuses the query itself.
  io::Config elsewhere = config;
  elsewhere.database.name_prefix = "mysql";
  tests::TemporaryFolder folder;
  std::filesystem::copy("templates", folder.path() + "/templates", std::filesystem::copy_options::recursive);
  std::filesystem::remove(folder.path() + "/templates/page.mustache");
  io::Config broken = config;
  broken.templates_folder = folder.path() + "/templates";
  start(broken);
  for (const char* accept : {"text/html", "application/json"}) {
    const bool is_html = std::string_view(accept) == "text/html";
    const Response response = fetch("/cases/n-plus-one/fast", {{"accept", accept}});
    if (!is_html) continue;  // JSON needs no template
    check(response, "The application failed; its log has the reason", "no template");
    BOOST_TEST(!contains(response.body, "page.mustache"));
  }
}

BOOST_AUTO_TEST_CASE(pages_and_errors_say_how_they_vary_and_that_they_are_not_to_be_kept) {
  start(config);
  const auto check = [&](const char* target, const char* accept, int status, std::string_view type,
                         std::string_view vary) {
    const Response response = fetch(target, {{"accept", accept}});
    BOOST_TEST_CONTEXT(target << " as " << accept) {
      BOOST_TEST(response.status == status);
      BOOST_TEST(header(response, "Content-Type") == type);
      BOOST_TEST(header(response, "Vary") == vary);
      BOOST_TEST(header(response, "Cache-Control") == "no-store");
      BOOST_TEST(header(response, "X-Request-Id").starts_with("switches-"));
    }
  };
  constexpr const char *html = "text/html; charset=utf-8", *json = "application/json",
                       *problem = "application/problem+json";
  check("/", "*/*", 200, html, "Accept");
  check("/cases/n-plus-one/", "*/*", 200, html, "Accept");
  check("/cases/n-plus-one/?run=1&part=results", "*/*", 200, html, "Accept");
  check("/cases/n-plus-one/fast", "text/html", 200, html, "Accept");
  check("/cases/n-plus-one/fast", "application/json", 200, json, "Accept");
  check("/cases/n-plus-one/none", "text/html", 404, html, "Accept");
  check("/cases/n-plus-one/none", "application/json", 404, problem, "Accept");
  check("/evidence/none", "*/*", 404, problem, "Accept");
  check("/evidence/none", "text/html", 404, html, "Accept");
  check("/api/none", "*/*", 404, problem, "Accept");
  check("/none", "*/*", 404, html, "Accept");
  check("/catalogue.json", "*/*", 200, json, "(none)");
  check("/api/examples/", "*/*", 200, json, "(none)");
  check("/healthz", "*/*", 200, json, "(none)");
  check("/cases/serializer/fast", "*/*", 200, json, "(none)");
}

BOOST_AUTO_TEST_CASE(a_problem_names_its_request) {
  start(config);
  Request request = request_of("/none", {{"accept", "application/json"}});
  const Value document = io::from_json(app->handle(request).body).value();
  BOOST_TEST(io::to_json(document) == io::to_json(Value::object({{"type", "about:blank"},
                                                                 {"title", "Not Found"},
                                                                 {"status", 404},
                                                                 {"detail", "There is no page at /none"},
                                                                 {"request_id", request.id}})));
  request.headers = {{"accept", "text/html"}};
  BOOST_TEST(contains(app->handle(request).body, request.id));
  const Response refused = app->reject(request_of("/api/x"), 413, "the body is too large");
  BOOST_TEST(refused.status == 413);
  BOOST_TEST(header(refused, "X-Request-Id").starts_with("switches-"));
  BOOST_TEST(contains(refused.body, "\"detail\":\"The body is too large\""));
}

BOOST_AUTO_TEST_CASE(a_message_begins_with_a_capital_where_its_first_character_is_a_letter) {
  start(config);
  const auto shown = [&](const std::string& detail) {
    const Response refused = app->reject(request_of("/api/x"), 413, detail);
    return std::string(io::from_json(refused.body).value()["detail"].text_or(""));
  };
  for (char letter = 'a'; letter <= 'z'; ++letter)
    BOOST_TEST(shown(std::string(1, letter) + "b") ==
               std::string(1, static_cast<char>(std::toupper(letter))) + "b");
  for (const char* other : {"`b`", "{b}", "1b", "Bb", "äb", ""}) BOOST_TEST(shown(other) == other);
}

BOOST_AUTO_TEST_CASE(over_the_limit_of_slow_pages_the_next_gets_retry_after_and_is_counted) {
  config.max_slow_running = 2;
  start(config);
  const auto refused = [] {
    const std::string text = io::metrics_text();
    const std::size_t line = text.find("\ncaseload_slow_refused_total ");
    return line == std::string::npos ? 0 : std::stoi(text.substr(text.find(' ', line) + 1));
  };
  const int before = refused();
  const SlowSlot first(shared->slow_running, 2);
  BOOST_TEST(fetch("/cases/n-plus-one/slow?n=1").status == 200);
  const SlowSlot second(shared->slow_running, 2);
  const Response response = fetch("/cases/n-plus-one/slow?n=1");
  BOOST_TEST(response.status == 503);
  BOOST_TEST(header(response, "Retry-After") == "1");
  BOOST_TEST(contains(response.body, "the limit is 2"));
  BOOST_TEST(fetch("/cases/n-plus-one/fast?n=1").status == 200);
  BOOST_TEST(fetch("/cases/n-plus-one/").status == 200);
  BOOST_TEST(refused() == before + 1);
  BOOST_TEST(shared->slow_running == 2);
}

BOOST_AUTO_TEST_CASE(what_is_requested_runs_and_a_part_is_only_that_part) {
  start(config);
  const auto body_of = [&](const char* target) { return fetch(target).body; };
  const char* verdict = "data-verdict=";
  BOOST_TEST(contains(body_of("/cases/n-plus-one/?run=1"), verdict));
  BOOST_TEST(contains(body_of("/cases/n-plus-one/?run=1"), "</html>"));
  for (const char* other : {"/cases/n-plus-one/", "/cases/n-plus-one/?run=0", "/cases/n-plus-one/?run=2"})
    BOOST_TEST(!contains(body_of(other), verdict), other);
  BOOST_TEST(contains(body_of("/cases/n-plus-one/?run=1&part=results"), verdict));
  BOOST_TEST(!contains(body_of("/cases/n-plus-one/?run=1&part=results"), "</html>"));
  BOOST_TEST(contains(body_of("/cases/n-plus-one/?run=1&part=all"), "</html>"));
  // A claim about the page's own content is judged by that content.
  BOOST_TEST(!contains(body_of("/cases/n-plus-one/?run=1&n=40"), "claim-broken"));
}

BOOST_AUTO_TEST_CASE(commands_and_links_begin_with_the_configured_address_and_never_with_the_visitor_s) {
  const std::string run = "/cases/n-plus-one/?run=1&part=results";
  const std::vector<NameValue> forged_hosts = {{"host", "evil.example"},
                                               {"x-forwarded-host", "evil.example"}};
  config.base_url = "https://shop.example";
  start(config);
  const std::string page = fetch(run, forged_hosts).body;
  BOOST_TEST(contains(page, "&#39;https://shop.example/cases/n-plus-one/slow?"));
  BOOST_TEST(!contains(page, "evil"));
  config.base_url.clear();
  start(config);
  const std::string relative = fetch(run, forged_hosts).body;
  BOOST_TEST(contains(relative, "&#39;/cases/n-plus-one/slow?"));
  BOOST_TEST(!contains(relative, "evil"));
}

BOOST_AUTO_TEST_CASE(a_form_counts_like_the_query) {
  start(config);
  const std::vector<NameValue> form = {{"content-type", "Application/X-WWW-Form-Urlencoded ; charset=utf-8"}};
  const auto post = [&](std::string_view target, const std::vector<NameValue>& headers,
                        const std::string& body) {
    return fetch("POST " + std::string(target), headers, body);
  };
  const std::string page = "/cases/bulk-create/fast";
  BOOST_TEST(contains(post(page, form, "n=3").body, "3"));
  BOOST_TEST(post(page, form, "n=3").status == 200);
  BOOST_TEST(post(page, form, "n=0").status == 400);
  BOOST_TEST(post(page + "?n=3", form, "n=3").status == 400);  // given twice
  BOOST_TEST(post(page + "?n=3", form, "").status == 200);
  const Response bad = post(page, form, "n=%zz");
  BOOST_TEST(bad.status == 400);
  BOOST_TEST(contains(bad.body, "The form has &#39;%zz&#39;") + contains(bad.body, "The form has '%zz'") > 0,
             bad.body);
  BOOST_TEST(post(page, form, std::string("n=3%00")).status == 400);
  BOOST_TEST(post(page, form, std::string("n=%ff")).status == 400);
  BOOST_TEST(post(page, {{"content-type", "text/plain"}}, "n=3").status != 400);
  const Response parts = post(page, {{"content-type", "multipart/form-data; boundary=x"}}, "--x--");
  BOOST_TEST(parts.status == 415);
  BOOST_TEST(contains(parts.body, "Forms are read as application/x-www-form-urlencoded"), parts.body);
}

BOOST_AUTO_TEST_CASE(a_parameter_given_twice_is_refused_on_every_page) {
  start(config);
  for (const char* target : {"/cases/n-plus-one/fast?n=3&n=3", "/cases/n-plus-one/?run=1&run=0",
                             "/cached/response-cache/nginx?x=1&x", "/healthz?a&b=1&a=2",
                             "/api/examples/n-plus-one/?n=3&part=x&n=4", "/?=&="}) {
    const Response response = fetch(target);
    BOOST_TEST(response.status == 400, target);
    BOOST_TEST(contains(response.body, "is given more than once"), target);
    BOOST_TEST(header(response, "Cache-Control") == "no-store", target);
  }
  BOOST_TEST(fetch("/healthz?a=1&A=1").status == 200);
}

BOOST_AUTO_TEST_CASE(C25_a_page_that_is_not_there_replaces_the_one_that_nginx_cached) {
  start(config);
  const Response gone = fetch("/cached/response-cache/none");
  BOOST_TEST(gone.status == 404);
  // nginx 1.22 takes the first of these that it reads.
  BOOST_TEST(gone.headers.front().first == "X-Accel-Expires");
  BOOST_TEST(gone.headers.front().second == "@1");
  BOOST_TEST(header(fetch("/cases/none/"), "X-Accel-Expires") == "(none)");
  BOOST_TEST(header(fetch("/cached/response-cache/nginx?no-such=1"), "X-Accel-Expires") == "(none)");
}

BOOST_AUTO_TEST_CASE(a_redirect_or_a_refusal_replaces_the_page_that_nginx_cached) {
  NameValue lifetime;
  extension.routes = {{"/cached/now/:status", Methods::read, [&](Call& call) {
                         const int status = std::stoi(std::string(call.arguments[0]));
                         return Response{.status = status}.set(lifetime.first, lifetime.second);
                       }}};
  start(config);
  const auto expires = [&](const char* status, const char* name, const char* value) {
    lifetime = {name, value};
    return header(fetch(std::string("/cached/now/") + status), "X-Accel-Expires");
  };
  for (const char* status : {"301", "302", "303", "307", "308", "401", "403", "404", "410", "451"})
    BOOST_TEST(expires(status, "Cache-Control", "no-store") == "@1", status);
  for (const char* status : {"200", "400", "429", "500", "503"})
    BOOST_TEST(expires(status, "Cache-Control", "no-store") == "(none)", status);
  for (const char* lasting : {"public, max-age=60", "s-maxage=60,max-age=0"})
    BOOST_TEST(expires("301", "Cache-Control", lasting) == "(none)", lasting);
  for (const char* over :
       {"max-age=0", "max-age=60, s-maxage=0", "Private, max-age=60", "no-cache, max-age=60"})
    BOOST_TEST(expires("404", "Cache-Control", over) == "@1", over);
  BOOST_TEST(expires("301", "Expires", "Sat, 06 Nov 2094 08:49:37 GMT") == "(none)");
  for (const char* over : {"0", "Sun, 06 Nov 1994 08:49:37 GMT"})
    BOOST_TEST(expires("404", "Expires", over) == "@1", over);
}

BOOST_AUTO_TEST_CASE(error_pages_do_not_need_the_parts_that_pages_share) {
  const tests::TemporaryFolder folder;
  std::filesystem::copy(config.templates_folder, folder.path() + "/templates",
                        std::filesystem::copy_options::recursive);
  std::ofstream(folder.path() + "/templates/parts/head.mustache", std::ios::app)
      << "{{#title}}{{> parts/head}}{{/title}}";
  config.templates_folder = folder.path() + "/templates";
  start(config);
  const Response failed = fetch("/cases/n-plus-one/");
  BOOST_TEST(failed.status == 500);
  BOOST_TEST(contains(failed.body, "<h1>Internal Server Error</h1>"));
  BOOST_TEST(fetch("/cases/none/").status == 404);
}

BOOST_AUTO_TEST_CASE(C4_a_write_behind_a_proxy_is_accepted_by_the_configured_address) {
  config.base_url = "https://shop.example";
  start(config);
  const std::vector<NameValue> behind = {{"origin", "https://shop.example"},
                                         {"host", "backend.internal:8080"}};
  BOOST_TEST(fetch("POST /cases/bulk-create/fast?n=1", behind).status == 200);
  const Response refused = fetch("POST /cases/bulk-create/fast?n=1", {{"origin", "null"}});
  BOOST_TEST(refused.status == 403);
  BOOST_TEST(contains(refused.body, "Origin is null"));
}

BOOST_AUTO_TEST_CASE(another_site_can_not_make_a_page_write) {
  start(config);
  const std::vector<NameValue> cross = {{"sec-fetch-site", "cross-site"}};
  for (const char* target : {"POST /cases/bulk-create/fast", "POST /cases/bulk-create/",
                             "POST /cases/bulk-create/?run=1", "POST /api/examples/bulk-create/"}) {
    BOOST_TEST(fetch(target, cross).status == 403, target);
    BOOST_TEST(fetch(target, {{"sec-fetch-site", "same-origin"}}).status == 200, target);
  }
  BOOST_TEST(fetch("/cases/n-plus-one/fast", cross).status == 200);
  BOOST_TEST(contains(fetch("POST /cases/bulk-create/").body, "data-verdict="));  // sent by the form, it runs
}

BOOST_AUTO_TEST_CASE(a_page_takes_only_the_methods_that_it_names) {
  start(config);
  const auto check = [&](const char* target, const char* allowed) {
    const Response response = fetch(target);
    BOOST_TEST(response.status == 405, target);
    BOOST_TEST(header(response, "Allow") == allowed, target);
  };
  for (const char* target : {"POST /", "DELETE /", "POST /catalogue.json", "POST /healthz", "POST /metrics",
                             "POST /evidence/x", "POST /jobs/x1/1", "POST /cases/n-plus-one/",
                             "POST /cases/n-plus-one/fast", "POST /api/examples/n-plus-one/",
                             "PUT /cases/n-plus-one/?run=1", "POST /cases/middleware/fast/floor"})
    check(target, "GET, HEAD");
  for (const char* target : {"GET /cases/bulk-create/fast", "GET /cases/bulk-create/?run=1",
                             "HEAD /cases/bulk-create/fast", "GET /api/examples/bulk-create/"})
    check(target, "POST");
  check("DELETE /cases/bulk-create/", "GET, HEAD, POST");
  for (const char* target :
       {"HEAD /", "HEAD /cases/n-plus-one/fast", "HEAD /cases/bulk-create/", "GET /cases/bulk-create/"})
    BOOST_TEST(fetch(target).status == 200, target);
}

BOOST_AUTO_TEST_CASE(the_app_is_ready_without_its_cache_and_not_without_its_database) {
  const auto state = [&](int status) {
    const Response response = fetch("/readyz");
    BOOST_TEST(response.status == status);
    BOOST_TEST(fetch("/healthz").status == 200);
    return io::from_json(response.body).value();
  };
  start(config);
  BOOST_TEST(io::to_json(state(200)) == R"({"status":"ok","database":"ok","writes":"ok","cache":"ok"})");
  config.cache.servers = {"/nowhere/memcached.sock"};
  start(config);
  const Value without_cache = state(200);
  BOOST_TEST(without_cache["status"].text_or("") == "degraded");
  BOOST_TEST(without_cache["database"].text_or("") == "ok");
  BOOST_TEST(without_cache["cache"].text_or("ok") != "ok");
  config = stack_config();
  config.database.socket = "/nowhere/mariadb.sock";
  start(config);
  const Value without_database = state(503);
  BOOST_TEST(without_database["status"].text_or("") == "unavailable");
  BOOST_TEST(without_database["database"].text_or("ok") != "ok");
  BOOST_TEST(without_database["cache"].text_or("") == "ok");
  const Response page = fetch("/cases/n-plus-one/fast");
  BOOST_TEST(page.status == 503);
  BOOST_TEST(header(page, "Retry-After") == "2");
}

BOOST_AUTO_TEST_CASE(a_case_without_its_template_its_lesson_or_its_code_stops_the_start) {
  const auto refusal_without = [&](const std::string& file) {
    const tests::TemporaryFolder folder;
    std::filesystem::create_directories(folder.path() + "/fcgi-app");
    std::filesystem::copy("fcgi-app/cases", folder.path() + "/fcgi-app/cases",
                          std::filesystem::copy_options::recursive);
    std::filesystem::remove(folder.path() + "/fcgi-app/cases/raw_sql/" + file);
    io::Config incomplete = config;
    incomplete.source_folder = folder.path();
    try {
      start(incomplete);
    } catch (const ConfigError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  BOOST_TEST(refusal_without("page.mustache") ==
             "fcgi-app/cases/raw_sql/page.mustache is missing: the case raw-sql has no template");
  BOOST_TEST(refusal_without("lesson.md") ==
             "fcgi-app/cases/raw_sql/lesson.md is missing: the case raw-sql has no lesson");
  io::Config elsewhere = config;
  elsewhere.excerpts_file = "/nowhere/excerpts.json";
  BOOST_CHECK_EXCEPTION(start(elsewhere), ConfigError, [](const ConfigError& error) {
    return contains(error.what(), "can't read /nowhere/excerpts.json; app.excerpts_file");
  });
}

BOOST_AUTO_TEST_CASE(the_index_has_every_case_in_its_category_and_pages_lead_on_to_the_next) {
  start(config);
  const Value index = shared->case_pages.index_model();
  const auto& entries = shared->portfolio.entries();
  BOOST_TEST(index["count"].integer_or(0) == static_cast<std::int64_t>(entries.size()));
  std::size_t at = 0;
  std::set<std::string> titles;
  for (const Value& category : *index["categories"].items()) {
    BOOST_TEST(titles.emplace(category["title"].text_or("")).second);
    for (const Value& entry : *category["cases"].items()) {
      const auto& [the_case, lesson] = entries.at(at++);
      const Case& each = *the_case;
      BOOST_TEST(entry["slug"].text_or("") == each.slug);
      BOOST_TEST(entry["title"].text_or("") == lesson.title);
      const std::string page = " " + std::string(entry["page"].text_or("")) + " ";
      BOOST_TEST(page.ends_with(each.page.substr(each.page.rfind(' ')) + " "));
      BOOST_TEST(!contains(page, " n "));
      BOOST_TEST(entry["href"].text_or("") == "/cases/" + each.slug + "/");
      BOOST_TEST(category["title"].text_or("") == title_of(lesson.category));
      BOOST_TEST(entry["symptom"].text_or("").starts_with("<p>"));
      BOOST_TEST(entry["level"].text_or("") == title_of(lesson.level));
      BOOST_TEST(entry["minutes"].integer_or(0) == lesson.minutes);
      BOOST_REQUIRE(entry["variants"].items()->size() == each.variants.size());
      for (std::size_t i = 0; i < each.variants.size(); ++i) {
        const Value& variant = (*entry["variants"].items())[i];
        BOOST_TEST(variant["name"].text_or("") == each.variants[i].name);
        BOOST_TEST(variant["pace"].text_or("") == name_of(each.variants[i].pace));
        BOOST_TEST(*variant["is_slow"].boolean() == (each.variants[i].pace == Pace::slow));
      }
    }
  }
  BOOST_TEST(at == entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Case& each = *entries[i].the_case;
    const Value model = shared->case_pages.case_model(each, Knobs::parse(each.knobs, {}), std::nullopt);
    const auto address = [&](std::size_t place) { return "/cases/" + entries[place].the_case->slug + "/"; };
    BOOST_TEST(model["previous"]["href"].text_or("") == (i == 0 ? "" : address(i - 1)));
    BOOST_TEST(model["next"]["href"].text_or("") == (i + 1 == entries.size() ? "" : address(i + 1)));
    BOOST_TEST(model["results"].is_null());
    BOOST_TEST(model["path"].text_or("") == address(i));
    BOOST_TEST(model["api_path"].text_or("") == "/api/examples/" + each.slug + "/");
    BOOST_TEST(model["docs_href"].text_or("") == "/docs" + address(i));
    BOOST_TEST(*model["writes"].boolean() == each.writes());
    BOOST_REQUIRE(model["sources"].items()->size() == each.variants.size());
    for (const Value& source : *model["sources"].items()) {
      BOOST_TEST(source["file"].text_or("") == "fcgi-app/cases/" + each.stem + "/case.cpp");
      BOOST_TEST(source["first_line"].integer_or(0) > 1);
      BOOST_TEST(source["last_line"].integer_or(0) >= source["first_line"].integer_or(0));
    }
    BOOST_TEST(model["stacks"].items()->size() == all_stacks().size());
  }
}

BOOST_AUTO_TEST_CASE(knobs_are_shown_with_their_values_and_bounds) {
  start(config);
  const Case* found = find_case("n-plus-one");
  BOOST_REQUIRE(found != nullptr);
  const Knobs knobs = Knobs::parse(found->knobs, {{"n", "40"}, {"dataset", "x4"}});
  const Value model = shared->case_pages.case_model(*found, knobs, std::nullopt);
  std::size_t seen = 0;
  for (const Value& knob : *model["knobs"].items()) {
    if (knob["name"].text_or("") == "n") {
      ++seen;
      BOOST_TEST(knob["value"].text_or("") == "40");
      BOOST_TEST(knob["is_integer"]["minimum"].integer_or(0) == found->knobs[0].minimum);
      BOOST_TEST(knob["is_integer"]["maximum"].integer_or(0) == found->knobs[0].maximum);
    }
    if (knob["name"].text_or("") == "dataset") {
      ++seen;
      for (const Value& option : *knob["is_dataset"]["options"].items())
        BOOST_TEST(*option["selected"].boolean() == (option["value"].text_or("") == "x4"));
    }
  }
  BOOST_TEST(seen == 2U);
}

BOOST_AUTO_TEST_CASE(the_list_of_examples_says_how_each_is_requested) {
  start(config);
  const Value list = io::from_json(fetch("/api/examples/").body).value();
  const auto& entries = shared->portfolio.entries();
  BOOST_REQUIRE(list["examples"].items()->size() == entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Value& example = (*list["examples"].items())[i];
    const auto& [the_case, lesson] = entries[i];
    BOOST_TEST(example["slug"].text_or("") == the_case->slug);
    BOOST_TEST(example["title"].text_or("") == lesson.title);
    BOOST_TEST(example["path"].text_or("") == "/api/examples/" + the_case->slug + "/");
    BOOST_TEST(example["method"].text_or("") == (the_case->writes() ? "POST" : "GET"));
  }
}

BOOST_AUTO_TEST_CASE(a_folder_without_its_slash_leads_to_it) {
  start(config);
  for (const auto& [address, location] :
       {std::pair("/cases/n-plus-one", "./n-plus-one/"), std::pair("/api/examples", "./examples/"),
        std::pair("/cases", "./cases/"), std::pair("/cases/", "../")}) {
    const Response response = fetch(address);
    BOOST_TEST(response.status == 308, address);
    BOOST_TEST(header(response, "Location") == location, address);
    BOOST_TEST(header(response, "Cache-Control") == "no-store", address);
  }
  BOOST_TEST(fetch("/catalogue.json/").status == 404);
  BOOST_TEST(contains(fetch("/cases//").body, "There is no page at /cases//"));
  BOOST_TEST(fetch("/cases/n-plus-one/fast/").status == 404);
}

BOOST_AUTO_TEST_CASE(a_variant_is_at_its_own_address_only) {
  start(config);
  for (const Case& each : catalogue()) {
    for (const Variant& variant : each.variants) {
      const std::string other =
          (variant.cached_by_nginx ? "/cases/" : "/cached/") + each.slug + "/" + variant.name;
      const Response response = fetch(other);
      BOOST_TEST(response.status == 404, other);
      BOOST_TEST(contains(response.body, path_of(each, variant)), response.body);
    }
  }
}

// A queue of the tests' own, so that no worker takes what is in it.
struct QueueFixture : test::AppUnderTest {
  test::ScratchDatabase scratch;

  QueueFixture() {
    std::ifstream file("sql/jobs.sql");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::string end_of_table = "ENGINE = InnoDB;";
    for (const char* database : {"caseload_unit_x4", "caseload_unit_x1"}) {
      scratch.execute("USE " + std::string(database));
      for (const char* table :
           {"CREATE TABLE job (", "CREATE TABLE job_kind (", "CREATE TABLE job_removed ("}) {
        const std::size_t begin = text.find(table);
        scratch.execute(text.substr(begin, text.find(end_of_table, begin) + end_of_table.size() - 1 - begin));
      }
      scratch.execute("INSERT INTO job_removed (state) VALUES ('done'), ('failed')");
    }
    config.database.name_prefix = scratch.settings().name_prefix;
  }

  void add(int count, const std::string& columns, const std::string& values) {
    for (int i = 0; i < count; ++i)
      scratch.execute("INSERT INTO job (kind, arguments, " + columns + ") VALUES ('none', '{}', " + values +
                      ")");
  }
  Value job(int id) {
    return io::from_json(fetch("/jobs/x1/" + std::to_string(id), {{"accept", "application/json"}}).body)
        .value();
  }
  std::string page_of_job(int id) {
    return fetch("/jobs/x1/" + std::to_string(id), {{"accept", "text/html"}}).body;
  }
};

BOOST_FIXTURE_TEST_CASE(metrics_have_each_number_of_the_queue_under_its_own_name, QueueFixture) {
  add(3, "state, run_at", "'waiting', NOW(6) - INTERVAL 1000 SECOND");
  add(2, "state", "'running'");
  add(5, "state, attempts", "'done', 1");
  add(7, "state, attempts", "'failed', 3");
  scratch.execute("UPDATE job_removed SET jobs = 100, retries = 20 WHERE state = 'done'");
  start(config);
  const auto number = [](const std::string& metric, const std::string& dataset) {
    const std::string line = "\ncaseload_jobs_" + metric + "{dataset=\"" + dataset + "\"} ";
    const std::string text = io::metrics_text();
    const std::size_t at = text.find(line);
    return at == std::string::npos ? -1 : std::stoll(text.substr(at + line.size()));
  };
  fetch("/metrics");
  BOOST_TEST(number("waiting", "x1") == 3);
  BOOST_TEST(number("running", "x1") == 2);
  BOOST_TEST(number("done_total", "x1") == 105);
  BOOST_TEST(number("failed_total", "x1") == 7);
  BOOST_TEST(number("retried_total", "x1") == 34);
  BOOST_TEST(number("oldest_waiting_seconds", "x1") >= 1000);
  BOOST_TEST(number("without_worker", "x1") == 3);
  BOOST_TEST(number("waiting", "x4") == 0);
  BOOST_TEST(number("waiting", "x16") == -1);  // there is no such database
  config.database.socket = "/nowhere/mariadb.sock";
  start(config);
  BOOST_TEST(fetch("/metrics").status == 200);
  for (const char* metric :
       {"waiting", "running", "oldest_waiting_seconds", "done_total", "failed_total", "retried_total"})
    BOOST_TEST(number(metric, "x1") == -1, metric);
}

BOOST_FIXTURE_TEST_CASE(the_page_of_a_job_says_where_it_is, QueueFixture) {
  add(1, "priority", "0");                                                        // 1: the next
  add(1, "priority, max_attempts", "5, 9");                                       // 2: after it
  add(1, "attempts, failure, run_at", "2, 'no paper', NOW(6) + INTERVAL 1 DAY");  // 3: tried again
  add(1, "run_at", "NOW(6) + INTERVAL 1 DAY");                                    // 4: later
  add(1, "state, progress, attempts, started_at", "'running', 40, 1, '2026-01-02 03:04:05'");         // 5
  add(1, "state, progress, result, finished_at", "'done', 100, '{\"a\":1}', '2026-01-02 03:04:06'");  // 6
  add(1, "state, attempts, failure", "'failed', 5, 'no <paper>'");                                    // 7
  start(config);
  BOOST_TEST(job(1)["before"].integer_or(-1) == 0);
  BOOST_TEST(job(2)["before"].integer_or(-1) == 1);
  BOOST_TEST(job(5)["before"].is_null());
  BOOST_TEST(job(2)["max_attempts"].integer_or(0) == 9);
  BOOST_TEST(job(3)["attempts"].integer_or(0) == 2);
  BOOST_TEST(job(3)["failure"].text_or("") == "no paper");
  BOOST_TEST(job(3)["due_in_s"].integer_or(0) > 86'000);
  BOOST_TEST(job(1)["due_in_s"].integer_or(-1) == 0);
  BOOST_TEST(job(5)["progress"].integer_or(0) == 40);
  BOOST_TEST(job(5)["started_at"].text_or("") == "2026-01-02T03:04:05Z");
  BOOST_TEST(job(6)["finished_at"].text_or("") == "2026-01-02T03:04:06Z");
  BOOST_TEST(job(1)["started_at"].is_null());
  BOOST_TEST(io::to_json(job(6)["result"]) == R"({"a":1})");
  BOOST_TEST(job(1)["result"].is_null());
  BOOST_TEST(job(1)["kind"].text_or("") == "none");
  BOOST_TEST(job(1)["dataset"].text_or("") == "x1");
  BOOST_TEST(job(7)["id"].integer_or(0) == 7);
  const char* const states[] = {"waiting", "waiting", "waiting", "waiting", "running", "done", "failed"};
  for (int id = 1; id <= 7; ++id) {
    const std::string page = page_of_job(id);
    const std::string state = states[id - 1];
    BOOST_TEST(contains(page, "data-job=\"" + state + "\""), id);
    BOOST_TEST(contains(page, "job.js") == (state == "waiting" || state == "running"), id);
    BOOST_TEST(contains(page, "<b>Waiting.</b>") == (state == "waiting"), id);
    BOOST_TEST(contains(page, "<b>Running.</b> 40 % done") == (state == "running"), id);
    BOOST_TEST(contains(page, "<b>Done.</b>") == (state == "done"), id);
    BOOST_TEST(contains(page, "<b>Failed:</b> no &lt;paper&gt;") == (state == "failed"), id);
    BOOST_TEST(contains(page, "The next attempt starts in 8") == (id == 3), id);
    BOOST_TEST(contains(page, "It starts in 8") == (id == 4), id);
    BOOST_TEST(contains(page, "<dd>no paper</dd>") == (id == 3), id);
    BOOST_TEST(contains(page, "Jobs ahead of it: " + std::string(id == 2 ? "1" : "0")) == (id <= 2), id);
  }
  BOOST_TEST(fetch("/jobs/x4/1").status == 404);
  BOOST_TEST(fetch("/jobs/x1/0").status == 404);
}

BOOST_AUTO_TEST_CASE(a_row_that_the_database_refuses_is_named_by_its_place_in_the_batch) {
  start(config);
  const auto refusal_of = [&](const std::string& target, const std::string& body) {
    const Response response =
        fetch("POST " + target, {{"content-type", "application/json"}, {"accept", "application/json"}}, body);
    BOOST_TEST(response.status == 422, target);
    return std::string(io::from_json(response.body).value()["detail"].text_or(""));
  };
  const auto book = [](const std::string& price) {
    return R"({"title": "a", "author_id": 1, "publisher_id": 1, "year": 2024, "price": ")" + price + "\"}";
  };
  for (const char* variant : {"slow", "one-transaction", "fast"}) {
    const std::string target = "/cases/bulk-create/" + std::string(variant) + "?n=3";
    for (int bad = 0; bad < 3; ++bad) {
      std::string books;
      for (int at = 0; at < 3; ++at) books += (at > 0 ? ", " : "") + book(at == bad ? "a lot" : "1.00");
      const std::string detail = refusal_of(target, "{\"books\": [" + books + "]}");
      BOOST_TEST(detail.starts_with("Row " + std::to_string(bad + 1) + ", column price: "), detail);
      BOOST_TEST(!contains(detail, " at row "), detail);
      BOOST_TEST(detail.ends_with("; no row of this batch was stored"), detail);
    }
  }
  for (const char* variant : {"slow", "fast"}) {
    const std::string detail = refusal_of("/cases/bulk-update/" + std::string(variant) + "?n=2",
                                          R"({"prices": [{"price": "1.00"}, {"price": "a lot"}]})");
    BOOST_TEST(detail.starts_with("Row 2, column price: "), detail);
  }
}

BOOST_AUTO_TEST_CASE(rows_of_a_batch_are_read_and_refused_by_their_place) {
  BOOST_TEST(cents_of("12.50") == 1250);
  BOOST_TEST(cents_of("0.07") == 7);
  BOOST_TEST(price_of(1250) == "12.50");
  BOOST_TEST(price_of(7) == "0.07");
  BOOST_TEST(price_of(10) == "0.10");
  BOOST_TEST(price_of(100) == "1.00");
  const auto reason_of = [](const std::function<void()>& read) {
    try {
      read();
    } catch (const HttpError& error) {
      return std::to_string(error.status) + " " + error.what();
    }
    return std::string("none");
  };
  const Value entry = Value::object({{"title", "a"}, {"year", 7}});
  BOOST_TEST(text_in_row(entry, 0, "title") == "a");
  BOOST_TEST(integer_in_row(entry, 0, "year") == 7);
  BOOST_TEST(reason_of([&] { text_in_row(entry, 0, "year"); }) == "400 row 1, column year: must be a string");
  BOOST_TEST(reason_of([&] { integer_in_row(entry, 4, "title"); }) ==
             "400 row 5, column title: must be a whole number");
  BOOST_TEST(reason_of([&] { text_in_row(entry, 1, "none"); }) == "400 row 2, column none: is missing");
  const auto list = [&](const std::string& type, const std::string& body) {
    Request request;
    if (!type.empty()) request.headers = {{"content-type", type}};
    request.body = body;
    request.knobs = Knobs::parse({{.name = "n", .initial = 2, .minimum = 1, .maximum = 9}}, {});
    std::string found = "nothing";
    const std::string reason = reason_of([&] {
      if (const auto books = list_in_body(request, "books"))
        found = std::to_string(books->size()) + " entries";
    });
    return reason == "none" ? found : reason.substr(0, 3);
  };
  BOOST_TEST(list("application/json; charset=utf-8", R"({"books": [1, 2]})") == "2 entries");
  BOOST_TEST(list("Application/JSON", R"({"books": [1, 2]})") == "2 entries");
  BOOST_TEST(list("application/json", "") == "nothing");
  BOOST_TEST(list("", "") == "nothing");
  BOOST_TEST(list("application/x-www-form-urlencoded", "n=2") == "nothing");
  BOOST_TEST(list("", "x") == "415");
  BOOST_TEST(list("text/plain", "x") == "415");
  BOOST_TEST(list("application/json", "{") == "400");
  BOOST_TEST(list("application/json", R"({"books": 2})") == "400");
  BOOST_TEST(list("application/json", R"({"books": [1]})") == "400");
  BOOST_TEST(list("application/json", R"({"books": [1, 2, 3]})") == "400");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
