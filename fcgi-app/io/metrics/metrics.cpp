#include "io/metrics/metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "core/build_info.hpp"

namespace caseload::io {
namespace {

struct Metric {
  std::string_view name;
  std::string_view type;
  std::string_view help;
};

constexpr std::array metrics{
    Metric{"caseload_build_info", "gauge", "Always 1; the labels describe the build."},
    Metric{"caseload_worker_threads", "gauge", "Threads that serve requests."},
    Metric{"caseload_requests_in_flight", "gauge", "Requests currently being served."},
    Metric{"caseload_requests_total", "counter", "Requests served, by route and status."},
    Metric{"caseload_request_seconds", "histogram",
           "Time from reading the request to sending the last byte, by route."},
    Metric{"caseload_fastcgi_connections_total", "counter", "FastCGI connections accepted."},
    Metric{"caseload_fastcgi_refused_total", "counter",
           "FastCGI connections closed because of what was sent, or how slowly."},
    Metric{"caseload_responses_truncated_total", "counter",
           "Responses that were not sent completely, by reason."},
    Metric{"caseload_slow_refused_total", "counter",
           "Requests refused because too many slow variants and streams were running."},
    Metric{"caseload_database_connects_total", "counter", "Connections opened to the database."},
    Metric{"caseload_queries_total", "counter", "Queries sent to the database, by kind (read or write)."},
    Metric{"caseload_stale_reads_total", "counter",
           "Queries that may read stale data, by the server that ran them. Only with a replica."},
    Metric{"caseload_replica_up", "gauge", "1 while the replica may be used, 0 otherwise."},
    Metric{"caseload_replica_lag_seconds", "gauge", "How far the replica is behind."},
    Metric{"caseload_cache_calls_total", "counter", "Cache calls, by kind and result."},
    Metric{"caseload_cache_up", "gauge", "1 while the server is used, 0 while its breaker is open."},
    Metric{"caseload_outbound_calls_total", "counter", "Calls to other services, by failure."},
    Metric{"caseload_jobs_queued_total", "counter", "Jobs queued by this process, by type."},
    Metric{"caseload_jobs_waiting", "gauge", "Jobs in the queue, including delayed ones."},
    Metric{"caseload_jobs_running", "gauge", "Jobs that a worker is running."},
    Metric{"caseload_jobs_oldest_waiting_seconds", "gauge", "How long the oldest pending job has been due."},
    Metric{"caseload_jobs_without_worker", "gauge",
           "Jobs that are due but of a type that no running worker knows."},
    Metric{"caseload_jobs_done_total", "counter", "Jobs completed by all workers."},
    Metric{"caseload_jobs_failed_total", "counter", "Jobs that failed on their last attempt."},
    Metric{"caseload_jobs_retried_total", "counter", "Attempts after the first one."},
    Metric{"process_start_time_seconds", "gauge", "Start time of the process in seconds since 1970."},
    Metric{"process_cpu_seconds_total", "counter", "User and system CPU time."},
    Metric{"process_resident_memory_bytes", "gauge", "Resident memory."},
};
constexpr std::string_view requests_total = "caseload_requests_total";
constexpr std::string_view request_seconds = "caseload_request_seconds";

struct Bound {
  std::int64_t microseconds;
  std::string_view seconds;
};
constexpr std::array bounds{
    Bound{500, "0.0005"},   Bound{1'000, "0.001"},   Bound{2'500, "0.0025"},  Bound{5'000, "0.005"},
    Bound{10'000, "0.01"},  Bound{25'000, "0.025"},  Bound{50'000, "0.05"},   Bound{100'000, "0.1"},
    Bound{250'000, "0.25"}, Bound{500'000, "0.5"},   Bound{1'000'000, "1"},   Bound{2'500'000, "2.5"},
    Bound{5'000'000, "5"},  Bound{10'000'000, "10"}, Bound{30'000'000, "30"},
};

struct Histogram {
  std::array<std::int64_t, bounds.size()> buckets{};  // not cumulative
  std::int64_t count = 0;
  std::int64_t microseconds = 0;

  void observe(std::int64_t value) {
    ++count;
    microseconds += value;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      if (value > bounds[i].microseconds) continue;
      ++buckets[i];
      return;
    }
  }

  void add(const Histogram& other) {
    for (std::size_t i = 0; i < buckets.size(); ++i) buckets[i] += other.buckets[i];
    count += other.count;
    microseconds += other.microseconds;
  }
};

struct RouteTotals {
  Histogram times;
  std::map<int, std::int64_t> by_status;

