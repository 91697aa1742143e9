#include "lab/lab.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "app/app.hpp"
#include "app/responses.hpp"
#include "app/variant_page.hpp"
#include "core/errors.hpp"
#include "lab/blind_pages.hpp"
#include "lab/cache_test_origin.hpp"
#include "lab/delivery_delay.hpp"
#include "lab/gallery_page.hpp"
#include "lab/hard_negatives.hpp"
#include "lab/intervention.hpp"
#include "shop/shop_writes.hpp"

namespace caseload {

namespace {

Response blind_page(Call& call, const BlindPages& pages) {
  const BlindPage* page = pages.find(call.arguments[0]);
  if (page == nullptr || page->address() != call.request.path)
    throw NotFound("there is no page at " + call.request.path);
  return serve_variant(call, *page->the_case, *page->variant,
                       {.before_delivery = wait_for_delivery, .edit_trace = hide_identity});
}

Response trivial(Call& call) {
  Trace trace(call.shared.clock, false);
  Response response = html_response("<!doctype html><title>Trivial</title><p>Nothing.</p>\n");
  trace.count_bytes(static_cast<std::int64_t>(response.body.size()));
  trace.measure();
  response.set("Evidence", trace.evidence_header()).set("Server-Timing", trace.server_timing());
  return response;
}

Response write(Call& call) {
  const std::string kind = take_parameter(call.request, "kind");
  call.request.knobs = Knobs::parse({dataset_knob()}, call.request.query);
  Trace trace(call.shared.clock, false);
  Database db(call.owners.connections, trace, call.request.knobs.dataset());
  Cache cache(call.owners.memcached, trace);
  CachedTexts texts(cache, call.owners.rebuilds, call.owners.clock);
  if (kind == "relevant") {
    place_order(db, texts);
    write_review(db, texts);
    note_write(call.request, cache);
  } else if (kind == "irrelevant") {
    touch_unshown_row(db);
  } else if (kind == "undo") {
    forget_orders(db, texts);
    forget_reviews(db, texts);
  } else {
    throw BadRequest("the parameter kind must be relevant, irrelevant or undo; got '" + kind + "'");
  }
  Response response{.status = 204};
  return response.set("Cache-Control", "no-store");
}

Response delivery_delay(Call& call) {
  const Knobs given = Knobs::parse(
      {{.name = "ms", .initial = 0, .minimum = 0, .maximum = max_delivery_delay_ms}}, call.request.query);
  set_delivery_delay(call.owners.memcached, static_cast<int>(given.integer("ms")));
  Response response{.status = 204};
  return response.set("Cache-Control", "no-store");
}

// Sends ten parts with a pause in between, for tests of whatever is between the app and its client.
Response parts(Call&) {
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

// A page with both validators, long enough to be compressed; tests/conformance/matrix.py requests it.
Response tagged_page(Call& call) {
  Response response;
  for (int line = 0; line < 100; ++line) response.body += "A line like all the others.\n";
  return response.set("Content-Type", "text/plain")
      .set("Cache-Control", "public, max-age=60")
      .set("Expires", "Thu, 31 Dec 2099 23:59:59 GMT")
      .set("Vary", "Accept")
      .set("Content-Location", call.request.path)
      .set("ETag", "\"tagged\"")
      .set("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
}

Response intervention(Call& call) {
  const Case& the_case = case_named(call.arguments[0]);
  const Intervention* found = the_case.intervention(call.arguments[1]);
  if (found == nullptr || (call.arguments[2] != "apply" && call.arguments[2] != "undo"))
    throw NotFound("the case " + the_case.slug + " has no intervention at " + call.request.path);
  call.request.knobs = Knobs::parse(the_case.knobs, call.request.query);
  Trace trace(call.shared.clock, false);
  Database db(call.owners.connections, trace, call.request.knobs.dataset());
  return json_response(
      intervene(db, call.shared.clock, *found, call.arguments[2] == "apply" ? Step::apply : Step::undo));
}

std::vector<Route> lab_routes() {
  const auto blind = std::make_shared<const BlindPages>();
  const auto origin = std::make_shared<CacheTestOrigin>();
  const auto serve_blind = [blind](Call& call) { return blind_page(call, *blind); };
  const auto cache_test = [origin](Call& call) {
    return origin->respond(call.request, std::string(call.arguments[0]), std::string(call.arguments[1]),
                           call.shared.clock);
  };
  return {
      {"/b/:opaque", Methods::by_case, serve_blind},
      {"/cached/b/:opaque", Methods::by_case, serve_blind},
      {"/test/blind.json", Methods::read, [blind](Call&) { return json_response(blind->document()); }},
      {"/test/truth.json", Methods::read, [blind](Call&) { return json_response(blind->truth()); }},
      {"/test/trivial", Methods::read, trivial},
      {"/test/write", Methods::write, write},
      {"/test/sink-delay", Methods::write, delivery_delay},
      {"/test/parts", Methods::read, parts},
      {"/cached/test/parts", Methods::read, parts},
      {"/cases/:slug/interventions/:name/:step", Methods::write, intervention},
      {"/test/tagged-page", Methods::read, tagged_page},
      {"/cached/tagged-page", Methods::read, tagged_page},
      {"/cached/test/:part/:id", Methods::every, cache_test},
      {"/cached/test/:part/:id/:file", Methods::every, cache_test},
  };
}

}  // namespace

Extension lab(const io::Config& config) {
  Extension extension{.routes = lab_routes(), .templates = {}};
  for (const GalleryFile& file : gallery_files()) {
    extension.templates.push_back({.path = config.source_folder + "/fcgi-app/lab/gallery/" + file.stem,
                                   .prefix = "gallery/" + std::string(file.stem) + "/"});
  }
  return extension;
}

}  // namespace caseload
