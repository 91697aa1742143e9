#include <algorithm>
#include <map>
#include <span>

#include "core/csv.hpp"
#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view broker_sql = "SELECT name FROM house_broker WHERE id = ?";
constexpr std::string_view policies_sql =
    "SELECT id, number, product, holder, premium_c FROM broker_policy WHERE broker_id = ? ORDER BY id LIMIT "
    "?";
// The archive belongs to another department, which answers for a hundred policies at a time.
constexpr std::size_t policies_at_once = 100;

struct Broker {
  std::string name;
  static constexpr auto columns = std::tuple(&Broker::name);
};
struct Policy {
  std::int64_t id;
  std::string number, product, holder;
  std::int64_t premium_c;
  static constexpr auto columns =
      std::tuple(&Policy::id, &Policy::number, &Policy::product, &Policy::holder, &Policy::premium_c);
};
struct Losses {
  std::int64_t policy_id, count, paid_c;
  static constexpr auto columns = std::tuple(&Losses::policy_id, &Losses::count, &Losses::paid_c);
};

using LossesByPolicy = std::map<std::int64_t, Losses>;

void add_losses(Database& db, std::span<const Policy> policies, LossesByPolicy& losses) {
  std::string sql =
      "SELECT policy_id, COUNT(*), CAST(SUM(paid_c) AS SIGNED) FROM archived_loss WHERE policy_id IN (";
  std::vector<Parameter> ids;
  for (const Policy& each : policies) {
    sql += ids.empty() ? "?" : ", ?";
    ids.push_back(to_parameter(each.id));
  }
  sql += ") GROUP BY policy_id";
  for (Cursor rows = db.run(sql, ids); rows.next();) {
    const auto found = map_row<Losses>(rows);
    losses.emplace(found.policy_id, found);
  }
}

std::string euros(std::int64_t cents) {
  return fixed(static_cast<double>(cents) / 100, 2);
}

std::string_view advice(const Policy& policy, const Losses* losses) {
  if (losses == nullptr) return "offer a rebate";
  if (losses->paid_c > 20 * policy.premium_c) return "renew at a higher premium";
  return losses->count > 3 ? "talk to the customer" : "renew";
}

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("broker");
  const auto broker = services.db.query_one<Broker>(broker_sql, id);
  if (!broker) throw NotFound("there is no broker " + std::to_string(id));
  const auto policies = services.db.query<Policy>(policies_sql, id, request.knobs.n());
  LossesByPolicy losses;
  for (std::span<const Policy> rest(policies); !rest.empty();) {
    const std::size_t count = std::min(rest.size(), policies_at_once);
    add_losses(services.db, rest.first(count), losses);
    rest = rest.subspan(count);
  }
  Response response;
  Csv csv(response.body);
  csv.text(broker->name).end_record();
  csv.text("policy").text("product").text("holder").text("premium").text("losses").text("paid").text(
      "advice");
  csv.end_record();
  for (const Policy& each : policies) {
    const auto found = losses.find(each.id);
    const Losses* own = found == losses.end() ? nullptr : &found->second;
    csv.text(each.number).text(each.product).text(each.holder).number(euros(each.premium_c));
    csv.number(std::to_string(own == nullptr ? 0 : own->count));
    csv.number(own == nullptr ? "" : euros(own->paid_c)).text(advice(each, own)).end_record();
  }
  return response.set("Content-Type", "text/csv; charset=utf-8")
      .set("Content-Disposition", "attachment; filename=\"renewals.csv\"")
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage policy_check() {
  return {
      .summary =
          "a broker's policies before they are renewed, with their losses and what to do, as a CSV file",
      .why =
          "Innocent: the losses are fetched by the ids of the policies, but in portions of a hundred, so "
          "that "
          "no query has more parameters than that, and 640 policies take nine queries in all. Each portion "
          "is added up by the database from an index that has all it needs.",
      .knobs = {items_knob("policies in the file", 1'280),
                {.name = "broker", .help = "number of the broker", .initial = 2, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
