#include "tests/support/private_memcached.hpp"

#include <filesystem>
#include <stdexcept>
#include <utility>

#include "tests/support/sockets.hpp"

namespace caseload::test {

PrivateMemcached::PrivateMemcached(std::string address, std::vector<std::string> options)
    : address_(std::move(address)), options_(std::move(options)) {
  restart();
}

void PrivateMemcached::restart() {
  process_.reset();
  std::vector<std::string> command{"memcached", "-t", "2", "-m", "32", "-U", "0"};
  if (is_root()) command.insert(command.end(), {"-u", "root"});
  const bool is_unix = address_.starts_with('/');
  const int port = is_unix ? 0 : std::stoi(address_.substr(address_.rfind(':') + 1));
  if (is_unix) {
    std::filesystem::remove(address_);
    command.insert(command.end(), {"-s", address_, "-a", "0600"});
  } else {
    command.insert(command.end(), {"-l", "127.0.0.1", "-p", std::to_string(port)});
  }
  command.insert(command.end(), options_.begin(), options_.end());
  process_ = std::make_unique<ChildProcess>(command, "/dev/null");
  const auto responds = [&] {
    return static_cast<bool>(is_unix ? connect_unix(address_) : connect_tcp(port));
  };
  if (!becomes_true([&] { return !process_->is_running() || responds(); }) || !process_->is_running())
    throw std::runtime_error("memcached did not start at " + address_);
}

}  // namespace caseload::test
