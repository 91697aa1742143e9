// A private nginx in front of a FastCGI application, on a free port of 127.0.0.1 and perhaps elsewhere too,
// with all its files in one folder.
#pragma once

#include <memory>
#include <string>

#include "tests/support/child_process.hpp"

namespace caseload::test {

class PrivateNginx {
 public:
  // `app_socket`: the path of a Unix socket, or host:port. `location`: directives added to the only location.
  // `also`: a second address to listen on, as nginx writes it.
  PrivateNginx(const std::string& folder, const std::string& app_socket, const std::string& location = {},
               const std::string& also = {});

  int port() const { return port_; }
  std::string base() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int port_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace caseload::test
