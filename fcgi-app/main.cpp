// caseload-app, the FastCGI application: reads the configuration, builds what all threads share, and serves
// requests until SIGTERM.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "app/app.hpp"
#include "core/build_info.hpp"
#include "core/catalogue.hpp"
#include "core/catalogue_document.hpp"
#include "core/errors.hpp"
#include "io/command_line/command_line.hpp"
#include "io/json/json.hpp"
#include "io/log/log.hpp"
#include "io/log/request_log.hpp"
#include "io/text/lessons.hpp"
#if CASELOAD_LAB
#include "lab/lab.hpp"
#endif

namespace {

using namespace caseload;

Extension test_mode(const io::Config& config) {
#if CASELOAD_LAB
  if (config.test_mode) return lab(config);
#endif
  if (config.test_mode)
    throw ConfigError("app.test_mode is true, but this program was built without test mode (LAB=0)");
  return {};
}

int serve(const std::string& config_file) {
  io::Config config = io::load_config(config_file);
  io::start_log(config.log_file, config.log_level);
  io::limit_request_log(config.request_log_max_bytes);
  io::start_driver();
  const Extension extension = test_mode(config);
  AppShared shared(std::move(config), extension);
  io::ServerSettings settings = shared.config.server;
  settings.reserved_paths = App::reserved_paths();
  io::FcgiServer server(std::move(settings));
  return server.run([&shared] { return std::make_unique<App>(shared); },
                    [&shared] { return std::make_unique<App>(shared, App::Role::reserve); });
}

}  // namespace

int main(int argc, char** argv) {
  using namespace caseload;
  io::CommandLine options("caseload-app",
                          "Caseload: a portfolio of web performance problems you can run. A FastCGI "
                          "application for use behind nginx.",
                          build_info());
  std::string config_file;
  bool print_catalogue = false;
  bool print_reference = false;
  bool print_example = false;
  bool only_check = false;
  options.option("--config", config_file,
                 "configuration file (TOML); default: built-in defaults and CASELOAD_* variables");
  options.flag("--catalogue", print_catalogue,
               "print all cases as JSON, the same as /catalogue.json, and exit");
  options.flag("--config-reference", print_reference, "print every configuration key as Markdown and exit");
  options.flag("--config-example", print_example,
               "print a configuration file with every key and its default, and exit");
  options.flag("--check", only_check, "check configuration, templates and sources, report errors, and exit");
  if (const auto status = options.parse(argc, argv)) return *status;
  try {
    if (print_catalogue) {
      const Portfolio portfolio(
          catalogue(), io::read_lessons(io::load_config(config_file).source_folder + "/fcgi-app/cases"));
      std::cout << io::to_json(catalogue_document(portfolio), 2) << '\n';
      return 0;
    }
    if (print_reference) {
      std::cout << io::config_reference();
      return 0;
    }
    if (print_example) {
      std::cout << io::config_example();
      return 0;
    }
    if (only_check) {
      const io::Config config = io::load_config(config_file);
      const AppShared unserved(config, test_mode(config));
      std::cout << "caseload-app: the configuration and the templates are valid\n";
      return 0;
    }
    return serve(config_file);
  } catch (const std::exception& error) {
    std::cerr << "caseload-app: " << error.what() << '\n';
    return 1;
  }
}
