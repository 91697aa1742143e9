#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Address {
  std::int64_t customer_id;
  std::string email, confirmed_on, name;
  static constexpr auto columns =
      std::tuple(&Address::customer_id, &Address::email, &Address::confirmed_on, &Address::name);
};

// Readers type capitals where they like. The column email_key has the address in small letters.
constexpr std::string_view address_sql =
    "SELECT s.customer_id, s.email, s.confirmed_on, c.name FROM sign_in_address AS s "
    "STRAIGHT_JOIN customer AS c ON c.id = s.customer_id WHERE s.email_key = LOWER(?)";

void check_address(std::string_view address) {
  if (address.size() > 200 || (!address.empty() && address.find('@') == address.npos))
    throw BadRequest("the parameter email must be an address");
}

// "r...@example.com", so that nobody learns an address that they don't know.
std::string masked(std::string_view email) {
  return std::string(email.substr(0, 1)) + "..." + std::string(email.substr(email.find('@')));
}

Response show(const Request& request, Services& services) {
  std::string typed(request.knobs.text("email"));
  if (typed.empty()) typed = "READER220@example.com";
  const auto address = services.db.query_one<Address>(address_sql, typed);
  Value model = Value::object({{"typed", typed}});
  if (address) {
    model.set("masked", masked(address->email));
    model.set("confirmed_on", address->confirmed_on);
    model.set("initial", address->name.substr(0, address->name.find(' ')));
  }
  return services.page(std::move(model)).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage sign_in_help() {
  return {
      .summary = "help with signing in: finds an account by its address, however it is spelt",
      .why =
          "The comparison ignores capitals, but LOWER is applied to what was typed. The small letters of the "
          "stored addresses are a generated column with an index.",
      .knobs = {{.name = "email",
                 .type = KnobType::text,
                 .help = "the address that was typed",
                 .check_text = check_address},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
