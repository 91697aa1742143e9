#include "app/case_pages/run_variants.hpp"

#include <algorithm>

#include "app/responses.hpp"
#include "core/conditional.hpp"
#include "io/json/json.hpp"
#include "io/text/hash.hpp"

namespace caseload {

namespace {

// Hashes a streamed body without holding more than a chunk of it in memory.
class HashingSink final : public Sink {
 public:
  void write(std::string_view bytes) override { hash_.update(bytes); }
  void flush() override {}
  std::string hex() { return hash_.hex(); }

 private:
  io::Sha256 hash_;
};

std::vector<NameValue> revisit_of(const Response& response) {
  std::vector<NameValue> headers;
  const std::string* may_be_kept = response.header("Cache-Control");
  if (may_be_kept == nullptr || may_be_kept->find("no-cache") == std::string::npos) return headers;
  if (const std::string* etag = response.header("ETag")) headers.emplace_back("if-none-match", *etag);
  if (const std::string* date = response.header("Last-Modified"))
    headers.emplace_back("if-modified-since", *date);
  return headers;
}

VariantRun run_one(Owners& owners, const Request& request, const Case& the_case, const Variant& variant,
                   bool probe) {
  Exchange exchange(owners, request, the_case, {.probe = probe, .claims = true});
  return run_in(exchange, variant);
}

VariantRun run_or_refusal(Owners& owners, const Request& request, const Case& the_case,
                          const Variant& variant, bool probe) {
  try {
    return run_one(owners, request, the_case, variant, probe);
  } catch (const HttpError& error) {
    if (error.status >= 500) throw;
    return {.variant = &variant, .status = error.status, .refusal = error};
  }
}

bool has_succeeded(const VariantRun& run) {
  return !run.refusal;
}

bool has_rejected_knobs(const VariantRun& run) {
  return run.refusal && run.status == 400;
}

std::string refusals_in(const std::vector<VariantRun>& runs) {
  std::string text;
  for (const VariantRun& each : runs) {
    if (!each.refusal) continue;
    if (!text.empty()) text += "; ";
    text += each.variant->name + " refused with " + std::to_string(each.status) + ": " + each.refusal->what();
  }
  return text;
}

Value document_of_floor(const VariantRun& floor) {
  Value document = Value::object({{"status", floor.status}});
  if (floor.refusal) return std::move(document.set("reason", floor.refusal->what()));
  return std::move(
      document.set("evidence", document_of(floor.evidence)).set("claims", document_of(floor.claims)));
}

}  // namespace

VariantRun run_in(Exchange& exchange, const Variant& variant) {
  Response response = exchange.run(variant);
  HashingSink sink;
  if (response.producer) {
    response.producer(sink);
    exchange.finish_stream();
  } else {
    std::string storage;
    sink.write(decoded_body(response, storage));
  }
  const std::string* location = response.header("Location");
  return {.variant = &variant,
          .status = response.status,
          .refusal = std::nullopt,
          .location = location == nullptr ? std::string() : *location,
          .body_sha256 = sink.hex(),
          .revisit = revisit_of(response),
          .evidence = exchange.trace().evidence(),
          .claims = exchange.claims(),
          .trace = exchange.trace().document()};
}

Request first_visit(Request request, Format format) {
  remove_preconditions(request);
  std::erase_if(request.headers, [](const NameValue& header) { return header.first == "accept-encoding"; });
  request.headers.emplace_back("accept-encoding", "gzip");
  request.format = format;
  return request;
}

Value document_of(const Evidence& evidence) {
  Value document{Value::Object{}};
  evidence.each(
      [&](const EvidenceKey& key, std::int64_t value) { document.set(std::string(key.name), value); });
  return document;
}

CaseRun run_variants(Owners& owners, const Request& request, const Case& the_case, bool probe) {
  const Request as_html = first_visit(request, Format::html);
  CaseRun run;
  for (const Variant& variant : the_case.variants) {
    run.runs.push_back(run_or_refusal(owners, as_html, the_case, variant, probe));
  }
  const auto first = std::find_if(run.runs.begin(), run.runs.end(), has_succeeded);
  if (first == run.runs.end()) throw HttpError(*run.runs.front().refusal);
  for (const Variant& variant : the_case.variants) {
    const auto floor = floor_of(variant);
    if (!floor) continue;
    run.floors.push_back(run_or_refusal(owners, as_html, the_case, *floor, probe));
    run.floors.back().variant = &variant;
  }
  compare(run, the_case);
  return run;
}

void compare(CaseRun& run, const Case& the_case) {
  if (!the_case.unequal_because.empty()) {
    run.reason = the_case.unequal_because;
    return;
  }
  const auto first = std::find_if(run.runs.begin(), run.runs.end(), has_succeeded);
  const bool is_same = std::all_of(run.runs.begin(), run.runs.end(), [&](const VariantRun& each) {
    return has_rejected_knobs(each) ||
           (has_succeeded(each) && each.status == first->status && each.body_sha256 == first->body_sha256);
  });
  run.reason = refusals_in(run.runs);
  if (run.reason.empty() || !is_same) run.equal = is_same;
}

VariantRun run_variant(Owners& owners, const Request& request, const Case& the_case, const Variant& variant) {
  return run_one(owners, first_visit(request, Format::html), the_case, variant, true);
}

VariantRun run_again(Owners& owners, const Request& request, const Case& the_case, const VariantRun& before,
                     bool probe) {
  Request revisit = first_visit(request, Format::html);
  revisit.headers.insert(revisit.headers.end(), before.revisit.begin(), before.revisit.end());
  return run_one(owners, revisit, the_case, *before.variant, probe);
}

Value data_of(Owners& owners, const Request& request, const Case& the_case, const Variant& variant) {
  const Request as_json = first_visit(request, Format::json);
  Exchange exchange(owners, as_json, the_case, {});
  const Response response = exchange.run(variant);
  std::string storage;
  return io::from_json(decoded_body(response, storage)).value_or(Value{});
}

Value document_of(const std::vector<ClaimResult>& claims) {
  Value documents = Value::list();
  for (const ClaimResult& each : claims) {
    documents.add(Value::object({{"key", name_of(each.claim->key)},
                                 {"formula", each.claim->expected.formula.text()},
                                 {"relation", name_of(each.claim->expected.relation)},
                                 {"expected", each.expected},
                                 {"measured", each.measured},
                                 {"holds", each.holds}}));
  }
  return documents;
}

const VariantRun* run_of(const std::vector<VariantRun>& runs, std::string_view variant) {
  const auto found = std::find_if(runs.begin(), runs.end(),
                                  [&](const VariantRun& each) { return each.variant->name == variant; });
  return found == runs.end() ? nullptr : &*found;
}

Value document_of(const Knobs& knobs) {
  Value values = Value(Value::Object{});
  for (const auto& [name, value] : knobs.values()) values.set(name, value);
  return values;
}

Value document_of(const CaseRun& run, const Case& the_case, const Knobs& knobs) {
  Value variants = Value::list();
  for (const VariantRun& each : run.runs) {
    Value variant = Value::object(
        {{"name", each.variant->name}, {"pace", name_of(each.variant->pace)}, {"status", each.status}});
    if (each.refusal) {
      variants.add(std::move(variant.set("reason", each.refusal->what())));
      continue;
    }
    variant.set("body_sha256", each.body_sha256)
        .set("evidence", document_of(each.evidence))
        .set("claims", document_of(each.claims));
    if (const VariantRun* floor = run_of(run.floors, each.variant->name))
      variant.set("floor", document_of_floor(*floor));
    variants.add(std::move(variant));
  }
  Value document = Value::object({{"slug", the_case.slug},
                                  {"knobs", document_of(knobs)},
                                  {"equal", run.equal ? Value(*run.equal) : Value()}});
  if (!run.reason.empty()) document.set("reason", run.reason);
  return document.set("variants", std::move(variants));
}

}  // namespace caseload
