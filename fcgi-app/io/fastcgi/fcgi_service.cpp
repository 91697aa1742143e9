#include "io/fastcgi/fcgi_service.hpp"

#include <poll.h>

#include <cerrno>
#include <exception>
#include <optional>

#include "core/errors.hpp"
#include "io/fastcgi/fcgi_request.hpp"
#include "io/fastcgi/fcgi_response.hpp"
#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload::io {
namespace {

// The error that the client sees when a producer failed. HttpErrors are meant for clients, all others only
// for the log.
HttpError error_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const HttpError& error) {
    return error;
  } catch (const std::exception&) {
    return HttpError(500, internal_failure);
  }
}

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  }
}

void log_failure(const Request& request, std::string_view message, const std::string& reason) {
  log(LogLevel::error, message, {{"request_id", request.id}, {"target", request.target}, {"reason", reason}});
}

void count_disconnected() {
  count("caseload_responses_truncated_total", "reason=\"client_disconnected\"");
}

class InFlight {
 public:
  InFlight() { count("caseload_requests_in_flight"); }
  ~InFlight() { count("caseload_requests_in_flight", {}, -1); }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;
};

// Replaces the response but keeps `finished`, because it is still the same request.
void replace(Response& response, Response other) {
  other.finished = std::move(response.finished);
  response = std::move(other);
}

// The response of a worker, with headers that can be sent. Throws ClientDisconnected.
Response response_to(IncomingRequest& incoming, Worker& worker) {
  Request& request = incoming.request;
  Response response = incoming.refusal
                          ? worker.reject(request, incoming.refusal->status, incoming.refusal->detail)
                          : worker.handle(request);
  if (const std::string problem = header_problem(response); !problem.empty()) {
    log_failure(request, "a response could not be sent because of its headers", problem);
    replace(response, worker.reject(request, 500, internal_failure));
  }
  return response;
}

Sent send_or_reject(FcgiConnection& connection, const IncomingRequest& incoming, Response& response,
                    Worker& worker) {
  const Request& request = incoming.request;
  const BodyLength length =
      response.producer ? body_length_for(connection.parameters()) : BodyLength::optional;
  Sent sent = send_response(connection, request.method, length, response);
  if (sent.end != Sent::End::failed_before_output) return sent;
  log_failure(request, "a response failed before its first byte", text_of(sent.failure));
  const HttpError error = error_of(sent.failure);
  replace(response, worker.reject(request, error.status, error.what()));
  for (const auto& [name, value] : error.headers) response.set(name, value);
  return send_response(connection, request.method, length, response);
}

template <class Work>
void for_a_connection(const Work& work) {
  try {
    work();
  } catch (const ClientDisconnected&) {
    count_disconnected();
  } catch (const std::exception& error) {  // e.g. out of memory; only this connection is lost
    log(LogLevel::error, "a connection was dropped", {{"reason", error.what()}});
  }
}

}  // namespace

void FcgiService::serve(FcgiConnection& connection, Worker& worker, std::size_t thread) {
  for_a_connection([&] {
    do {
      const InFlight in_flight;
      respond(connection, worker, thread, Afterwards::may_keep);
    } while (connection.is_open() && read_next(connection));
  });
}

void FcgiService::serve_once(FcgiConnection& connection, Worker& worker, std::size_t thread) {
  for_a_connection([&] {
    const InFlight in_flight;
    respond(connection, worker, thread, Afterwards::close);
  });
}

void FcgiService::refuse_busy(FcgiConnection& connection, Worker& worker, std::size_t thread) {
  const Unavailable refused(std::string(too_many_waiting) + "; try again");
  for_a_connection([&] { respond(connection, worker, thread, Afterwards::close, &refused); });
}

void FcgiService::respond(FcgiConnection& connection, Worker& worker, std::size_t thread,
                          Afterwards afterwards, const HttpError* refused) {
  std::optional<DisconnectWatch::Request> watched(std::in_place, watch_, thread, connection.descriptor());
  IncomingRequest incoming = read_request(connection, settings_.max_body_bytes);
  if (connection.body_was_truncated()) {
    const std::string_view violation = connection.input().violation();
    note_refused(violation.empty() ? "the body of a request is incomplete or took too long" : violation);
    return connection.close();
  }
  if (connection.input().peer_has_disconnected()) throw ClientDisconnected{};
  if (refused != nullptr && !incoming.refusal) incoming.refusal = Refusal{refused->status, refused->what()};
  Response response = response_to(incoming, worker);
  if (refused != nullptr && response.status == refused->status)
    for (const auto& [name, value] : refused->headers) response.set(name, value);
  Sent sent{.end = Sent::End::client_disconnected};
  if (!thread_cancellation.is_requested()) sent = send_or_reject(connection, incoming, response, worker);
  watched.reset();  // the web server may close the connection as soon as it has the last byte
  switch (sent.end) {
    case Sent::End::complete:
      connection.finish(settings_.keep_connections && afterwards == Afterwards::may_keep && !stop_.is_set());
      break;
    case Sent::End::client_disconnected:
      count_disconnected();
      connection.close();
      break;
    case Sent::End::failed_before_output:
    case Sent::End::failed_during_output:
      count("caseload_responses_truncated_total", "reason=\"failed\"");
      log_failure(incoming.request,
                  "a response failed after its first bytes; the client's connection is aborted",
                  text_of(sent.failure));
      connection.abort();
      break;
  }
  if (response.finished)
    response.finished({.status = response.status,
                       .body_bytes = sent.body_bytes,
                       .complete = sent.end == Sent::End::complete});
}

// Waits for the next request on an open connection, or for the stop.
bool FcgiService::read_next(FcgiConnection& connection) const {
  pollfd waiting[] = {{.fd = connection.descriptor(), .events = POLLIN, .revents = 0},
                      {.fd = stop_.descriptor(), .events = POLLIN, .revents = 0}};
  int happened = 0;
  do {
    happened = poll(waiting, 2, settings_.io_timeout_s * 1'000);
  } while (happened < 0 && errno == EINTR);
  if (happened <= 0 || stop_.is_set()) return false;
  connection.input().expect_next_request();
  const auto patience = std::chrono::seconds(settings_.head_timeout_s);
  const FcgiInput::Head head = connection.input().wait_for_head(patience);
  if (head == FcgiInput::Head::refused) note_refused(connection.input().violation());
  if (head == FcgiInput::Head::incomplete) note_refused("the head of a request took too long");
  if (head != FcgiInput::Head::complete) return false;
  const bool is_decoded = connection.next_request();
  if (!is_decoded) note_refused(undecodable);
  return is_decoded;
}

void note_refused(std::string_view reason) {
  count("caseload_fastcgi_refused_total");
  log(LogLevel::warning, "a connection was closed", {{"reason", reason}});
}

}  // namespace caseload::io
