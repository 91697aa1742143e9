#include <functional>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/partner_calls.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view practice_sql = "SELECT name, fridge_litres FROM vet_practice WHERE id = ?";
constexpr std::string_view vaccines_sql =
    "SELECT v.id, v.sku, v.name, v.species, u.doses FROM vet_usual_dose AS u "
    "JOIN vet_vaccine AS v ON v.id = u.vaccine_id WHERE u.practice_id = ? ORDER BY v.species, v.name, v.id "
    "LIMIT ?";
constexpr std::string_view add_sql = "INSERT INTO vaccine_order (practice_id, state) VALUES (?, 'sent')";
constexpr std::string_view add_lines_sql =
    "INSERT INTO vaccine_order_line (order_id, vaccine_id, doses) VALUES ";
constexpr std::string_view confirm_sql = "UPDATE vaccine_order SET state = ?, short_lines = ? WHERE id = ?";
constexpr std::string_view remove_lines_sql = "DELETE FROM vaccine_order_line WHERE order_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM vaccine_order WHERE id = ?";
constexpr std::int64_t orders_kept = 300;

struct Practice {
  std::string name;
  std::int64_t fridge_litres;
  static constexpr auto columns = std::tuple(&Practice::name, &Practice::fridge_litres);
};

struct Vaccine {
  std::int64_t id;
  std::string sku, name, species;
  std::int64_t doses;
  static constexpr auto columns =
      std::tuple(&Vaccine::id, &Vaccine::sku, &Vaccine::name, &Vaccine::species, &Vaccine::doses);
};

// Writes what belongs together in one transaction, and then runs what has to happen once it is written.
class UnitOfWork {
 public:
  explicit UnitOfWork(Database& db) : db_(db) {}

  void write(std::function<void()> step) { steps_.push_back(std::move(step)); }
  void after_save(std::function<void()> step) { after_save_.push_back(std::move(step)); }

  void commit() {
    db_.transaction([&] {
      for (const auto& step : steps_) step();
      for (const auto& step : after_save_) step();
    });
  }

 private:
  Database& db_;
  std::vector<std::function<void()>> steps_, after_save_;
};

struct CallOff {
  std::int64_t order = 0;
  bool is_confirmed = false;
  std::vector<std::int64_t> on_hand;  // for each vaccine
  std::int64_t short_lines = 0;
};

void add_lines(Database& db, std::int64_t order, const std::vector<Vaccine>& vaccines) {
  std::string sql(add_lines_sql);
  std::vector<Parameter> values;
  for (const Vaccine& each : vaccines) {
    sql += values.empty() ? "(?, ?, ?)" : ", (?, ?, ?)";
    values.insert(values.end(), {to_parameter(order), to_parameter(each.id), to_parameter(each.doses)});
  }
  db.run_write(sql, values);
}

// Announces the order to the cold store, which says what it has of each vaccine.
void announce(Services& services, const std::vector<Vaccine>& vaccines, CallOff& call_off) {
  std::vector<std::string> skus;
  for (const Vaccine& each : vaccines) skus.push_back(each.sku);
  const auto document =
      partners::document_in(services.partners.send(partners::stock_of(services.db.dataset(), skus)));
  const Value::List* items = document ? (*document)["items"].items() : nullptr;
  call_off.on_hand.assign(vaccines.size(), 0);
  call_off.short_lines = 0;
  call_off.is_confirmed = items != nullptr && items->size() == vaccines.size();
  for (std::size_t at = 0; call_off.is_confirmed && at < vaccines.size(); ++at) {
    call_off.on_hand[at] = (*items)[at]["stock"].integer_or(0);
    if (call_off.on_hand[at] < vaccines[at].doses) ++call_off.short_lines;
  }
  services.db.execute(confirm_sql, call_off.is_confirmed ? "confirmed" : "sent", call_off.short_lines,
                      call_off.order);
}

void remove_old(Database& db, std::int64_t order) {
  if (order < 1) return;
  db.execute(remove_lines_sql, order);
  db.execute(remove_sql, order);
}

Response send(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("practice");
  const auto practice = db.query_one<Practice>(practice_sql, id);
  if (!practice) throw NotFound("there is no practice " + std::to_string(id));
  const auto vaccines = db.query<Vaccine>(vaccines_sql, id, request.knobs.integer("vaccines"));
  CallOff call_off;
  UnitOfWork work(db);
  work.write([&] {
    db.execute(add_sql, id);
    call_off.order = db.last_insert_id();
    add_lines(db, call_off.order, vaccines);
  });
  work.write([&] { remove_old(db, call_off.order - orders_kept); });
  work.after_save([&] { announce(services, vaccines, call_off); });
  work.commit();
  Rows rows({"species", "name", "doses", "is_short"});
  for (std::size_t at = 0; at < vaccines.size(); ++at)
    rows.add(vaccines[at].species, vaccines[at].name, vaccines[at].doses,
             call_off.is_confirmed && call_off.on_hand[at] < vaccines[at].doses);
  return services
      .page(Value::object({{"practice", practice->name},
                           {"litres", practice->fridge_litres},
                           {"order", call_off.order},
                           {"is_confirmed", call_off.is_confirmed},
                           {"short_lines", call_off.short_lines},
                           {"lines", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage vaccine_call_off() {
  return {
      .summary =
          "a vet's practice calls off the vaccines of the month, and sees what the cold store is short of",
      .why =
          "Saving and announcing are steps of a unit of work, whose after_save steps run inside its "
          "transaction. So the order's rows stay locked and the transaction open while another company is "
          "called. The call belongs after the commit, and its reply in a transaction of its own.",
      .knobs = {{.name = "vaccines",
                 .help = "vaccines to call off",
                 .initial = 12,
                 .minimum = 1,
                 .maximum = 40,
                 .ladder = {2, 5, 10, 20, 40}},
                {.name = "practice",
                 .help = "number of the practice",
                 .initial = 33,
                 .minimum = 1,
                 .maximum = 500},
                dataset_knob()},
      .run = send,
      .labels = {{.name = "long-transaction"}},
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