  void add(const RouteTotals& other) {
    times.add(other.times);
    for (const auto& [status, requests] : other.by_status) by_status[status] += requests;
  }
};

using ByLabels = std::map<std::string, std::int64_t, std::less<>>;

struct Totals {
  std::array<ByLabels, metrics.size()> counts;
  std::map<std::string, RouteTotals, std::less<>> routes;

  void add(const Totals& other) {
    for (std::size_t i = 0; i < counts.size(); ++i)
      for (const auto& [labels, value] : other.counts[i]) counts[i][labels] += value;
    for (const auto& [route, more] : other.routes) routes[route].add(more);
  }
};

// The counters of one thread. Its mutex is contended only while metrics_text() reads.
struct Shard {
  std::mutex mutex;
  Totals totals;
};

struct Registry {
  std::mutex mutex;
  std::vector<std::shared_ptr<Shard>> shards;
  Totals ended;  // of threads that have ended
  std::map<std::pair<std::string, std::string>, std::int64_t> gauges;
  std::chrono::system_clock::time_point started = std::chrono::system_clock::now();
};

// Never destroyed, because threads may still count while the process exits.
Registry& registry() {
  static Registry& instance = *new Registry;
  return instance;
}

class ThreadShard {
 public:
  ThreadShard() {
    const std::lock_guard lock(registry().mutex);
    registry().shards.push_back(shard_);
  }
  ThreadShard(const ThreadShard&) = delete;
  ThreadShard& operator=(const ThreadShard&) = delete;
  ~ThreadShard() {
    const std::lock_guard lock(registry().mutex);
    std::erase(registry().shards, shard_);
    registry().ended.add(shard_->totals);
  }
  Shard& operator*() { return *shard_; }

