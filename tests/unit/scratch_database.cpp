#include "tests/unit/scratch_database.hpp"

#include <pwd.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>
#include <vector>

#include "tests/support/stack.hpp"

namespace caseload::test {

namespace {

struct Driver {
  void setup() { io::start_driver(); }
};
BOOST_TEST_GLOBAL_FIXTURE(Driver);

io::DriverTarget administrator() {
  const passwd* user = getpwuid(getuid());
  if (user == nullptr) throw std::runtime_error("this user has no name");
  return {.socket = database_settings().socket,
          .host = {},
          .port = 0,
          .user = user->pw_name,
          .password = {},
          .schema = "mysql"};
}

}  // namespace

ScratchDatabase::ScratchDatabase() : admin_(administrator()) {
  for (const std::string name : {"caseload_unit_x4", "caseload_unit_x1"}) {
    execute("DROP DATABASE IF EXISTS " + name);
    execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + name + ".* TO caseload@localhost");
    execute("USE " + name);
  }
}

ScratchDatabase::~ScratchDatabase() {
  try {
    for (const std::string name : {"caseload_unit_x1", "caseload_unit_x4"}) {
      execute("REVOKE ALL ON " + name + ".* FROM caseload@localhost");
      execute("DROP DATABASE " + name);
    }
  } catch (const io::DriverError& error) {
    BOOST_ERROR(std::string("the scratch databases are left behind: ") + error.what());
  }
}

io::DatabaseSettings ScratchDatabase::settings(int statement_timeout_ms) const {
  io::DatabaseSettings settings = database_settings();
  settings.name_prefix = "caseload_unit";
  settings.statement_timeout_ms = statement_timeout_ms;
  return settings;
}

std::string ScratchDatabase::value(std::string_view sql) {
  io::DriverResult rows = admin_.query(sql);
  if (!rows.next()) throw std::runtime_error("no row: " + std::string(sql));
  return rows.text(0);
}

bool ScratchDatabase::settles_at(int open, int running) {
  const auto count = [&](std::string_view which) {
    return std::stoi(
        value("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'caseload' AND "
              "db LIKE 'caseload_unit_%' AND " +
              std::string(which)));
  };
  for (int wait = 0; wait < 100; ++wait) {
    if (count("1 = 1") == open && count("command <> 'Sleep'") == running) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

void ScratchDatabase::kill_connections() {
  std::vector<std::string> ids;
  {
    io::DriverResult rows = admin_.query(
        "SELECT id FROM information_schema.processlist WHERE user = 'caseload' AND db LIKE "
        "'caseload_unit_%'");
    while (rows.next()) ids.push_back(rows.text(0));
  }
  for (const std::string& id : ids) {
    try {
      execute("KILL " + id);
    } catch (const io::DriverError& error) {
      constexpr int no_such_thread = 1094;  // it ended by itself since the list was taken
      if (error.code != no_such_thread) throw;
    }
  }
}

std::int64_t View::evidence(std::string_view key) const {
  return trace.evidence().get(find_evidence_key(key)->key).value_or(-1);
}

}  // namespace caseload::test
