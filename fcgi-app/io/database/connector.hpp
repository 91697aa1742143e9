// The database for pages that show what a connection costs: over TCP if the server listens there
// (database.tcp_address), otherwise like all other pages.
//
// `opened` is bounded: a request opens at most one connection, which is closed with this object at the end of
// the request. So there are never more of them than worker threads. If the server accepts no more
// connections, it throws Unavailable.
#pragma once

#include <memory>

#include "core/knobs.hpp"
#include "core/trace.hpp"
#include "io/database/database.hpp"

namespace caseload {

class Connector {
 public:
  // The references must outlive this object.
  Connector(io::Connections& connections, Trace& trace, Dataset dataset);
  ~Connector();
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;

  Database& kept();    // on the worker thread's connection, which stays open for the requests that follow
  Database& opened();  // on a new connection for this request; the first call opens it

  // Whether `kept` had to open the connection, because this is the worker thread's first request for it.
  bool is_first_use() const;

  // Called after a probe's last reading.
  void end_probe();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload
