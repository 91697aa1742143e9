#include "tests/support/test_server.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <chrono>
#include <concepts>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <tuple>

#include "core/cancellation.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/log/log.hpp"
#include "io/metrics/metrics.hpp"
#include "io/text/hash.hpp"
#include "tests/support/child_function.hpp"
#include "tests/support/sockets.hpp"

namespace caseload::test {
namespace {

std::int64_t number(const Request& request, std::string_view name) {
  return whole_number(request.parameter(name).value_or("")).value_or(0);
}

void wait_ms(std::int64_t milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

Response echo(const Request& request) {
  std::string text = "method=" + request.method_name + "\npath=" + request.path +
                     "\ntarget=" + request.target + "\nid=" + request.id +
                     "\nremote=" + request.remote_address + "\nhttps=" + (request.https ? "yes" : "no") +
                     "\n";
  for (const auto& [name, value] : request.query) text += "query " + name + "=" + value + "\n";
  for (const auto& [name, value] : request.headers) text += "header " + name + "=" + value + "\n";
  text += "bytes=" + std::to_string(request.body.size()) + "\nsha256=" + io::sha256_hex(request.body) + "\n";
  return {.status = 200, .headers = {{"Content-Type", "text/plain"}}, .body = std::move(text)};
}

class TestWorker final : public io::Worker {
 public:
  explicit TestWorker(ServerCounts& counts) : counts_(counts) {}

  Response stream(std::function<void(Sink&)> producer) {
    return {.status = 200,
            .headers = {{"Content-Type", "text/plain"}, {"X-Accel-Buffering", "no"}},
            .producer = [this, producer = std::move(producer)](Sink& sink) {
              ++counts_.streams;
              producer(sink);
            }};
  }

  Response handle(Request& request) override {
    ++counts_.begun;
    return counted(response_to(request));
  }

  Response reject(const Request&, int status, const std::string& detail) override {
    return counted(
        {.status = status, .headers = {{"Content-Type", "text/plain"}}, .body = "rejected: " + detail});
  }

 private:
  Response counted(Response response) {
    response.finished = [&counts = counts_](const SentResponse& sent) {
      counts.body_bytes += sent.body_bytes;
      ++(sent.complete ? counts.complete : counts.incomplete);
    };
    return response;
  }

  Response response_to(Request& request) {
    if (request.path == "/metrics") return {.status = 200, .body = io::metrics_text()};
    if (request.path == "/log") {
      io::log(io::LogLevel::info, "requested");
      return {.status = 200, .body = "logged"};
    }
    if (request.path == "/echo") return echo(request);
    if (request.path == "/bytes")
      return {.status = 200, .body = std::string(static_cast<std::size_t>(number(request, "n")), 'b')};
    if (request.path == "/wait") {
      wait_ms(number(request, "ms"));
      return {.status = 200, .body = "waited"};
    }
    if (request.path == "/parts")
      return stream([n = number(request, "n"), ms = number(request, "ms")](Sink& sink) {
        for (std::int64_t part = 0; part < n; ++part) {
          if (part > 0) wait_ms(ms);
          sink.write("part " + std::to_string(part) + "\n");
          sink.flush();
        }
      });
    if (request.path == "/fail")
      return stream([after = number(request, "after")](Sink& sink) {
        sink.write(std::string(static_cast<std::size_t>(after), 'f'));
        if (after > 0) sink.flush();
        throw std::runtime_error("the producer failed");
      });
    if (request.path == "/unavailable")
      return stream([](Sink&) { throw Unavailable("the database is unavailable"); });
    if (request.path == "/endless")
      return stream([](Sink& sink) {
        while (true) sink.write(std::string(10'000, 'e'));
      });
    if (request.path == "/header")
      return {
          .status = 200, .headers = {{"X-Value", std::string(*request.parameter("value"))}}, .body = "body"};
    if (request.path == "/status")
      return {.status = static_cast<int>(number(request, "code")), .body = "a body"};
    if (request.path == "/until-cancelled") {
      try {
        for (;;) {
          thread_cancellation.check();
          wait_ms(1);
        }
      } catch (const ClientDisconnected&) {
        ++counts_.cancelled;
        throw;
      }
    }
    if (request.path == "/meet") {
      static std::atomic<std::int64_t> here = 0;
      ++here;
      while (here < number(request, "n")) {
        thread_cancellation.check();
        wait_ms(1);
      }
      return {.status = 200, .body = "met"};
    }
    if (request.path == "/throw") throw std::runtime_error("a broken promise");
    return reject(request, 404, "no such page");
  }

  ServerCounts& counts_;
};

// A new member of the settings does not compile until it is passed on here.
auto members_of(auto& settings) {
  auto& [listen, socket_mode, threads, backlog, keep_connections, max_body_bytes, head_timeout_s,
         body_timeout_s, io_timeout_s, stop_timeout_s, reserved_paths] = settings;
  return std::tie(listen, socket_mode, threads, backlog, keep_connections, max_body_bytes, head_timeout_s,
                  body_timeout_s, io_timeout_s, stop_timeout_s, reserved_paths);
}

std::string to_text(const std::string& value) {
  return value;
}
std::string to_text(std::int64_t value) {
  return std::to_string(value);
}
std::string to_text(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& each : values) text += each + '\n';
  return text;
}

void from_text(const std::string& text, std::string& value) {
  value = text;
}
template <std::integral Number>
void from_text(const std::string& text, Number& value) {
  value = static_cast<Number>(std::stoll(text));
}
void from_text(const std::string& text, std::vector<std::string>& values) {
  values = split(text, "\n");
}

// Parent and child map the same file. A new one holds zeros.
ServerCounts* map_counts(const std::string& file) {
  const io::Descriptor opened(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!opened || ftruncate(opened.get(), sizeof(ServerCounts)) != 0)
    throw std::system_error(errno, std::generic_category(), file);
  void* shared = mmap(nullptr, sizeof(ServerCounts), PROT_READ | PROT_WRITE, MAP_SHARED, opened.get(), 0);
  if (shared == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  return static_cast<ServerCounts*>(shared);
}

int serve(const ChildFunction::Arguments& arguments) {
  auto argument = arguments.begin();
  ServerCounts& counts = *map_counts(*argument++);
  io::start_log(*argument++, "info");
  io::ServerSettings settings;
  std::apply([&](auto&... members) { (from_text(*argument++, members), ...); }, members_of(settings));
  if (settings.listen == "systemd") {
    setenv("LISTEN_FDS", "1", 1);
    setenv("LISTEN_PID", std::to_string(getpid()).c_str(), 1);
  }
  io::FcgiServer server(settings);
  return server.run([&counts] { return std::make_unique<TestWorker>(counts); });
}

const ChildFunction server_process("test_server", serve);

bool responds(const std::string& listen) {
  if (listen.starts_with('/')) return static_cast<bool>(connect_unix(listen));
  return static_cast<bool>(connect_tcp(std::stoi(listen.substr(listen.rfind(':') + 1))));
}

}  // namespace

TestServer::TestServer(const io::ServerSettings& settings, const io::Descriptor* inherited,
                       const std::string& log_file) {
  const std::string counts_file = folder_.path() + "/counts";
  ChildFunction::Arguments arguments{counts_file, log_file};
  std::apply([&](const auto&... members) { (arguments.push_back(to_text(members)), ...); },
             members_of(settings));
  counts_ = map_counts(counts_file);
  process_ = std::make_unique<ChildProcess>(server_process.command(arguments), folder_.path() + "/output",
                                            inherited == nullptr ? -1 : inherited->get());
  if (inherited != nullptr) return;  // the queue already exists
  if (!becomes_true([&] { return !process_->is_running() || responds(settings.listen); }) ||
      !process_->is_running())
    throw std::runtime_error("the test server did not start: " + output());
}

TestServer::~TestServer() {
  process_.reset();
  BOOST_TEST(output() == "");
  munmap(counts_, sizeof(ServerCounts));
}

std::string TestServer::output() const {
  std::ifstream file(folder_.path() + "/output");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace caseload::test
