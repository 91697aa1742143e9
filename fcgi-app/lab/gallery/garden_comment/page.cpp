#include <algorithm>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t max_bytes = 1'000;
constexpr std::int64_t comments_kept = 1'000;

constexpr std::string_view add_sql =
    "INSERT INTO garden_comment (plot_id, customer_id, body) VALUES (?, ?, ?)";
constexpr std::string_view remove_sql = "DELETE FROM garden_comment WHERE id = ?";
constexpr std::string_view plot_sql = "SELECT gardener, plant, rules FROM garden_plot WHERE id = ?";
constexpr std::string_view permissions_sql =
    "SELECT permission FROM customer_permission WHERE customer_id = ? ORDER BY permission";

struct Plot {
  std::string gardener, plant, rules;
  static constexpr auto columns = std::tuple(&Plot::gardener, &Plot::plant, &Plot::rules);
};

struct Permission {
  std::string name;
  static constexpr auto columns = std::tuple(&Permission::name);
};

// Permissions are in the directory. Each request connects to it, reads them and disconnects.
bool may_write_reviews(Connector& connector, const std::optional<Visitor>& visitor) {
  const auto permissions = connector.opened().query<Permission>(permissions_sql, visitor ? visitor->id : 0);
  return std::ranges::find(permissions, "reviews.write", &Permission::name) != permissions.end();
}

Response comment(const Request& request, Services& services) {
  if (request.body.size() > max_bytes)
    throw BadRequest("a comment has at most " + std::to_string(max_bytes) + " bytes");
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("plot");
  const auto visitor = visitor_of(request, db);
  const bool is_trusted = may_write_reviews(services.connector, visitor);
  const auto plot = db.query_one<Plot>(plot_sql, id);
  if (!plot) throw NotFound("there is no plot " + std::to_string(id));
  const std::optional<std::int64_t> customer = visitor ? std::optional(visitor->id) : std::nullopt;
  db.transaction([&] {
    db.execute(add_sql, id, customer, request.body);
    db.execute(remove_sql, db.last_insert_id() - comments_kept);
  });
  return services
      .page(Value::object({{"gardener", plot->gardener},
                           {"plant", plot->plant},
                           {"rules", plot->rules},
                           {"is_shown_at_once", is_trusted}}))
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Accept, Cookie");
}

}  // namespace

GalleryPage garden_comment() {
  return {
      .summary = "a comment on a plot of the community garden",
      .why =
          "The visitor's permissions are one small query, but each comment opens a connection for it and "
          "closes it afterwards. The comment itself is written over the kept connection.",
      .knobs = {{.name = "plot", .help = "number of the plot", .initial = 17, .minimum = 1, .maximum = 300},
                dataset_knob()},
      .run = comment,
      .labels = {{.name = "connection-per-request"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
