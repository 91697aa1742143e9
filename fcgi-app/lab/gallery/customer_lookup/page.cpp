#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Customer {
  std::int64_t id;
  std::string name, email, country;
  static constexpr auto columns =
      std::tuple(&Customer::id, &Customer::name, &Customer::email, &Customer::country);
};

constexpr std::string_view matching_customers =
    "SELECT c.id, c.name, c.email, country.code FROM "
    "(SELECT id, name, email, country_id FROM customer WHERE email LIKE ? ORDER BY id LIMIT 10) AS c "
    "JOIN country ON country.id = c.country_id ORDER BY c.id";

void check_typed(std::string_view typed) {
  if (!typed.empty() && (typed.size() < 3 || typed.size() > 60))
    throw BadRequest("the parameter q must have 3 to 60 characters");
}

// % and _ mean themselves.
std::string escaped(std::string_view typed) {
  std::string result;
  for (const char letter : typed) {
    if (letter == '%' || letter == '_' || letter == '\\') result += '\\';
    result += letter;
  }
  return result;
}

Response run(const Request& request, Services& services) {
  std::string_view typed = request.knobs.text("q");
  if (typed.empty()) typed = "2047@";
  const auto found = services.db.query<Customer>(matching_customers, "%" + escaped(typed) + "%");
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_list();
    for (const Customer& customer : found) {
      json.begin_object().key("value").number(customer.id);
      json.key("label").text(customer.name + " <" + customer.email + ">");
      json.key("country").text(customer.country).end_object();
    }
    json.end_list();
  });
  return response.set("Cache-Control", "private, max-age=10");
}

}  // namespace

GalleryPage customer_lookup() {
  return {
      .summary =
          "the back office's customer field: at most ten customers whose address contains what was "
          "typed",
      .why =
          "The pattern begins with a wildcard, so the index on the address can't be used and every "
          "customer is compared.",
      .knobs = {{.name = "q",
                 .type = KnobType::text,
                 .help = "part of an e-mail address",
                 .check_text = check_typed},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "leading-wildcard"}},
  };
}

}  // namespace caseload::gallery
