// The app's pages of test mode (app.test_mode): what a detector and tests need beside the portfolio.
#include <chrono>
#include <thread>

#include "app/app.hpp"
#include "app/responses.hpp"
#include "core/errors.hpp"
#include "lab/hard_negatives.hpp"
#include "lab/intervention.hpp"
#include "shop/shop_writes.hpp"

namespace caseload {

Response App::blind_page(Request& request, const Arguments& arguments) {
  const BlindPage* page = shared_.blind_pages.find(arguments[0]);
  if (page == nullptr || page->address() != request.path)
    throw NotFound("there is no page at " + request.path);
  return serve(request, *page->the_case, *page->variant, Delay::as_told);
}

Response App::blind_list(Request&, const Arguments&) {
  return json_answer(shared_.blind_pages.document());
}

Response App::blind_truth(Request&, const Arguments&) {
  return json_answer(shared_.blind_pages.truth());
}

Response App::trivial(Request&, const Arguments&) {
  Trace trace(shared_.clock, false);
  Response response = html_answer("<!doctype html><title>Trivial</title><p>Nothing.</p>\n");
  trace.count_bytes(static_cast<std::int64_t>(response.body.size()));
  trace.measure();
  return response.set("Evidence", trace.evidence_header()).set("Server-Timing", trace.server_timing());
}

Response App::write(Request& request, const Arguments&) {
  check_method(request, Takes::writing);
  const std::string kind = take_parameter(request, "kind");
  request.knobs = Knobs::parse({dataset_knob()}, request.query);
  Trace trace(shared_.clock, false);
  Database db(owners_.connections, trace, request.knobs.dataset());
  Cache cache(owners_.memcached, trace);
  CachedTexts texts(cache, owners_.rebuilds, owners_.clock);
  if (kind == "relevant") {
    place_order(db, texts);
    write_review(db, texts);
    note_write(request, cache);
  } else if (kind == "irrelevant") {
    touch_unshown_row(db);
  } else if (kind == "undo") {
    forget_orders(db, texts);
    forget_reviews(db, texts);
  } else {
    throw BadRequest("kind must be relevant, irrelevant or undo; got '" + kind + "'");
  }
  Response response{.status = 204};
  return response.set("Cache-Control", "no-store");
}

Response App::sink_delay(Request& request, const Arguments&) {
  check_method(request, Takes::writing);
  const Knobs given = Knobs::parse(
      {{.name = "ms", .initial = 0, .minimum = 0, .maximum = most_sink_delay_ms}}, request.query);
  set_sink_delay(owners_.memcached, static_cast<int>(given.integer("ms")));
  Response response{.status = 204};
  return response.set("Cache-Control", "no-store");
}

// Ten parts with a pause between them, for tests of what stands between the app and its client.
Response App::parts(Request&, const Arguments&) {
  Response response;
  response.set("Content-Type", "text/plain; charset=utf-8")
      .set("Cache-Control", "public, max-age=60")
      .set("X-Accel-Buffering", "no");
  response.producer = [](Sink& sink) {
    for (int part = 1; part <= 10; ++part) {
      sink.write("part " + std::to_string(part) + "\n");
      sink.flush();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  };
  return response;
}

// A page with both validators, long enough to be compressed: what tests/conformance/matrix.py asks about.
Response App::tagged_page(Request& request, const Arguments&) {
  Response response;
  for (int line = 0; line < 100; ++line) response.body += "A line like all the others.\n";
  return response.set("Content-Type", "text/plain")
      .set("Cache-Control", "public, max-age=60")
      .set("Expires", "Thu, 31 Dec 2099 23:59:59 GMT")
      .set("Vary", "Accept")
      .set("Content-Location", request.path)
      .set("ETag", "\"tagged\"")
      .set("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
}

Response App::cache_test(Request& request, const Arguments& arguments) {
  return shared_.cache_test_origin.answer(request, arguments[0], arguments[1], shared_.clock);
}

Response App::intervention(Request& request, const Arguments& arguments) {
  check_method(request, Takes::writing);
  const Case& the_case = case_named(arguments[0]);
  const Intervention* found = the_case.intervention(arguments[1]);
  if (found == nullptr || (arguments[2] != "apply" && arguments[2] != "undo"))
    throw NotFound("the case " + the_case.slug + " has no intervention at " + request.path);
  request.knobs = Knobs::parse(the_case.knobs, request.query);
  Trace trace(shared_.clock, false);
  Database db(owners_.connections, trace, request.knobs.dataset());
  return json_answer(
      intervene(db, shared_.clock, *found, arguments[2] == "apply" ? Step::apply : Step::undo));
}

}  // namespace caseload
