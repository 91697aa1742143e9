// One run of one variant: its trace, the views that record into it, and the response. It belongs to the
// worker thread whose owners it uses. A streamed response needs it until the last byte was sent.
#pragma once

#include <functional>
#include <optional>

#include "io/cache/memcached.hpp"
#include "io/database/connection.hpp"
#include "io/http/http_client.hpp"
#include "shop/services.hpp"

namespace caseload {

// What a worker thread owns for its lifetime.
struct Owners {
  io::Connections connections;
  io::Memcached memcached;
  io::HttpClient partners;
  io::Templates templates;
  Rebuilds& rebuilds;  // shared by the process
  const Clock& clock;
};

class Exchange {
 public:
  struct Options {
    bool probe =
        false;  // also record the database's session counters, plans and hashes, outside the measured time
    bool claims = false;                 // keep the data that claims() needs; probes always do
    bool row_locks = false;              // record waits for locked rows; probes always do
    bool spans = false;                  // record when the variant did what (Trace::keep_spans)
    std::function<void()> when_ready{};  // runs right before the variant; not measured
    Destination::Hook before_delivery{};
  };

  // `request` and `the_case` must outlive the exchange.
  Exchange(Owners& owners, const Request& request, const Case& the_case, Options options);

  // What a step of the demo does first. Nothing of it is in the trace of a variant.
  void prepare(void (*step)(const Request&, Services&)) { step(services_.request, services_); }

  // Runs the variant, handles conditional requests (core/conditional.hpp), and takes the readings for the
  // evidence headers.
  Response run(const Variant& variant);

  // Call it after the last byte of a streamed response. Until then the producer refers to this object.
  void finish_stream();

  // Checks the claims about this variant whose keys were measured. Call it after the last reading.
  std::vector<ClaimResult> claims() const;
  // What the case's claims expect of this many requests to this variant at the same time.
  std::vector<ClaimResult> claims_at_once(int requests) const;

  Trace& trace() { return trace_; }
  const Trace& trace() const { return trace_; }

 private:
  void take_readings();
  void keep_data(const Response& response, std::string_view body);

  Trace trace_;
  Database db_;
  std::optional<Database> stale_;
  Connector connector_;
  Cache cache_;
  CachedTexts texts_;
  Outbound partners_;
  Matcher matcher_;
  Destination destination_;
  bool keeps_data_;
  bool notices_row_locks_;
  std::function<void()> when_ready_;
  Value data_;  // of the page; claims refer to it
  Services services_;
  const Variant* variant_ = nullptr;
  bool is_revisit_ = false;
};

}  // namespace caseload
