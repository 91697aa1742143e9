// Where a server listens, as the configuration names it: the path of a Unix socket, "host:port", or a host
// alone. An IPv6 address is in brackets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace caseload {

struct ServerAddress {
  std::string socket;  // empty: host and port
  std::string host;
  int port = 0;
};

std::optional<ServerAddress> server_address(std::string_view text, int default_port);

}  // namespace caseload
