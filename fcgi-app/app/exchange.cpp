#include "app/exchange.hpp"

#include <utility>

#include "app/responses.hpp"
#include "core/conditional.hpp"
#include "io/json/json.hpp"
#include "io/text/hash.hpp"

namespace caseload {

namespace {

// Sits between a producer and the client and records into the trace what is sent.
class RecordingSink final : public Sink {
 public:
  RecordingSink(Sink& sink, Trace& trace) : sink_(sink), trace_(trace) {}

  void write(std::string_view bytes) override {
    const PhaseScope phase(trace_, Phase::send);
    if (trace_.probe()) hash_.update(bytes);
    unsent_ += static_cast<std::int64_t>(bytes.size());
    sink_.write(bytes);
  }

  void flush() override {
    const PhaseScope phase(trace_, Phase::send);
    sink_.flush();
    count();
  }

  void end() {
    count();
    if (trace_.probe()) trace_.set_body_hash(hash_.hex());
  }

 private:
  void count() { trace_.count_bytes(std::exchange(unsent_, 0)); }

  Sink& sink_;
  Trace& trace_;
  io::Sha256 hash_;
  std::int64_t unsent_ = 0;  // since the last flush
};

}  // namespace

Exchange::Exchange(Owners& owners, const Request& request, const Case& the_case, Options options)
    : trace_(owners.clock, options.probe, Trace::Start::by_restart),
      db_(owners.connections, trace_, request.knobs.dataset()),
      connector_(owners.connections, trace_, request.knobs.dataset()),
      cache_(owners.memcached, trace_),
      texts_(cache_, owners.rebuilds, owners.clock),
      partners_(owners.partners, trace_, request),
      matcher_(trace_),
      destination_(owners.memcached, std::move(options.before_delivery)),
      keeps_data_(options.probe || options.claims),
      notices_row_locks_(options.probe || options.row_locks),
      when_ready_(std::move(options.when_ready)),
      services_{.db = db_,
                .stale = stale_reads(stale_, owners.connections, db_),
                .connector = connector_,
                .cache = cache_,
                .texts = texts_,
                .partners = partners_,
                .matcher = matcher_,
                .templates = owners.templates,
                .destination = destination_,
                .trace = trace_,
                .clock = owners.clock,
                .the_case = the_case,
                .request = request,
                .kept_data = keeps_data_ ? &data_ : nullptr} {
  if (options.spans) trace_.keep_spans();
}

Response Exchange::run(const Variant& variant) {
  variant_ = &variant;
  is_revisit_ = has_validators(services_.request);
  if (notices_row_locks_) db_.notice_row_locks();
  if (trace_.probe()) db_.begin_probe();
  if (when_ready_) when_ready_();
  trace_.restart();
  Response response = apply_preconditions(services_.request, variant.run(services_.request, services_),
                                          services_.clock.now());
  if (!response.producer) {
    trace_.count_bytes(static_cast<std::int64_t>(response.body.size()));
    take_readings();
    if (keeps_data_) {
      std::string storage;
      const std::string_view body = decoded_body(response, storage);
      if (trace_.probe()) trace_.set_body_hash(io::sha256_hex(body));
      keep_data(response, body);
    }
  } else {
    trace_.measure();
    response.producer = [this, produce = std::move(response.producer)](Sink& sink) {
      RecordingSink recorded(sink, trace_);
      produce(recorded);
      recorded.end();
    };
  }
  return response;
}

void Exchange::finish_stream() {
  take_readings();
}

// For pages that write their JSON themselves.
void Exchange::keep_data(const Response& response, std::string_view body) {
  const std::string* type = response.header("Content-Type");
  const bool is_json = type != nullptr && (*type == "application/json" || type->ends_with("+json"));
  if (data_.is_null() && is_json && response.status == 200) data_ = io::from_json(body).value_or(Value{});
}

std::vector<ClaimResult> Exchange::claims() const {
  const Variant* declared = services_.the_case.variant(variant_->name);
  const bool is_floor = declared != nullptr && declared->floor != nullptr && declared->floor == variant_->run;
  auto results = check_claims(services_.the_case.claims, variant_->name, is_floor, is_revisit_,
                              trace_.evidence(), {.knobs = services_.request.knobs, .response = data_});
  if (connector_.is_first_use())  // then this request was not warm
    std::erase_if(results, [](const ClaimResult& each) { return each.claim->when == When::warm; });
  return results;
}

std::vector<ClaimResult> Exchange::claims_at_once(int requests) const {
  return caseload::claims_at_once(
      services_.the_case.claims, variant_->name,
      {.knobs = services_.request.knobs, .response = data_, .requests = requests});
}

void Exchange::take_readings() {
  trace_.measure();
  if (!trace_.probe()) return;
  db_.end_probe();
  connector_.end_probe();
  partners_.end_probe();
}

}  // namespace caseload
