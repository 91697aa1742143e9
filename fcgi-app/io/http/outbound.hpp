// Another service as one request sees it. Records every call into the Trace. All calls of the request
// together have one deadline, which begins with the first of them (HttpSettings::deadline_ms). A call that
// fails is a reply with the reason, since a page is often useful without it. Throws ClientDisconnected.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/request.hpp"
#include "core/trace.hpp"
#include "io/http/http_client.hpp"

namespace caseload {

class Outbound {
 public:
  // The references must outlive this object.
  Outbound(io::HttpClient& client, Trace& trace, const Request& request);

  io::HttpReply send(const io::HttpCall& call);
  // Together, at most HttpSettings::max_at_once at a time. The replies are in the order of the calls.
  std::vector<io::HttpReply> send_all(std::span<const io::HttpCall> calls);

  // Called after a probe's last reading: records which calls need the result of an earlier one, as far as the
  // values that they send show it (OutboundCall::uses_earlier).
  void end_probe();

 private:
  struct Exchanged {
    std::string sent, received;
  };

  io::HttpClient& client_;
  Trace& trace_;
  const Request& request_;
  std::optional<io::HttpClient::Deadline> deadline_;
  std::vector<std::vector<Exchanged>> kept_;  // probe only; the calls that were sent together
};

}  // namespace caseload
