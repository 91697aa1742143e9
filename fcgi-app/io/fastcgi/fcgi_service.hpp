// Serves the requests of one connection: reads the body, lets a worker respond, sends the response.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/errors.hpp"
#include "io/fastcgi/disconnect_watch.hpp"
#include "io/fastcgi/fcgi_connection.hpp"
#include "io/fastcgi/fcgi_server.hpp"
#include "io/process/event.hpp"

namespace caseload::io {

class FcgiService {
 public:
  FcgiService(const ServerSettings& settings, DisconnectWatch& watch, const Event& stop)
      : settings_(settings), watch_(watch), stop_(stop) {}

  // The first request's head has been decoded. `thread` is the caller's number in the watch.
  void serve(FcgiConnection& connection, Worker& worker, std::size_t thread);
  // Serves this request and closes the connection, for a thread that must not wait.
  void serve_once(FcgiConnection& connection, Worker& worker, std::size_t thread);
  // The same, with the response 503.
  void refuse_busy(FcgiConnection& connection, Worker& worker, std::size_t thread);

 private:
  enum class Afterwards { close, may_keep };
  void respond(FcgiConnection& connection, Worker& worker, std::size_t thread, Afterwards afterwards,
               const HttpError* refused = nullptr);
  bool read_next(FcgiConnection& connection) const;

  const ServerSettings& settings_;
  DisconnectWatch& watch_;
  const Event& stop_;
};

inline constexpr std::string_view too_many_waiting = "too many requests are waiting";
inline constexpr std::string_view undecodable = "a parameter has a NUL, or its name has a '='";

// Counts and logs why a connection is closed without a response.
void note_refused(std::string_view reason);

}  // namespace caseload::io
