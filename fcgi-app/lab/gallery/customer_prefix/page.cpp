#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using orm::Customer;

constexpr std::int64_t max_hits = 20;

void check_start(std::string_view text) {
  if (!text.empty() && (trimmed(text).size() < 3 || text.size() > 60))
    throw BadRequest("the parameter q must have 3 to 60 characters");
}

// Addresses are stored in lower case, so what was typed is converted and not the column.
std::string start_of(const Request& request) {
  const std::string_view typed = trimmed(request.knobs.text("q"));
  return typed.empty() ? "reader24" : lower_case(typed);
}

Response run(const Request& request, Services& services) {
  const std::string start = start_of(request);
  orm::Session session(services.db);
  const auto customers = session.query<Customer>()
                             .starts_with(&Customer::email, start)
                             .only(&Customer::name, &Customer::email)
                             .order_by(&Customer::email)
                             .limit(max_hits + 1)
                             .all();
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("start").text(start).key("hits").begin_list();
    std::int64_t hits = 0;
    for (const Customer& customer : customers) {
      if (++hits > max_hits) break;
      json.begin_object().key("id").number(customer.id()).key("name").text(customer.name());
      json.key("email").text(customer.email()).end_object();
    }
    json.end_list().key("more").boolean(hits > max_hits).end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage customer_prefix() {
  return {
      .summary = "the service desk's search: customers whose address starts with what was typed",
      .why =
          "The pattern has its wildcard only at the end, and what was typed is put into lower case instead "
          "of the column, so the index on the address finds the hits in order.",
      .knobs = {{.name = "q",
                 .type = KnobType::text,
                 .help = "the beginning of an e-mail address",
                 .check_text = check_start},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
