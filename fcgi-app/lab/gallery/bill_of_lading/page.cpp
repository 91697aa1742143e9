#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view bill_sql =
    "SELECT number, vessel, voyage, consignee, version FROM carrier_bill WHERE id = ?";
constexpr std::string_view cars_sql =
    "SELECT position, chassis, model, deck, kg, state FROM carrier_bill_car WHERE bill_id = ? "
    "ORDER BY position LIMIT ?";

struct Bill {
  std::string number, vessel, voyage, consignee;
  std::int64_t version;
  static constexpr auto columns =
      std::tuple(&Bill::number, &Bill::vessel, &Bill::voyage, &Bill::consignee, &Bill::version);
};
struct Car {
  std::int64_t position;
  std::string chassis, model;
  std::int64_t deck, kg;
  std::string state;
  static constexpr auto columns =
      std::tuple(&Car::position, &Car::chassis, &Car::model, &Car::deck, &Car::kg, &Car::state);
};

// The tag also names the request, so that the support team finds a document that a dealer complains about in
// the log.
Validators validators_of(const Bill& bill, const Request& request) {
  return {.etag = etag_of("v" + std::to_string(bill.version) + "-" + request.id, Format::json),
          .last_modified = std::nullopt};
}

Response for_dealers(Response response, const Validators& validators) {
  set_validators(response, validators);
  return std::move(response.set("Cache-Control", "private, no-cache"));
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("bill");
  const auto bill = services.db.query_one<Bill>(bill_sql, id);
  if (!bill) throw NotFound("there is no bill " + std::to_string(id));
  const Validators validators = validators_of(*bill, request);
  if (auto known = not_modified(request, validators, services.clock.now()))
    return for_dealers(*std::move(known), validators);

  const auto cars = services.db.query<Car>(cars_sql, id, request.knobs.n());
  std::int64_t kg = 0;
  for (const Car& each : cars) kg += each.kg;
  return for_dealers(data_page(services,
                               [&](std::string& body) {
                                 io::JsonWriter json(body);
                                 json.begin_object().key("bill").text(bill->number);
                                 json.key("vessel").text(bill->vessel).key("voyage").text(bill->voyage);
                                 json.key("consignee").text(bill->consignee).key("kg").number(kg);
                                 json.key("cars").begin_list();
                                 for (const Car& each : cars) {
                                   json.begin_object().key("position").number(each.position);
                                   json.key("chassis").text(each.chassis).key("model").text(each.model);
                                   json.key("deck").number(each.deck).key("kg").number(each.kg);
                                   json.key("state").text(each.state).end_object();
                                 }
                                 json.end_list().end_object();
                               }),
                     validators);
}

}  // namespace

GalleryPage bill_of_lading() {
  return {
      .summary =
          "a bill of lading for the cars on a ship, as JSON that dealers' programs ask for again and again",
      .why =
          "The response has a tag, and it is compared before the work. But the tag is made of the bill's "
          "version and the request's own id, so it is another one each time: no program that comes back ever "
          "gets a 304. The version alone would do.",
      .knobs = {items_knob("cars at most", 640),
                {.name = "bill", .help = "number of the bill", .initial = 9, .minimum = 1, .maximum = 40},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "conditional-request"}},
  };
}

}  // namespace caseload::gallery
