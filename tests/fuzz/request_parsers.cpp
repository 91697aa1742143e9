// What the web server passes on: FastCGI records, the address, forms.
#include <fcgiapp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <string>

#include "core/errors.hpp"
#include "core/form.hpp"
#include "core/knobs.hpp"
#include "core/text.hpp"
#include "io/fastcgi/fcgi_connection.hpp"
#include "io/fastcgi/fcgi_request.hpp"
#include "tests/fuzz/parsers.hpp"

namespace caseload::fuzz {
namespace {

constexpr std::size_t max_request_bytes = 32'768;  // fits into the buffer of a socket

struct Checked {
  io::FcgiChecks checks;
  std::string kept;
};

// In pieces of that size.
Checked checked(std::string_view bytes, std::size_t piece) {
  Checked result;
  while (!bytes.empty() && result.checks.violation().empty() && !result.checks.is_complete()) {
    std::string part(bytes.substr(0, piece));
    const io::FcgiChecks::Taken taken = result.checks.take(part);
    require(taken.bytes <= part.size() && taken.kept <= taken.bytes, "at most what was given is taken");
    if (taken.bytes < part.size())
      require(!result.checks.violation().empty() || result.checks.is_complete(),
              "a part is left only after a violation or the end of the request");
    result.kept += part.substr(0, taken.kept);
    bytes.remove_prefix(taken.bytes);
  }
  return result;
}

// The checks, then libfcgi and the decoder behind them, over a real socket.
void fastcgi(std::string_view bytes) {
  bytes = bytes.substr(0, max_request_bytes);
  const Checked whole = checked(bytes, bytes.size());
  const Checked pieces = checked(bytes, 1);
  require(whole.checks.violation() == pieces.checks.violation(), "a violation doesn't depend on the pieces");
  require(whole.checks.is_complete() == pieces.checks.is_complete() &&
              whole.checks.head_is_complete() == pieces.checks.head_is_complete(),
          "the end doesn't depend on the pieces");
  if (whole.checks.violation().empty())
    require(whole.kept == pieces.kept, "the kept bytes don't depend on the pieces");

  [[maybe_unused]] static const int initialised = FCGX_Init();
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) throw std::runtime_error("no socket pair");
  const io::Descriptor server(ends[0]);
  io::Descriptor ours(ends[1]);
  if (send(server.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) !=
      static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("the socket takes too few bytes");
  shutdown(server.get(), SHUT_WR);
  using std::chrono::seconds;
  io::FcgiInput input(ours.get(), {seconds(60), seconds(60), seconds(60), 0});
  if (input.read_head() != io::FcgiInput::Head::complete) return;
  io::FcgiConnection connection(std::move(ours), std::move(input));
  if (!connection.next_request()) return;
  const io::IncomingRequest incoming = io::read_request(connection, 10'000);
  require(incoming.request.body.size() <= 10'000, "a body is within its limit");
  connection.finish(false);
}

void query(std::string_view bytes) {
  const std::string target = "/" + std::string(bytes);
  const io::IncomingRequest incoming =
      io::decode_request({{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", target}});
  if (incoming.refusal) return;
  const Request& request = incoming.request;
  require(canonical_path(request.path) == request.path, "a decoded path is canonical");
  require(is_valid_utf8(request.path) && is_valid_text(request.query), "what was decoded is valid text");
  std::string again;
  for (const auto& [name, value] : request.query)
    again += (again.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
  require(parse_query(again) == request.query, "what is encoded again is decoded to the same");
  try {
    refuse_repeated(request.query);
    const std::vector<KnobSpec> specs{
        items_knob("items"), page_knob(64), dataset_knob(), {.name = "after", .type = KnobType::text}};
    const Knobs knobs = Knobs::parse(specs, request.query);
    require(knobs.n() >= 1 && knobs.n() <= 10'240, "a knob is within its bounds");
    const auto same = parse_query(knobs.query_string());
    require(same && Knobs::parse(specs, *same).values() == knobs.values(),
            "the text of knobs gives the same knobs");
  } catch (const BadRequest& error) {
    require(is_valid_utf8(error.what()), "a refusal is valid text");
  }
}

void form(std::string_view bytes) {
  Request request{.method = Method::post,
                  .method_name = "POST",
                  .headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}},
                  .body = std::string(bytes)};
  try {
    read_form(request);
    refuse_repeated(request.query);
    require(is_valid_text(request.query), "the fields of a form are valid text");
  } catch (const BadRequest& error) {
    require(is_valid_utf8(error.what()), "a refusal is valid text");
  }
}

constexpr std::array all{Parser{"fastcgi", fastcgi, max_request_bytes}, Parser{"query", query},
                         Parser{"form", form}};

}  // namespace

std::span<const Parser> request_parsers() {
  return all;
}

}  // namespace caseload::fuzz
