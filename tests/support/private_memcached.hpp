// A private memcached on a Unix socket.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/child_process.hpp"

namespace caseload::test {

class PrivateMemcached {
 public:
  // `address`: the path of a socket, or 127.0.0.1:port.
  explicit PrivateMemcached(std::string address, std::vector<std::string> options = {});

  const std::string& address() const { return address_; }
  ChildProcess& process() { return *process_; }
  void restart();  // kills it if it runs; all items are lost

 private:
  std::string address_;
  std::vector<std::string> options_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace caseload::test
