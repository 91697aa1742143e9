// The application: from a request to its answer. One App per worker thread; `AppShared` is read-only or
// atomic and serves all of them.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "app/case_pages/case_pages.hpp"
#include "app/exchange.hpp"
#include "app/slow_limit.hpp"
#include "io/config/config.hpp"
#include "io/fastcgi/fcgi_server.hpp"
#include "lab/blind_pages.hpp"
#include "lab/cache_test_origin.hpp"

namespace caseload {

struct AppShared {
  explicit AppShared(io::Config configuration);  // reads templates, sources and lessons; throws ConfigError

  const io::Config config;
  const SystemClock clock;
  const io::TemplateSources template_sources;
  const CasePages case_pages;
  const BlindPages blind_pages;
  std::atomic<int> slow_running{0};
  Rebuilds rebuilds;
  CacheTestOrigin cache_test_origin;
};

class App final : public io::Worker {
 public:
  explicit App(AppShared& shared);

  Response handle(Request& request) override;
  Response reject(const Request& request, int status, const std::string& detail) override;
  void finished(const Request& request, const Response& response, std::int64_t body_bytes,
                bool complete) override;

 private:
  using Arguments = std::vector<std::string>;  // what the path has in place of a route's :names
  // Which of reading and POST it is, `run` says by the case; `any` is taken from every origin.
  enum class Methods : std::uint8_t { reading, reading_or_post, any };
  enum class Served : std::uint8_t { always, in_test_mode };
  struct Route {
    std::string pattern;
    Response (App::*run)(Request&, const Arguments&);
    Methods methods = Methods::reading;
    Served served = Served::always;
  };
  static const std::vector<Route>& routes();

  Response route(Request& request);
  Response serve(Request& request, const Case& the_case, const Variant& variant, Delay delay = Delay::never);

  Response home(Request& request, const Arguments& arguments);
  Response catalogue_json(Request& request, const Arguments& arguments);
  Response cases_folder(Request& request, const Arguments& arguments);
  Response case_page(Request& request, const Arguments& arguments);
  Response variant_page(Request& request, const Arguments& arguments);
  Response floor_page(Request& request, const Arguments& arguments);
  Response examples_folder(Request& request, const Arguments& arguments);
  Response examples(Request& request, const Arguments& arguments);
  Response evidence(Request& request, const Arguments& arguments);
  Response job_page(Request& request, const Arguments& arguments);
  Response health(Request& request, const Arguments& arguments);
  Response ready(Request& request, const Arguments& arguments);
  Response version(Request& request, const Arguments& arguments);
  Response metrics(Request& request, const Arguments& arguments);

  // Test mode (app.test_mode) only.
  Response blind_page(Request& request, const Arguments& arguments);
  Response blind_list(Request& request, const Arguments& arguments);
  Response blind_truth(Request& request, const Arguments& arguments);
  Response trivial(Request& request, const Arguments& arguments);
  Response write(Request& request, const Arguments& arguments);
  Response sink_delay(Request& request, const Arguments& arguments);
  Response parts(Request& request, const Arguments& arguments);
  Response intervention(Request& request, const Arguments& arguments);
  Response cache_test(Request& request, const Arguments& arguments);
  Response tagged_page(Request& request, const Arguments& arguments);

  bool wants_probe(const Request& request) const;
  std::optional<SlowPlace> place_for(bool slow);
  bool names_session(const Request& request);  // with its knobs parsed; has_session() of shop/visitors.hpp
  void keep_evidence(const Request& request, const Response& response);

  AppShared& shared_;
  Owners owners_;
  std::optional<std::int64_t> began_us_;  // of the request at hand, until it is finished
  std::string_view route_label_;          // likewise; both for metrics
  std::optional<Exchange> exchange_;  // of the variant that runs; a streamed answer needs it to its last byte
  std::optional<SlowPlace> slow_place_;  // likewise
};

}  // namespace caseload
