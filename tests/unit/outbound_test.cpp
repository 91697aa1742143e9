// What a request records of its calls to the partner services of the running stack.
#include "io/http/outbound.hpp"

#include <boost/test/unit_test.hpp>

#include "io/metrics/metrics.hpp"
#include "shop/partner_calls.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/stack.hpp"

namespace caseload {
namespace {

const std::string sku = "NB-0025-03";

struct Calls {
  SystemClock clock;
  Request request{.target = "/cases/x/slow?dataset=x1"};
  io::HttpClient client{test::partner_settings()};
  Trace trace{clock, true};
  Outbound partners{client, trace, request};

  std::int64_t count(Key key) {
    trace.measure();
    return trace.evidence().get(key).value();
  }
};

io::HttpCall stock() {
  return partners::stock_of(Dataset::x1, {&sku, 1});
}
io::HttpCall price() {
  return partners::price_of(Dataset::x1, sku);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(outbound, Calls)

BOOST_AUTO_TEST_CASE(calls_one_after_the_other_are_as_many_waits) {
  BOOST_TEST(partners.send(stock()).is_success());
  BOOST_TEST(partners.send(price()).is_success());
  BOOST_TEST(count(Key::calls) == 2);
  BOOST_TEST(count(Key::calls_overlapping) == 0);
  BOOST_TEST(count(Key::call_waits) == 2);
  BOOST_TEST(count(Key::calls_bytes) > 0);
  BOOST_TEST(trace.server_timing().find("calls;dur=") != std::string::npos, trace.server_timing());
}

BOOST_AUTO_TEST_CASE(calls_together_overlap) {
  const std::vector<io::HttpCall> both{stock(), price()};
  const auto replies = partners.send_all(both);
  BOOST_TEST(replies[1].body.find("price") != std::string::npos);
  BOOST_TEST(count(Key::calls) == 2);
  BOOST_TEST(count(Key::calls_overlapping) == 2);
  BOOST_TEST(count(Key::call_waits) == 1);
}

BOOST_AUTO_TEST_CASE(a_call_that_sends_what_an_earlier_response_said_is_known_as_such) {
  const auto cheap = partners::document_in(partners.send(price()));
  partners.send(stock());  // the SKU came with the response, but was sent before
  partners.send(partners::price_of(Dataset::x1, std::string((*cheap)["price"].text_or(""))));
  partners.end_probe();
  const Value document = trace.document();
  std::string uses;
  for (const Value& call : *document["calls"].items())
    uses += *call["uses_earlier"].boolean() ? "yes " : "no ";
  BOOST_TEST(uses == "no no yes ");
}

BOOST_AUTO_TEST_CASE(what_is_sent_together_cannot_depend_on_each_other) {
  const auto known = partners::document_in(partners.send(stock()));
  const std::vector<io::HttpCall> both{price(), partners::price_of(Dataset::x1, "other")};
  partners.send_all(both);
  partners.end_probe();
  for (const OutboundCall& call : trace.calls()) BOOST_TEST(!*call.uses_earlier);
}

BOOST_AUTO_TEST_CASE(without_a_probe_nothing_is_said_of_values) {
  Trace plain(clock, false);
  Outbound unprobed(client, plain, request);
  unprobed.send(stock());
  BOOST_TEST(!plain.calls().front().uses_earlier);
}

BOOST_AUTO_TEST_CASE(a_call_that_fails_is_recorded_and_counted) {
  io::HttpClient nobody({.address = "/nowhere/partners.sock"});
  Outbound lost(nobody, trace, request);
  BOOST_TEST(name_of(lost.send(stock()).failure) == "unreachable");
  BOOST_TEST(count(Key::calls) == 1);
  BOOST_TEST(trace.calls().front().failure == "unreachable");
  BOOST_TEST(io::metrics_text().find("caseload_outbound_calls_total{failure=\"unreachable\"}") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_deadline_begins_with_the_first_call_of_the_request) {
  io::HttpSettings settings = test::partner_settings();
  settings.deadline_ms = 1;
  io::HttpClient hasty(settings);
  Outbound short_of_time(hasty, trace, request);
  BOOST_TEST(test::becomes_true([&] { return name_of(short_of_time.send(stock()).failure) == "deadline"; }));
  BOOST_TEST(trace.calls().back().status == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
