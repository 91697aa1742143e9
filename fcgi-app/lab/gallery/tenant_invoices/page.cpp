#include "lab/gallery_page.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::gallery {

namespace {

// Every query of this product names the tenant, and none sees a deleted row.
constexpr std::string_view invoices_sql = R"(
  SELECT id, number, recipient, due_on, total_cents, paid_cents
    FROM tenant_invoice
   WHERE tenant_id = ? AND is_deleted = 0 AND id < ?
   ORDER BY id DESC
   LIMIT ?)";
constexpr std::string_view tenant_sql = "SELECT name, today FROM tenant WHERE id = ?";

struct Tenant {
  std::string name, today;
  static constexpr auto columns = std::tuple(&Tenant::name, &Tenant::today);
};

struct Invoice {
  std::int64_t id;
  std::string number, recipient, due_on;
  std::int64_t total_cents, paid_cents;
  static constexpr auto columns = std::tuple(&Invoice::id, &Invoice::number, &Invoice::recipient,
                                             &Invoice::due_on, &Invoice::total_cents, &Invoice::paid_cents);
};

std::string_view state_of(const Invoice& invoice, const Tenant& tenant) {
  if (invoice.paid_cents >= invoice.total_cents) return "paid";
  return invoice.due_on < tenant.today ? "overdue" : "open";
}

Response show(const Request& request, Services& services) {
  constexpr std::int64_t tenant_id = 4;
  const auto n = request.knobs.n();
  const auto tenant = services.db.query_one<Tenant>(tenant_sql, tenant_id).value();
  // One more shows whether there is a next page.
  const auto invoices =
      services.db.query<Invoice>(invoices_sql, tenant_id, request.knobs.integer("before"), n + 1);
  Rows rows({"number", "recipient", "due", "open", "state"});
  for (const Invoice& each : invoices) {
    if (std::ssize(invoices) > n && &each == &invoices.back()) break;
    rows.add(each.number, each.recipient, each.due_on, price_of(each.total_cents - each.paid_cents),
             state_of(each, tenant));
  }
  Value model = Value::object({{"tenant", tenant.name}, {"invoices", std::move(rows)}});
  if (std::ssize(invoices) > n) model.set("next", invoices[static_cast<std::size_t>(n) - 1].id);
  return services.page(std::move(model)).set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage tenant_invoices() {
  return {
      .summary = "a product for many companies: the invoices of one of them, newest first",
      .why =
          "The table has the invoices of all tenants and the deleted ones too, but the index begins with "
          "both conditions and then has the order of the list. The next page begins after the last invoice.",
      .knobs = {items_knob("invoices on the page", 640),
                {.name = "before",
                 .help = "the page begins below this id",
                 .initial = 1'000'000'000,
                 .minimum = 1,
                 .maximum = 1'000'000'000},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
