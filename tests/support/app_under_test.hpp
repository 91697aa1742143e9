// The app in this process, using the running stack and a configuration chosen by the test.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/app.hpp"
#include "io/database/driver.hpp"
#include "tests/support/stack.hpp"

namespace caseload::test {

// Does what the server does after the last byte was sent.
inline void finish(const Response& response, bool complete = true) {
  response.finished({.status = response.status, .body_bytes = 0, .complete = complete});
}

struct AppUnderTest {
  io::DriverThread driver;
  io::Config config = stack_config();
  std::optional<AppShared> shared;
  std::optional<App> app;
  Extension extension{};

  static io::Config stack_config() {
    io::Config settings;
    settings.database = test::database_settings();
    settings.cache = test::cache_settings();
    settings.partners = test::partner_settings();
    settings.excerpts_file = required_variable("CASELOAD_TEST_BUILD") + "/excerpts.json";
    return settings;
  }

  void start(io::Config settings) {
    app.reset();
    shared.reset();
    shared.emplace(std::move(settings), extension);
    app.emplace(*shared);
  }

  // "POST /path?a=b" with lower-case header names.
  Response fetch(std::string_view line, std::vector<NameValue> headers = {}, std::string body = "",
                 bool https = false) {
    Request request = request_of(line, std::move(headers));
    request.body = std::move(body);
    request.https = https;
    Response response = app->handle(request);
    finish(response, true);
    return response;
  }

  static Request request_of(std::string_view line, std::vector<NameValue> headers = {}) {
    static int number = 0;
    Request request;
    request.id = "switches-" + std::to_string(++number) + "-" +
                 std::to_string(std::chrono::steady_clock::now().time_since_epoch().count());
    if (const std::size_t space = line.find(' '); space != std::string_view::npos) {
      request.method_name = line.substr(0, space);
      request.method = request.method_name == "POST"   ? Method::post
                       : request.method_name == "HEAD" ? Method::head
                       : request.method_name == "GET"  ? Method::get
                                                       : Method::other;
      line.remove_prefix(space + 1);
    }
    request.target = line;
    request.path = line.substr(0, line.find('?'));
    if (const std::size_t mark = line.find('?'); mark != std::string_view::npos) {
      std::string_view query = line.substr(mark + 1);
      while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        request.query.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
      }
    }
    request.headers = std::move(headers);
    return request;
  }

  // The stored evidence of a request.
  Response evidence_of(const std::string& id) { return fetch("/evidence/" + id); }
};

inline std::string header(const Response& response, std::string_view name) {
  const std::string* value = response.header(name);
  return value == nullptr ? "(none)" : *value;
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace caseload::test
