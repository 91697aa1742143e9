#include "app/exchange.hpp"

#include "io/hash.hpp"

namespace caseload {

Exchange::Exchange(Owners& owners, const Request& request, const Case& the_case, bool probe)
    : trace_(owners.clock, probe),
      db_(owners.connections, trace_, request.knobs.dataset()),
      cache_(owners.memcached, trace_),
      texts_(cache_, owners.rebuilds, owners.clock),
      destination_(owners.memcached, owners.test_mode),
      services_{.db = db_,
                .cache = cache_,
                .texts = texts_,
                .templates = owners.templates,
                .destination = destination_,
                .trace = trace_,
                .clock = owners.clock,
                .the_case = the_case,
                .request = request} {}

Response Exchange::run(const Variant& variant) {
  if (trace_.probe()) db_.begin_probe();
  trace_.restart();
  Response response = variant.run(services_.request, services_);
  if (!response.producer) {
    trace_.count_bytes(static_cast<std::int64_t>(response.body.size()));
    take_readings();
    if (trace_.probe()) trace_.set_body_hash(io::sha256_hex(response.body));
  } else {
    trace_.measure();
  }
  return response;
}

void Exchange::finish_stream(std::int64_t body_bytes) {
  trace_.count_bytes(body_bytes);
  take_readings();
}

void Exchange::take_readings() {
  trace_.measure();
  if (trace_.probe()) db_.end_probe();
}

}  // namespace caseload
