#include <array>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view call_sql =
    "SELECT c.registration, c.airport, k.code, c.part, p.sku, c.grounded_at FROM aog_call AS c "
    "JOIN country AS k ON k.id = c.country_id JOIN indexed_product AS p ON p.id = c.product_id WHERE c.id = "
    "?";
constexpr std::string_view notes_sql =
    "SELECT DATE_FORMAT(noted_at, '%H:%i'), author, text FROM aog_note WHERE call_id = ? ORDER BY noted_at, "
    "id";

struct Grounding {
  std::string registration, airport, country, part, sku, grounded_at;
  static constexpr auto columns =
      std::tuple(&Grounding::registration, &Grounding::airport, &Grounding::country, &Grounding::part,
                 &Grounding::sku, &Grounding::grounded_at);
};
struct Note {
  std::string time, author, text;
  static constexpr auto columns = std::tuple(&Note::time, &Note::author, &Note::text);
};

std::string pieces(const Grounding& grounding, Services& services) {
  const auto reply = partners::document_in(
      services.partners.send(partners::stock_of(services.db.dataset(), {&grounding.sku, 1})));
  const Value::List* items = reply ? (*reply)["items"].items() : nullptr;
  if (items == nullptr || items->empty()) return "ask the depot by phone";
  const std::int64_t stock = items->front()["stock"].integer_or(0);
  return stock == 0 ? "none left" : std::to_string(stock) + " on the shelf";
}

std::string price(const Grounding& grounding, Services& services) {
  const auto reply =
      partners::document_in(services.partners.send(partners::price_of(services.db.dataset(), grounding.sku)));
  if (!reply) return "on request";
  return std::string((*reply)["price"].text_or("")) + " " + std::string((*reply)["currency"].text_or(""));
}

std::string courier(const Grounding& grounding, Services& services) {
  const auto reply = partners::document_in(
      services.partners.send(partners::delivery_of(services.db.dataset(), grounding.sku, grounding.country)));
  if (!reply) return "no courier";
  return "in " + std::to_string((*reply)["days"].integer_or(0)) + " days for " +
         std::string((*reply)["price"].text_or(""));
}

// The list on the clipboard of the duty engineer. Every point is written down, whatever the others say.
struct Check {
  std::string_view title;
  std::string (*answer)(const Grounding&, Services&);
};
constexpr std::array<Check, 3> checks{
    {{"Is there one?", pieces}, {"What does it cost?", price}, {"When can it be there?", courier}}};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("call");
  const auto grounding = services.db.query_one<Grounding>(call_sql, id);
  if (!grounding) throw NotFound("there is no call " + std::to_string(id));
  Rows answers({"title", "answer"});
  for (const Check& each : checks) answers.add(each.title, each.answer(*grounding, services));
  const auto notes = services.db.query<Note>(notes_sql, id);
  Rows log({"time", "author", "text"});
  for (const Note& each : notes) log.add(each.time, each.author, each.text);
  return services
      .page(Value::object({{"registration", grounding->registration},
                           {"airport", grounding->airport},
                           {"part", grounding->part},
                           {"since", grounding->grounded_at},
                           {"checks", std::move(answers)},
                           {"notes", std::move(log)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage grounded_aircraft() {
  return {
      .summary =
          "an aircraft is grounded for want of a part: stock, price and courier, and the log of the call",
      .why =
          "The checks are functions in a table, and a loop runs one after the other. Each of them waits for "
          "another service, and none needs what another has found, so the three calls could be sent "
          "together.",
      .knobs = {{.name = "call", .help = "number of the call", .initial = 88, .minimum = 1, .maximum = 1'000},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "sequential-calls"}},
  };
}

}  // namespace caseload::gallery
