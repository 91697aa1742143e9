#include "lab/gallery_page.hpp"
#include "shop/request_chain.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view desk_sql =
    "SELECT p.id, p.name FROM rx_desk AS d JOIN rx_pharmacy AS p ON p.id = d.pharmacy_id WHERE "
    "d.pharmacist_id = ?";
constexpr std::string_view open_sql =
    "SELECT r.id, r.patient, r.doctor, g.name, g.is_controlled, r.packs, r.sent_at "
    "FROM (SELECT id, patient, doctor, drug_id, packs, sent_at FROM rx_prescription "
    "WHERE pharmacy_id = ? AND state = 'open' ORDER BY sent_at, id LIMIT ?) AS r "
    "STRAIGHT_JOIN rx_drug AS g ON g.id = r.drug_id ORDER BY r.sent_at, r.id";
constexpr int account_kept_s = 60;

struct Desk {
  std::int64_t pharmacy;
  std::string name;
  static constexpr auto columns = std::tuple(&Desk::pharmacy, &Desk::name);
};

struct Prescription {
  std::int64_t id;
  std::string patient, doctor, drug;
  bool is_controlled;
  std::int64_t packs;
  std::string sent_at;
  static constexpr auto columns =
      std::tuple(&Prescription::id, &Prescription::patient, &Prescription::doctor, &Prescription::drug,
                 &Prescription::is_controlled, &Prescription::packs, &Prescription::sent_at);
};

Account account_of(Database& db, std::string_view token) {
  const auto session = steps::session_in(db, token);
  auto pharmacist = steps::customer_in(db, session.customer_id);
  steps::record_session_use(db, token);
  return {.customer_id = session.customer_id,
          .requests_per_minute = session.requests_per_minute,
          .name = std::move(pharmacist.name),
          .email = std::move(pharmacist.email),
          .permissions = steps::permissions_in(db, session.customer_id)};
}

// Who signs out must be out soon, so it is kept for a minute only.
void load_account(Visit& visit) {
  visit.token = steps::token_of(visit.request);
  Services& services = visit.services;
  const std::string key =
      "rx account " + std::string(name_of(services.db.dataset())) + " " + std::string(visit.token);
  if (const auto kept = services.cache.get(key)) {
    if (auto account = steps::account_in(*kept)) {
      visit.account = std::move(*account);
      return;
    }
  }
  visit.account = account_of(services.db, visit.token);
  services.cache.set(key, steps::text_of(visit.account), account_kept_s);
}

void write_log(Visit& visit, int status) {
  steps::log_in_buffer(visit, std::to_string(status));
}

constexpr ChainStep counter_steps[] = {{"load_account", load_account}, {"check_limit", steps::check_limit}};

// Controlled drugs are handed out by whoever may open the safe.
Response inbox(Visit& visit) {
  Services& services = visit.services;
  const auto desk = services.db.query_one<Desk>(desk_sql, visit.account.customer_id);
  std::vector<Prescription> open;
  if (desk) open = services.db.query<Prescription>(open_sql, desk->pharmacy, visit.request.knobs.n());
  const bool has_safe = steps::has_permission(visit, "stock.read");
  Rows rows({"id", "patient", "doctor", "drug", "packs", "sent_at", "is_for_a_colleague"});
  for (const Prescription& each : open)
    rows.add(each.id, each.patient, each.doctor, each.drug, each.packs, each.sent_at,
             each.is_controlled && !has_safe);
  return services
      .page(Value::object({{"pharmacist", visit.account.name},
                           {"pharmacy", desk ? Value(desk->name) : Value()},
                           {"prescriptions", std::move(rows)}}))
      .set("Cache-Control", "private, no-store")
      .set("Vary", "Accept, Cookie");
}

Response run(const Request& request, Services& services) {
  return run_chain({.steps = counter_steps, .finish = {"write_log", write_log}}, request, services, inbox);
}

}  // namespace

GalleryPage prescription_inbox() {
  return {
      .summary = "the electronic prescriptions that wait in a pharmacy, for the pharmacist who is signed in",
      .why =
          "Innocent: the page is behind a chain that knows session, name and permissions. But they come "
          "from the cache with one get, are loaded once a minute, and all are used: the name above the "
          "list, the permission for the safe. The list follows an index of what is open, and is not stored "
          "because a colleague may take the next one.",
      .knobs = {items_knob("prescriptions on the page", 640), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
