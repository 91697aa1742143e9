#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view company_sql = "SELECT name, country, currency FROM venture_company WHERE id = ?";
constexpr std::string_view holders_sql =
    "SELECT number, name FROM venture_holder WHERE company_id = ? ORDER BY number";
constexpr std::string_view entries_sql =
    "SELECT kind, holder, other, amount, cents FROM venture_entry WHERE company_id = ? ORDER BY number";

struct Company {
  std::string name, country, currency;
  static constexpr auto columns = std::tuple(&Company::name, &Company::country, &Company::currency);
};

struct Holder {
  std::int64_t number;
  std::string name;
  static constexpr auto columns = std::tuple(&Holder::number, &Holder::name);
};

// An entry of the share register. `amount` is a number of shares, of a split the factor.
struct Entry {
  std::string kind;
  std::int64_t holder;
  std::optional<std::int64_t> other;  // who receives, if shares are transferred
  std::int64_t amount, cents;
  static constexpr auto columns =
      std::tuple(&Entry::kind, &Entry::holder, &Entry::other, &Entry::amount, &Entry::cents);
};

// The register is read from its first entry on: a split multiplies what everybody holds at that time, and a
// holder can't transfer more than that.
class ShareRegister {
 public:
  void see(const Entry& entry) {
    if (entry.kind == "split") {
      for (auto& [holder, shares] : shares_) shares *= entry.amount;
      return;
    }
    if (entry.kind == "issue") {
      shares_[entry.holder] += entry.amount;
      paid_cents_ += entry.cents;
      return;
    }
    std::int64_t& from = shares_[entry.holder];
    const std::int64_t moved = std::min(from, entry.amount);
    from -= moved;
    if (entry.other) shares_[*entry.other] += moved;
  }

  const std::map<std::int64_t, std::int64_t>& shares() const { return shares_; }
  std::int64_t paid_cents() const { return paid_cents_; }
  std::int64_t total() const {
    std::int64_t total = 0;
    for (const auto& [holder, shares] : shares_) total += shares;
    return total;
  }

 private:
  std::map<std::int64_t, std::int64_t> shares_;
  std::int64_t paid_cents_ = 0;
};

void write_holders(io::JsonWriter& json, const std::vector<Holder>& holders, const ShareRegister& shares) {
  const auto total = static_cast<double>(std::max<std::int64_t>(shares.total(), 1));
  json.begin_list();
  for (const Holder& each : holders) {
    const auto held = shares.shares().find(each.number);
    if (held == shares.shares().end() || held->second == 0) continue;
    json.begin_object().key("holder").text(each.name).key("shares").number(held->second);
    json.key("percent").text(fixed(static_cast<double>(held->second) * 100 / total, 3)).end_object();
  }
  json.end_list();
}

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("company");
  const auto company = db.query_one<Company>(company_sql, id);
  if (!company) throw NotFound("there is no company " + std::to_string(id));
  const auto holders = db.query<Holder>(holders_sql, id);
  ShareRegister shares;
  db.each<Entry>(
      entries_sql,
      [&](const Entry& entry) {
        shares.see(entry);
        return true;
      },
      id);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("company").text(company->name);
                     json.key("country").text(company->country).key("currency").text(company->currency);
                     json.key("paid_in").text(fixed(static_cast<double>(shares.paid_cents()) / 100, 2));
                     json.key("holders");
                     write_holders(json, holders, shares);
                     json.end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage cap_table() {
  return {
      .summary = "who holds how much of a start-up, computed from its share register, as JSON for investors",
      .why =
          "All entries of a company's register are read to show forty holders. But they can't be summed in "
          "the database, since splits and transfers depend on what was held before, and rounding must be "
          "the notary's. The entries are streamed, and a company has some hundred of them for ever.",
      .knobs =
          {{.name = "company", .help = "number of the company", .initial = 6, .minimum = 1, .maximum = 60},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
