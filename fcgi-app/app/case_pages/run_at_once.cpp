// Runs of a variant in several requests at the same time, and their sum.
#include <algorithm>
#include <iterator>
#include <set>

#include "app/case_pages/run_variants.hpp"
#include "io/text/hash.hpp"

namespace caseload {

namespace {

// What doesn't add up over requests at the same time. What one holds in memory, another one may hold a moment
// later.
bool is_of_one_request(const EvidenceKey& row) {
  switch (row.key) {
    case Key::sql_distinct:
    case Key::sql_parameters:
    case Key::cols:
    case Key::cols_read:
    case Key::mem_peak:
    case Key::mem_peak_driver:
    case Key::mem_peak_app:
    case Key::mem_peak_render:
    case Key::first_byte:
    case Key::total:
      return true;
    default:
      return false;
  }
}

void add(Evidence& sum, const Evidence& evidence) {
  evidence.each([&](const EvidenceKey& row, std::int64_t value) {
    const std::int64_t before = sum.get_or_0(row.key);
    sum.put(row.key, is_of_one_request(row) ? std::max(before, value) : before + value);
  });
}

struct Measured {
  VariantRun run;
  RequestRun request;  // its times are of the clock
};

Measured measure(Exchange& exchange, const Variant& variant, int requests) {
  VariantRun run = run_in(exchange, variant);
  run.claims = exchange.claims_at_once(requests);
  const Trace& trace = exchange.trace();
  const std::int64_t began_us = trace.began_us();
  return {.run = std::move(run),
          .request = {.start_us = began_us,
                      .end_us = began_us + trace.evidence().get_or_0(Key::total),
                      .status = 0,
                      .spans = trace.spans()}};
}

// Of all bodies; the same as that of each if they are all equal.
std::string common_hash(const std::vector<Measured>& all) {
  std::set<std::string> hashes;
  for (const Measured& each : all) hashes.insert(each.run.body_sha256);
  if (hashes.size() == 1) return *hashes.begin();
  std::string text;
  for (const std::string& each : hashes) text += each;
  return io::sha256_hex(text);
}

VariantRun sum_of(std::vector<Measured>& all) {
  const auto longest = std::ranges::max_element(
      all, {}, [](const Measured& each) { return each.request.end_us - each.request.start_us; });
  const std::int64_t began_us = std::ranges::min_element(all, {}, [](const Measured& each) {
                                  return each.request.start_us;
                                })->request.start_us;
  VariantRun sum = longest->run;
  sum.evidence = {};
  sum.body_sha256 = common_hash(all);
  for (Measured& each : all) {
    add(sum.evidence, each.run.evidence);
    each.request.start_us -= began_us;
    each.request.end_us -= began_us;
    each.request.status = each.run.status;
    if (each.run.status != sum.status) sum.status = std::max(sum.status, each.run.status);
    sum.requests.push_back(std::move(each.request));
  }
  std::ranges::sort(sum.requests, {}, &RequestRun::end_us);
  check_sum(sum.claims, sum.evidence);
  return sum;
}

Value document_of(const RequestRun& request) {
  Value spans = Value::list();
  for (const TraceSpan& each : request.spans)
    spans.add(Value::object({{"kind", name_of(each.kind)},
                             {"start_us", request.start_us + each.start_us},
                             {"end_us", request.start_us + each.end_us}}));
  return Value::object({{"start_us", request.start_us},
                        {"end_us", request.end_us},
                        {"status", request.status},
                        {"spans", std::move(spans)}});
}

}  // namespace

namespace {

// Otherwise the first variant would pay for the connections of all threads.
void connect(AtOnce& at_once, Dataset dataset) {
  at_once.run([&](std::size_t, Owners& own, const AtOnce::Start&) {
    Trace unmeasured(own.clock, false);
    Database db(own.connections, unmeasured, dataset);
    Cursor cursor = db.run("SELECT 1", {});
    cursor.next();
  });
}

}  // namespace

CaseRun run_at_once(AtOnce& at_once, Owners& owners, const Request& request, const Case& the_case,
                    void (*prepare)(const Request&, Services&), bool probe) {
  const Request visit = first_visit(request, Format::html);
  CaseRun run;
  connect(at_once, visit.knobs.dataset());
  for (const Variant& variant : the_case.variants) {
    if (prepare != nullptr) Exchange(owners, visit, the_case, {}).prepare(prepare);
    std::vector<Measured> all(static_cast<std::size_t>(at_once.number()));
    at_once.run([&](std::size_t index, Owners& own, const AtOnce::Start& start) {
      Exchange exchange(own, visit, the_case,
                        {.claims = true, .row_locks = probe, .spans = true, .when_ready = start});
      all[index] = measure(exchange, variant, at_once.number());
    });
    run.runs.push_back(sum_of(all));
  }
  compare(run, the_case);
  return run;
}

Value document_at_once(const CaseRun& run, const Knobs& knobs) {
  Value variants = Value::list();
  for (const VariantRun& each : run.runs) {
    Value requests = Value::list();
    for (const RequestRun& request : each.requests) requests.add(document_of(request));
    variants.add(Value::object({{"name", each.variant->name},
                                {"pace", name_of(each.variant->pace)},
                                {"evidence", document_of(each.evidence)},
                                {"claims", document_of(each.claims)},
                                {"requests", std::move(requests)}}));
  }
  Value document = Value::object({{"knobs", document_of(knobs)},
                                  {"requests", run.runs.front().requests.size()},
                                  {"equal", run.equal ? Value(*run.equal) : Value()}});
  return document.set("variants", std::move(variants));
}

}  // namespace caseload
