// Two empty databases of the tests' own, caseload_unit_x1 and _x4, on the server of the running stack. Made
// through the server's administrator (the user who runs the stack, known by the socket), because the app's
// user may not make tables; dropped at the end.
#pragma once

#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/trace.hpp"
#include "io/database/connection.hpp"
#include "io/database/database.hpp"
#include "io/database/driver.hpp"

namespace caseload::test {

class ScratchDatabase {
 public:
  ScratchDatabase();
  ~ScratchDatabase();

  io::DatabaseSettings settings(int statement_timeout_ms = 30'000) const;  // of the app's user
  io::DriverConnection& admin() { return admin_; }
  void execute(std::string_view sql) { admin_.execute(sql); }  // by the administrator, in caseload_unit_x1
  std::string value(std::string_view sql);                     // the first column of the first row

  // The app's user comes to hold that many connections, with that many statements running. The server takes a
  // moment to see that one is gone.
  bool settles_at(int open, int running = 0);
  void kill_connections();

 private:
  io::DriverConnection admin_;
};

// A request's view with what it needs around it.
struct View {
  explicit View(const ScratchDatabase& scratch, bool probe = false, int statement_timeout_ms = 30'000)
      : connections(scratch.settings(statement_timeout_ms)),
        trace(clock, probe),
        db(connections, trace, Dataset::x1) {}

  std::int64_t evidence(std::string_view key) const;  // -1 where it was not measured

  io::Connections connections;
  SystemClock clock;
  Trace trace;
  Database db;
};

}  // namespace caseload::test
