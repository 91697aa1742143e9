#include <array>
#include <unordered_map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "orm/models.hpp"
#include "orm/session.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::array<std::string_view, 5> permissions{"products.read", "stock.read", "reviews.write",
                                                      "wishlist.write", "orders.refund"};

// Customers are listed in the order of their ids, so a range of ids covers those that come next.
constexpr std::int64_t block_size = 64;
constexpr std::string_view permissions_in_block =
    "SELECT customer_id, permission FROM customer_permission WHERE customer_id BETWEEN ? AND ?";

struct Grant {
  std::int64_t customer_id;
  std::string permission;
  static constexpr auto columns = std::tuple(&Grant::customer_id, &Grant::permission);
};

class Matrix {
 public:
  explicit Matrix(Database& db) : db_(db) {}

  bool has(std::int64_t customer, std::size_t permission) {
    if (customer > loaded_to_) load_from(customer);
    const auto found = masks_.find(customer);
    return found != masks_.end() && (found->second >> permission & 1U) != 0;
  }

 private:
  void load_from(std::int64_t customer) {
    loaded_to_ = customer + block_size - 1;
    for (const Grant& grant : db_.query<Grant>(permissions_in_block, customer, loaded_to_)) {
      for (std::size_t i = 0; i < permissions.size(); ++i)
        if (permissions[i] == grant.permission) masks_[grant.customer_id] |= 1U << i;
    }
  }

  Database& db_;
  std::int64_t loaded_to_ = 0;
  std::unordered_map<std::int64_t, unsigned> masks_;
};

Response show(const Request& request, Services& services) {
  orm::Session session(services.db);
  Matrix matrix(services.db);
  const auto customers = session.query<orm::Customer>()
                             .only(&orm::Customer::name)
                             .only(&orm::Customer::country, &orm::Country::name)
                             .order_by(&orm::Customer::id)
                             .limit(request.knobs.n())
                             .all();
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("customers").begin_list();
    for (const orm::Customer& customer : customers) {
      json.begin_object().key("id").number(customer.id()).key("name").text(customer.name());
      json.key("country").text(customer.country().name());
      for (std::size_t i = 0; i < permissions.size(); ++i)
        json.key(permissions[i]).boolean(matrix.has(customer.id(), i));
      json.end_object();
    }
    json.end_list().end_object();
  });
  return response.set("Cache-Control", "private");
}

}  // namespace

GalleryPage permissions_matrix() {
  return {
      .summary = "which of n customers may do what, as JSON for the administration",
      .why =
          "Each of the five cells of a row asks for a permission inside the serializer, but they are loaded "
          "for "
          "64 customers at a time.",
      .knobs = {items_knob("customers in the matrix"), dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
