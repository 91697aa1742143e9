#include "core/server_address.hpp"

#include "core/text.hpp"

namespace caseload {

std::optional<ServerAddress> server_address(std::string_view text, int default_port) {
  if (text.starts_with('/')) return ServerAddress{.socket = std::string(text), .host = {}, .port = 0};
  const std::size_t colon = text.rfind(':');
  const bool has_port = colon != text.npos && !text.ends_with(']');
  std::string_view host = text.substr(0, has_port ? colon : text.size());
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto port = has_port ? whole_number(text.substr(colon + 1)) : std::int64_t{default_port};
  if (host.empty() || !port || *port < 1 || *port > 65'535) return std::nullopt;
  return ServerAddress{.socket = {}, .host = std::string(host), .port = static_cast<int>(*port)};
}

}  // namespace caseload
