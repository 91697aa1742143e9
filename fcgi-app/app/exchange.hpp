// One run of one variant: its trace, the views that record into it, and the response. Belongs to the worker
// thread whose owners it uses; a streamed response needs it until its last byte is out.
#pragma once

#include "io/cache/memcached.hpp"
#include "io/database/connection.hpp"
#include "shop/services.hpp"

namespace caseload {

// What a worker thread owns for its whole life.
struct Owners {
  io::Connections connections;
  io::Memcached memcached;
  io::Templates templates;
  Rebuilds& rebuilds;  // of the whole process
  const Clock& clock;
};

class Exchange {
 public:
  struct Options {
    bool probe =
        false;  // take the database's session counters, plans and hashes as well, outside the measured time
    bool claims = false;  // keep what claims() needs; a probe does
    Destination::Hook before_hand_over{};
  };

  // `request` and `the_case` must outlive the exchange.
  Exchange(Owners& owners, const Request& request, const Case& the_case, Options options);

  // Runs the variant, settles what the client has already (core/conditional.hpp), and takes the readings that
  // the evidence headers show.
  Response run(const Variant& variant);

  // After the last byte of a streamed answer, whose producer needs the exchange where it is.
  void finish_stream();

  // The claims about the variant that ran whose keys were measured, checked; once the last reading is taken.
  std::vector<ClaimResult> claims() const;

  Trace& trace() { return trace_; }
  const Trace& trace() const { return trace_; }

 private:
  void take_readings();
  void keep_data(const Response& response);

  Trace trace_;
  Database db_;
  Cache cache_;
  CachedTexts texts_;
  Destination destination_;
  bool keeps_data_;
  Value data_;  // the page's: what claims speak of
  Services services_;
  const Variant* variant_ = nullptr;
  bool is_revisit_ = false;
};

}  // namespace caseload
