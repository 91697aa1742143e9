#include "io/cache/cached_response.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "core/errors.hpp"
#include "tests/unit/cached_text_store.hpp"

namespace {

using caseload::cached_response;
using caseload::CachedText;
using caseload::NotFound;
using caseload::Response;
using caseload::test::front;
using caseload::test::Store;
using caseload::test::TextVisit;

Response page(std::string body) {
  Response made{.body = std::move(body)};
  made.set("Content-Type", "text/html").set("X-Note", "a: b").set("X-Empty", "");
  return made;
}
Response redirect() {
  return Response{.status = 302}.set("Location", "/elsewhere");
}
Response failed() {
  return Response{.status = 500, .body = "an error"};
}
Response not_there() {
  throw NotFound("it was deleted");
}

// One visit, and what its page would be if it had to be built.
Response visit(Store& store, const std::function<Response()>& build, const CachedText& cached = front) {
  TextVisit one(store);
  return cached_response(one.texts, cached, build);
}

BOOST_AUTO_TEST_SUITE(cached_response_page)

BOOST_AUTO_TEST_CASE(a_page_comes_from_the_cache_with_its_headers_byte_for_byte) {
  Store store;
  for (const std::string body : {"", "\n\n", "a: b\n\nc\n", "<p>\xf0\x9f\x98\x80"}) {
    TextVisit(store).texts.drop("book");
    const Response built = visit(store, [&] { return page(body); });
    const Response kept = visit(store, redirect);
    for (const Response& each : {built, kept}) {
      BOOST_TEST(each.status == 200);
      BOOST_TEST(each.body == body);
      BOOST_TEST((each.headers == page("").headers));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_redirect_or_an_error_is_sent_to_its_visitor_and_not_stored) {
  Store store;
  const Response moved = visit(store, redirect);
  BOOST_TEST(moved.status == 302);
  BOOST_TEST(*moved.header("Location") == "/elsewhere");
  BOOST_TEST(visit(store, failed).status == 500);
  BOOST_CHECK_THROW(visit(store, not_there), NotFound);
  BOOST_TEST(visit(store, [] { return page("a page"); }).body == "a page");
  BOOST_TEST(visit(store, redirect).body == "a page");
}

BOOST_AUTO_TEST_CASE(
    a_page_that_became_a_redirect_or_an_error_is_sent_until_its_lifetime_ends_or_it_is_dropped) {
  for (const bool by_lifetime : {true, false}) {
    Store store;
    visit(store, [] { return page("old"); });
    BOOST_TEST(visit(store, redirect).body == "old");
    if (by_lifetime) {
      store.clock.seconds_ahead = 61;
    } else {
      TextVisit(store).texts.drop("order");
    }
    for (int each = 0; each < 2; ++each) BOOST_TEST(visit(store, redirect).status == 302);
    BOOST_TEST(visit(store, failed).status == 500);
    BOOST_CHECK_THROW(visit(store, not_there), NotFound);
    BOOST_TEST(visit(store, [] { return page("new"); }).body == "new");
  }
}

// Where an old page may be sent during a rebuild, it is sent then and at no other time.
BOOST_AUTO_TEST_CASE(whoever_comes_during_a_rebuild_that_fails_gets_the_old_page_if_that_is_allowed) {
  Store store;
  CachedText with_grace = front;
  with_grace.stale_s = 30;
  visit(
      store, [] { return page("old"); }, with_grace);
  store.clock.seconds_ahead = 61;
  const Response moved = visit(
      store,
      [&] {
        BOOST_TEST(visit(store, failed, with_grace).body == "old");
        return redirect();
      },
      with_grace);
  BOOST_TEST(moved.status == 302);
  BOOST_TEST(visit(store, redirect, with_grace).status == 302);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
