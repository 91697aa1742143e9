#include "io/config/config_keys.hpp"

#include <array>
#include <cctype>
#include <cstdio>

#include "io/json/json.hpp"

namespace caseload::io {
namespace {

using KeyType = ConfigKey::Type;

constexpr std::array<std::string_view, 4> log_levels{"debug", "info", "warning", "error"};
constexpr std::array<std::string_view, 2> profiles{"standard", "public"};

const std::array keys = std::to_array<ConfigKey>({
    {.section = "server",
     .name = "listen",
     .help =
         "Address on which the application listens for nginx: the path of a Unix socket, \"host:port\", or "
         "\"systemd\" for a socket opened by systemd (or another parent process), whose queue survives "
         "restarts.",
     .field = [](Config& c) { return &c.server.listen; }},
    {.section = "server",
     .name = "socket_mode",
     .help = "File mode of the Unix socket. nginx's workers need write permission.",
     .field = [](Config& c) { return &c.server.socket_mode; },
     .minimum = 0,
     .maximum = 0777,
     .type = KeyType::file_mode},
    {.section = "server",
     .name = "threads",
     .help = "Number of threads. Each handles one request at a time and has its own database connections and "
             "cache client. Further requests wait in the queue.",
     .field = [](Config& c) { return &c.server.threads; },
     .minimum = 1,
     .maximum = 512},
    {.section = "server",
     .name = "backlog",
     .help = "Length of the queue of connections that are not yet accepted. The kernel limits it to "
             "net.core.somaxconn.",
     .field = [](Config& c) { return &c.server.backlog; },
     .minimum = 16,
     .maximum = 65'535},
    {.section = "server",
     .name = "keep_connections",
     .help =
         "Serve several requests on one connection if nginx requests it (fastcgi_keep_conn). A connection "
         "then occupies its thread even when idle. Use more threads than the number of connections that "
         "all nginx workers keep open, or some clients wait for a long time.",
     .field = [](Config& c) { return &c.server.keep_connections; }},
    {.section = "server",
     .name = "max_body_bytes",
     .help = "Maximum size of a request body. Larger requests get 413.",
     .field = [](Config& c) { return &c.server.max_body_bytes; },
     .minimum = 0,
     .maximum = 100'000'000},
    {.section = "server",
     .name = "head_timeout_s",
     .help = "Time limit for receiving a request up to its body. Then its connection is closed. nginx sends "
             "it at "
             "once.",
     .field = [](Config& c) { return &c.server.head_timeout_s; },
     .minimum = 1,
     .maximum = 3'600},
    {.section = "server",
     .name = "body_timeout_s",
     .help =
         "Time limit for receiving the body of a request. Then its connection is closed. nginx sends it at "
         "once, unless fastcgi_request_buffering is off.",
     .field = [](Config& c) { return &c.server.body_timeout_s; },
     .minimum = 1,
     .maximum = 3'600},
    {.section = "server",
     .name = "io_timeout_s",
     .help =
         "A connection is closed if the web server accepts no byte of a response for this long, or if a kept "
         "connection is idle for this long.",
     .field = [](Config& c) { return &c.server.io_timeout_s; },
     .minimum = 1,
     .maximum = 3'600},
    {.section = "server",
     .name = "stop_timeout_s",
     .help =
         "How long running requests may take to finish after SIGTERM. Then the process exits with status 1.",
     .field = [](Config& c) { return &c.server.stop_timeout_s; },
     .minimum = 1,
     .maximum = 600},
    {.section = "database",
     .name = "socket",
     .help = "Path of the server's Unix socket. Empty: use host and port.",
     .field = [](Config& c) { return &c.database.socket; }},
    {.section = "database",
     .name = "host",
     .help = "Host name or address of the server.",
     .field = [](Config& c) { return &c.database.host; }},
    {.section = "database",
     .name = "port",
     .help = "Port of the server.",
     .field = [](Config& c) { return &c.database.port; },
     .minimum = 1,
     .maximum = 65'535},
    {.section = "database",
     .name = "user",
     .help = "User to connect as.",
     .field = [](Config& c) { return &c.database.user; }},
    {.section = "database",
     .name = "password",
     .help = "Password of the user.",
     .field = [](Config& c) { return &c.database.password; },
     .type = KeyType::secret},
    {.section = "database",
     .name = "tcp_address",
     .help = "Where the same server also listens on TCP, as \"host:port\". Only the pages that show what a "
             "connection costs use it. Empty: they connect like all others.",
     .field = [](Config& c) { return &c.database.tcp_address; }},
    {.section = "database",
     .name = "tcp_password",
     .help = "Password of the user at tcp_address, if it differs from the one on the socket.",
     .field = [](Config& c) { return &c.database.tcp_password; },
     .type = KeyType::secret},
    {.section = "database",
     .name = "replica",
     .help =
         "A server that replicates this one: the path of a Unix socket, or \"host:port\". Reads that may be "
         "stale (Services::stale) go there, with the same user and password, who also needs the privilege "
         "REPLICA MONITOR. Empty: all reads go to the server above.",
     .field = [](Config& c) { return &c.database.replica; },
     .type = KeyType::server},
    {.section = "database",
     .name = "replica_max_lag_s",
     .help = "The replica is not used while it is further behind than this, or does not know how far.",
     .field = [](Config& c) { return &c.database.replica_max_lag_s; },
     .minimum = 1,
     .maximum = 3'600},
    {.section = "database",
     .name = "name_prefix",
     .help = "Prefix of the databases' names, which end in _x1, _x4 and _x16.",
     .field = [](Config& c) { return &c.database.name_prefix; }},
    {.section = "database",
     .name = "statement_timeout_ms",
     .help = "Time limit for one query.",
     .field = [](Config& c) { return &c.database.statement_timeout_ms; },
     .minimum = 1,
     .maximum = 3'600'000},
    {.section = "database",
     .name = "stream_timeout_ms",
     .help = "Time limit for a query whose rows are streamed one by one.",
     .field = [](Config& c) { return &c.database.stream_timeout_ms; },
     .minimum = 1,
     .maximum = 86'400'000},
    {.section = "database",
     .name = "read_timeout_s",
     .help =
         "How long the server may send nothing, while a query runs or between two parts of a streamed "
         "result. "
         "Then the server counts as unavailable and the connection is closed. It must be longer than "
         "statement_timeout_ms and should be less than the proxy's time limit. 0: five seconds longer than "
         "statement_timeout_ms.",
     .field = [](Config& c) { return &c.database.read_timeout_s; },
     .minimum = 0,
     .maximum = 7'200},
    {.section = "database",
     .name = "retry_limit_ms",
     .help = "How long one request or job retries queries that failed because of other transactions' locks. "
             "Together with one more query, this should be less than the proxy's time limit.",
     .field = [](Config& c) { return &c.database.retry_limit_ms; },
     .minimum = 0,
     .maximum = 3'600'000},
    {.section = "database",
     .name = "connect_timeout_s",
     .help = "Time limit for connecting.",
     .field = [](Config& c) { return &c.database.connect_timeout_s; },
     .minimum = 1,
     .maximum = 60},
    {.section = "cache",
     .name = "servers",
     .help = "memcached servers: paths of Unix sockets, or \"host:port\". Keys are distributed by consistent "
             "hashing, so all application hosts need the same list in the same order. Empty: no cache.",
     .field = [](Config& c) { return &c.cache.servers; },
     .type = KeyType::server},
    {.section = "cache",
     .name = "timeout_ms",
     .help = "Time limit for one operation.",
     .field = [](Config& c) { return &c.cache.timeout_ms; },
     .minimum = 1,
     .maximum = 10'000},
    {.section = "cache",
     .name = "breaker_failures",
     .help = "Number of consecutive failures after which a server is no longer used.",
     .field = [](Config& c) { return &c.cache.breaker_failures; },
     .minimum = 1,
     .maximum = 1'000},
    {.section = "cache",
     .name = "breaker_seconds",
     .help = "Time until one operation tries that server again.",
     .field = [](Config& c) { return &c.cache.breaker_seconds; },
     .minimum = 1,
     .maximum = 3'600},
    {.section = "cache",
     .name = "max_value_bytes",
     .help =
         "Larger values are not stored. memcached's own limit is 1 MiB including key and header (option -I).",
     .field = [](Config& c) { return &c.cache.max_value_bytes; },
     .minimum = 1,
     .maximum = 134'217'728},
    {.section = "partners",
     .name = "address",
     .help =
         "Where the application calls the partner services (stock, price, delivery, payment): the path of "
         "a Unix socket, or \"host:port\". nginx passes the calls on to caseload-partners.",
     .field = [](Config& c) { return &c.partners.address; }},
    {.section = "partners",
     .name = "deadline_ms",
     .help = "Time limit for all calls of one request together.",
     .field = [](Config& c) { return &c.partners.deadline_ms; },
     .minimum = 1,
     .maximum = 600'000},
    {.section = "partners",
     .name = "max_response_bytes",
     .help = "A call whose response is larger fails.",
     .field = [](Config& c) { return &c.partners.max_response_bytes; },
     .minimum = 1,
     .maximum = 100'000'000},
    {.section = "partners",
     .name = "max_at_once",
     .help = "Maximum number of calls that one request makes at the same time. Further ones wait.",
     .field = [](Config& c) { return &c.partners.max_at_once; },
     .minimum = 1,
     .maximum = 64},
    {.section = "partners",
     .name = "threads",
     .help = "Number of threads of caseload-partners, which takes its other settings from server and "
             "database.",
     .field = [](Config& c) { return &c.partner_threads; },
     .minimum = 1,
     .maximum = 512},
    {.section = "worker",
     .name = "threads",
     .help = "Number of jobs that one worker runs at a time. Each has its own database connections.",
     .field = [](Config& c) { return &c.worker.threads; },
     .minimum = 1,
     .maximum = 256},
    {.section = "worker",
     .name = "lease_s",
     .help =
         "How long a worker owns a job. A running worker renews its leases. If it dies, other workers take "
         "over its jobs after this time.",
     .field = [](Config& c) { return &c.worker.lease_s; },
     .minimum = 1,
     .maximum = 3'600},
    {.section = "worker",
     .name = "stop_timeout_s",
     .help = "How long running jobs may take to finish after SIGTERM. Then they are returned to the queue.",
     .field = [](Config& c) { return &c.worker.stop_timeout_s; },
     .minimum = 0,
     .maximum = 600},
    {.section = "worker",
     .name = "kept_jobs",
     .help =
         "Number of finished jobs that are kept with their results, per dataset. It applies separately to "
         "jobs that are done and jobs that failed.",
     .field = [](Config& c) { return &c.worker.kept_jobs; },
     .minimum = 1,
     .maximum = 1'000'000},
    {.section = "app",
     .name = "templates_folder",
     .help = "Folder of the templates.",
     .field = [](Config& c) { return &c.templates_folder; }},
    {.section = "app",
     .name = "source_folder",
     .help = "Folder that contains fcgi-app/cases with the lessons and templates of the cases.",
     .field = [](Config& c) { return &c.source_folder; }},
    {.section = "app",
     .name = "excerpts_file",
     .help = "File with the code that case pages show. `make build` writes it beside the programs.",
     .field = [](Config& c) { return &c.excerpts_file; }},
    {.section = "app",
     .name = "base_url",
     .help =
         "Address that visitors use, such as https://caseload.example.org, or "
         "https://example.org/perf if a proxy passes /perf/... on as /.... Every link then begins with its "
         "path, commands begin with all of it, and pages of its origin may write. Nothing from the "
         "request is used for links.",
     .field = [](Config& c) { return &c.base_url; },
     .type = KeyType::web_address},
    {.section = "app",
     .name = "profile",
     .help =
         "\"public\" is for a demonstration that is open to everyone. Probes and test mode are refused, only "
         "a few slow pages run at once, and the worker removes the rows that visitors wrote before they "
         "are an hour old. `caseload setup` then also limits the rate of requests in nginx.",
     .field = [](Config& c) { return &c.profile; },
     .choices = profiles},
    {.section = "app",
     .name = "evidence_headers",
     .help = "Send the Evidence and Server-Timing headers.",
     .field = [](Config& c) { return &c.evidence_headers; }},
    {.section = "app",
     .name = "probes",
     .help = "Accept the header \"Probe: 1\", which stores the request's whole trace for /evidence/.",
     .field = [](Config& c) { return &c.probes; }},
    {.section = "app",
     .name = "test_mode",
     .help =
         "Serve the pages of test mode: /test/, blind addresses below /b/, interventions. Don't use it on a "
         "public site.",
     .field = [](Config& c) { return &c.test_mode; }},
    {.section = "app",
     .name = "max_slow_running",
     .help =
         "Maximum number of slow variants and streamed responses that run at once. Further requests get 503 "
         "with "
         "Retry-After. 0: half of server.threads, so that the other threads are free for fast pages. Values "
         "of server.threads and above have no effect.",
     .field = [](Config& c) { return &c.max_slow_running; },
     .minimum = 0,
     .maximum = 100'000},
    {.section = "log",
     .name = "file",
     .help = "Path of the log file. Empty: standard error. SIGHUP reopens it.",
     .field = [](Config& c) { return &c.log_file; }},
    {.section = "log",
     .name = "level",
     .help = "Lowest level that is logged: debug, info, warning or error.",
     .field = [](Config& c) { return &c.log_level; },
     .choices = log_levels},
    {.section = "log",
     .name = "requests_max_bytes",
     .help =
         "Maximum size of the request log that pages with middleware write. When it is reached, the log is "
         "truncated. It is an unnamed file in the folder for temporary files and disappears when the "
         "application exits.",
     .field = [](Config& c) { return &c.request_log_max_bytes; },
     .minimum = 65'536,
     .maximum = 10'000'000'000},
});

// TOML's basic strings have the same syntax as JSON strings (TOML 1.0, "String").
std::string quoted(const std::string& text) {
  return to_json(Value(text));
}

}  // namespace

std::span<const ConfigKey> config_keys() {
  return keys;
}

std::string ConfigKey::full_name() const {
  return std::string(section) + "." + std::string(name);
}

std::string ConfigKey::environment_name() const {
  std::string text = "CASELOAD_" + std::string(section) + "_" + std::string(name);
  for (char& character : text)
    character = static_cast<char>(std::toupper(static_cast<unsigned char>(character)));
  return text;
}

std::string ConfigKey::type_name() const {
  struct Name {
    std::string operator()(Field<std::string>) const { return "string"; }
    std::string operator()(Field<std::vector<std::string>>) const { return "list of strings"; }
    std::string operator()(Field<bool>) const { return "true or false"; }
    std::string operator()(Field<int>) const { return "whole number"; }
    std::string operator()(Field<std::int64_t>) const { return "whole number"; }
  };
  if (type == KeyType::web_address) return "address";
  return type == KeyType::file_mode ? "file mode" : std::visit(Name{}, field);
}

std::string ConfigKey::bounds() const {
  if (type == KeyType::file_mode) return "a file mode, 0o000 to 0o777";
  if (type == KeyType::server) {
    const bool is_list = std::holds_alternative<Field<std::vector<std::string>>>(field);
    return is_list ? "a path, host:port or a host" : "a path, host:port or a host; or empty";
  }
  if (type == KeyType::web_address) return "http:// or https://, a host, and at most a path; or empty";
  if (is_number()) return std::to_string(minimum) + " to " + std::to_string(maximum);
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
    text += choices[i];
  }
  return text;
}

std::string ConfigKey::value_text(const Config& config) const {
  Config copy = config;
  struct Text {
    Config& config;
    Type type;
    std::string operator()(Field<std::string> get) const { return quoted(*get(config)); }
    std::string operator()(Field<std::vector<std::string>> get) const {
      std::string text;
      for (const auto& item : *get(config)) text += (text.empty() ? "" : ", ") + quoted(item);
      return "[" + text + "]";
    }
    std::string operator()(Field<bool> get) const { return *get(config) ? "true" : "false"; }
    std::string operator()(Field<int> get) const {
      if (type != KeyType::file_mode) return std::to_string(*get(config));
      char octal[16];
      std::snprintf(octal, sizeof octal, "0o%03o", static_cast<unsigned>(*get(config)));
      return octal;
    }
    std::string operator()(Field<std::int64_t> get) const { return std::to_string(*get(config)); }
  };
  return std::visit(Text{copy, type}, field);
}

}  // namespace caseload::io
