// The application behind nginx, with a cache, on the private database: for tests that stop, kill and set
// these servers.
#pragma once

#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/database/driver.hpp"
#include "io/json/json.hpp"
#include "tests/faults/program.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/private_memcached.hpp"
#include "tests/support/private_nginx.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::test {

class Shop {
 public:
  // `settings`: environment variables of the application that are added to those below, or replace them.
  explicit Shop(const std::vector<std::string>& settings = {}) {
    execute("CREATE OR REPLACE USER app@localhost IDENTIFIED BY 'app'");
    execute("GRANT SELECT, INSERT, UPDATE, DELETE ON `caseload\\_x1`.* TO app@localhost");
    std::vector<std::string> all{"CASELOAD_SERVER_LISTEN=" + socket_, "CASELOAD_SERVER_THREADS=4",
                                 "CASELOAD_DATABASE_USER=app", "CASELOAD_DATABASE_PASSWORD=app",
                                 "CASELOAD_CACHE_SERVERS=" + cache.address()};
    all.insert(all.end(), settings.begin(), settings.end());
    app_ = std::make_unique<Program>("caseload-app", all, folder_.path() + "/app.log");
    if (!becomes_true([&] { return get("/healthz").status == 200; }))
      throw std::runtime_error("the application did not start");
  }
  ~Shop() {
    for (const char* undo : {"SET GLOBAL read_only = 0", "SET GLOBAL wait_timeout = 28800",
                             "SET GLOBAL max_allowed_packet = 16777216", "DELETE FROM job",
                             "DELETE FROM job_kind", "DROP USER IF EXISTS app@localhost"})
      execute(undo);
  }
  Shop(const Shop&) = delete;
  Shop& operator=(const Shop&) = delete;

  void execute(const std::string& sql) { admin_.execute(sql); }
  std::string value(const std::string& sql) {
    io::DriverResult rows = admin_.query(sql);
    return rows.next() ? rows.text(0) : "";
  }

  HttpResponse get(const std::string& target, const std::string& accept = "application/json") {
    return fetch(nginx_.base(), {.target = target, .headers = {"Accept: " + accept}});
  }
  HttpResponse post(const std::string& target) {
    return fetch(nginx_.base(),
                 {.method = "POST", .target = target, .headers = {"Accept: application/json"}});
  }
  // Imports one book.
  HttpResponse import(const std::string& variant, const std::string& title) {
    const Value book = Value::object(
        {{"title", title}, {"author_id", 1}, {"publisher_id", 1}, {"year", 2024}, {"price", "1.50"}});
    return fetch(nginx_.base(), {.method = "POST",
                                 .target = "/cases/bulk-create/" + variant + "?n=1",
                                 .headers = {"Accept: application/json", "Content-Type: application/json"},
                                 .body = io::to_json(Value::object({{"books", Value(Value::List{book})}}))});
  }
  Value readiness() { return io::from_json(get("/readyz").body).value_or(Value{}); }
  int log_lines_with(const std::string& text) const {
    std::ifstream file(folder_.path() + "/app.log");
    int lines = 0;
    for (std::string line; std::getline(file, line);) lines += line.find(text) != std::string::npos;
    return lines;
  }

 private:
  tests::TemporaryFolder folder_;
  io::DriverThread thread_;
  io::DriverConnection admin_{
      {.socket = private_mariadb().socket(), .user = "root", .schema = "caseload_x1"}};
  std::string socket_ = folder_.path() + "/app.sock";
  PrivateNginx nginx_{folder_.path() + "/nginx", socket_};

 public:
  PrivateMemcached cache{folder_.path() + "/memcached.sock"};

 private:
  std::unique_ptr<Program> app_;
};

inline const std::vector<std::string> ways_to_create{"slow", "one-transaction", "fast"};

}  // namespace caseload::test
