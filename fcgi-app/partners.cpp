// caseload-partners: the services of other companies that pages call, as a separate program, so that the
// application never waits for its own threads. FastCGI behind a server of nginx that only this host reaches.
#include <exception>
#include <iostream>
#include <string>

#include "core/build_info.hpp"
#include "io/command_line/command_line.hpp"
#include "io/config/config.hpp"
#include "io/log/log.hpp"
#include "partners/partner_services.hpp"

namespace {

using namespace caseload;

int serve(const std::string& config_file) {
  const io::Config config = io::load_config(config_file);
  io::start_log(config.log_file, config.log_level);
  io::start_driver();
  io::ServerSettings settings = config.server;
  settings.threads = config.partner_threads;
  settings.reserved_paths = {"/healthz"};
  io::FcgiServer server(std::move(settings));
  return server.run([&config] { return std::make_unique<partners::PartnerServices>(config.database); });
}

}  // namespace

int main(int argc, char** argv) {
  io::CommandLine options("caseload-partners",
                          "Caseload's partners: stands in for the services that pages call over HTTP.",
                          build_info());
  std::string config_file;
  options.option("--config", config_file,
                 "configuration file (TOML); default: built-in defaults and CASELOAD_* variables");
  if (const auto status = options.parse(argc, argv)) return *status;
  try {
    return serve(config_file);
  } catch (const std::exception& error) {
    std::cerr << "caseload-partners: " << error.what() << '\n';
    return 1;
  }
}
