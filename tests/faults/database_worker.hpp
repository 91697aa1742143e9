// One worker thread of the application, with the views of its requests on the private database.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <tuple>

#include "core/clock.hpp"
#include "core/errors.hpp"
#include "io/database/database.hpp"
#include "io/database/driver.hpp"
#include "tests/support/private_mariadb.hpp"

namespace caseload::test {

struct Number {
  std::int64_t value;
  static constexpr auto columns = std::tuple(&Number::value);
};

struct Worker {
  explicit Worker(const io::DatabaseSettings& settings) : connections(settings) {}

  // What a request got: 200, or the status of its error; 500 for one that is not meant for clients.
  int request(const std::function<void(Database&)>& work) {
    Trace trace(clock, false);
    Database db(connections, trace, Dataset::x1);
    detail.clear();
    has_retry_after = false;
    try {
      work(db);
      return 200;
    } catch (const HttpError& error) {
      detail = error.what();
      has_retry_after = !error.headers.empty() && error.headers.front().first == "Retry-After";
      return error.status;
    } catch (const std::exception& error) {
      detail = error.what();
      return 500;
    }
  }

  SystemClock clock;
  io::Connections connections;
  std::string detail;
  bool has_retry_after = false;
};

}  // namespace caseload::test