 private:
  std::shared_ptr<Shard> shard_ = std::make_shared<Shard>();
};

Shard& this_thread() {
  thread_local ThreadShard shard;
  return *shard;
}

std::size_t index_of(std::string_view name) {
  for (std::size_t i = 0; i < metrics.size(); ++i)
    if (metrics[i].name == name) return i;
  throw std::logic_error("unknown metric " + std::string(name));
}

void add_to(ByLabels& counts, std::string_view labels, std::int64_t by) {
  const auto found = counts.find(labels);
  if (found != counts.end()) {
    found->second += by;
  } else {
    counts.emplace(labels, by);
  }
}

std::string in_seconds(std::int64_t microseconds) {
  std::string fraction = std::to_string(microseconds % 1'000'000);
  fraction.insert(0, 6 - fraction.size(), '0');
  return std::to_string(microseconds / 1'000'000) + "." + fraction;
}

std::string line(std::string_view name, std::string_view labels, std::string_view value) {
  std::string text(name);
  if (!labels.empty()) text.append("{").append(labels).append("}");
  return text.append(" ").append(value).append("\n");
}

std::string histogram_lines(std::string_view route, const Histogram& histogram) {
  const std::string name(request_seconds);
  const std::string labels = "route=\"" + label_value(route) + "\"";
  std::string text;
  std::int64_t below = 0;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    below += histogram.buckets[i];
    text += line(name + "_bucket", labels + ",le=\"" + std::string(bounds[i].seconds) + "\"",
                 std::to_string(below));
  }
  text += line(name + "_bucket", labels + ",le=\"+Inf\"", std::to_string(histogram.count));
  text += line(name + "_sum", labels, in_seconds(histogram.microseconds));
  text += line(name + "_count", labels, std::to_string(histogram.count));
  return text;
}

std::string status_lines(std::string_view route, const RouteTotals& served) {
  std::string text;
  for (const auto& [status, requests] : served.by_status) {
    text +=
        line(requests_total, "route=\"" + label_value(route) + "\",status=\"" + std::to_string(status) + "\"",
             std::to_string(requests));
  }
  return text;
}

std::string build_labels() {
  const BuildInfo build = build_info();
  return "version=\"" + label_value(build.version) + "\",commit=\"" + label_value(build.commit) +
         "\",mode=\"" + label_value(build.mode) + "\",compiler=\"" + label_value(build.compiler) + "\"";
}

std::int64_t cpu_microseconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000 + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

std::int64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");  // proc(5): size and resident, in pages
  std::int64_t size = 0;
  std::int64_t resident = 0;
  statm >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace

void count(std::string_view metric, std::string_view labels, std::int64_t by) {
  const std::size_t index = index_of(metric);
  Shard& shard = this_thread();
  const std::lock_guard lock(shard.mutex);
  add_to(shard.totals.counts[index], labels, by);
}

void observe_request(std::string_view route, int status, std::int64_t microseconds) {
  Shard& shard = this_thread();
  const std::lock_guard lock(shard.mutex);
  auto& routes = shard.totals.routes;
  auto found = routes.find(route);
  if (found == routes.end()) found = routes.emplace(route, RouteTotals{}).first;
  found->second.times.observe(microseconds);
  ++found->second.by_status[status];
}

void set_gauge(std::string_view metric, std::string_view labels, std::int64_t value) {
  index_of(metric);
  const std::lock_guard lock(registry().mutex);
  registry().gauges[{std::string(metric), std::string(labels)}] = value;
}

void forget_gauge(std::string_view metric, std::string_view labels) {
  index_of(metric);
  const std::lock_guard lock(registry().mutex);
  registry().gauges.erase({std::string(metric), std::string(labels)});
}

std::string metrics_text() {
  Totals totals;
  std::int64_t started_s = 0;
  {
    const std::lock_guard lock(registry().mutex);
    totals = registry().ended;
    for (const auto& shard : registry().shards) {
      const std::lock_guard shard_lock(shard->mutex);
      totals.add(shard->totals);
    }
    for (const auto& [key, value] : registry().gauges) totals.counts[index_of(key.first)][key.second] = value;
    started_s = std::chrono::system_clock::to_time_t(registry().started);
  }
  totals.counts[index_of("caseload_build_info")][build_labels()] = 1;
  totals.counts[index_of("process_start_time_seconds")][""] = started_s;
  totals.counts[index_of("process_resident_memory_bytes")][""] = resident_bytes();

  std::string text;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const Metric& metric = metrics[i];
    text.append("# HELP ").append(metric.name).append(" ").append(metric.help).append("\n");
    text.append("# TYPE ").append(metric.name).append(" ").append(metric.type).append("\n");
    for (const auto& [labels, value] : totals.counts[i])
      text += line(metric.name, labels, std::to_string(value));
    for (const auto& [route, served] : totals.routes) {
      if (metric.name == requests_total) text += status_lines(route, served);
      if (metric.name == request_seconds) text += histogram_lines(route, served.times);
    }
    if (metric.name == "process_cpu_seconds_total")
      text += line(metric.name, {}, in_seconds(cpu_microseconds()));
  }
  return text;
}

std::string label_value(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    if (character == '\n') {
      escaped += "\\n";
      continue;
    }
    if (character == '"' || character == '\\') escaped += '\\';
    escaped += character;
  }
  return escaped;
}

}  // namespace caseload::io
