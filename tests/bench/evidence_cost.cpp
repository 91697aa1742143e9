// What evidence costs the page that it is of: the fast n-plus-one page is made in process, on the running
// stack, and what it recorded is recorded once more without it, in turns. Prints each part's share of the
// page's time; asserts none.
#include <jemalloc/jemalloc.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <new>
#include <span>
#include <vector>

#include "core/catalogue.hpp"
#include "tests/support/stack_owners.hpp"

namespace caseload::bench {
namespace {

constexpr int warm_up_rounds = 200;
constexpr int rounds = 2'000;

// Each change of phase asks for the time. So do the query and the first byte, so the result is a little too
// high.
class CountingClock final : public Clock {
 public:
  std::int64_t monotonic_us() const override {
    ++calls_;
    return clock_.monotonic_us();
  }
  std::int64_t thread_cpu_us() const override { return clock_.thread_cpu_us(); }
  std::chrono::system_clock::time_point now() const override { return clock_.now(); }
  std::int64_t calls() const { return calls_; }

 private:
  SystemClock clock_;
  mutable std::int64_t calls_ = 0;
};

// What one page records.
struct Recorded {
  std::int64_t phase_changes = 0;
  std::vector<QueryDigest> queries;  // in the order in which they ran
  std::int64_t columns = 0;          // in each row
  std::int64_t column_reads = 0;
  std::int64_t allocations = 0;
  std::size_t mean_bytes = 0;
};

const Case& measured_case() {
  const Case* found = find_case("n-plus-one");
  if (found == nullptr) throw std::runtime_error("there is no case n-plus-one");
  return *found;
}

Request request_of(const Case& the_case) {
  Request request{.path = path_of(the_case, *the_case.variant("fast"))};
  request.knobs = Knobs::parse(the_case.knobs, {});
  return request;
}

void make_headers(const Trace& trace) {
  if (trace.evidence_header().empty() || trace.server_timing().empty())
    throw std::logic_error("a trace without headers");
}

Recorded record_page(test::StackOwners& stack) {
  const CountingClock clock;
  Owners owners{.connections = io::Connections(test::database_settings()),
                .memcached = io::Memcached(test::cache_settings()),
                .partners = io::HttpClient(test::partner_settings()),
                .templates = io::Templates(stack.sources),
                .rebuilds = stack.rebuilds,
                .clock = clock};
  const Case& the_case = measured_case();
  const Request request = request_of(the_case);
  Exchange(owners, request, the_case, {}).run(*the_case.variant("fast"));  // connects
  const std::int64_t before = clock.calls();
  Exchange exchange(owners, request, the_case, {});
  exchange.run(*the_case.variant("fast"));
  Recorded recorded{.phase_changes = clock.calls() - before};
  for (const QueryRecord* each : exchange.trace().queries()) {
    for (std::int64_t time = 0; time < each->times; ++time)
      recorded.queries.push_back({.text = each->text, .is_write = each->is_write});
    recorded.columns = std::max(recorded.columns, static_cast<std::int64_t>(each->column_reads.size()));
    recorded.column_reads +=
        each->rows * std::ranges::count_if(each->column_reads, [](std::int64_t reads) { return reads > 0; });
  }
  const Evidence evidence = exchange.trace().evidence();
  recorded.allocations = evidence.get_or_0(Key::mem_count);
  if (recorded.allocations == 0) throw std::runtime_error("this build counts no memory; use MODE=release");
  recorded.mean_bytes = static_cast<std::size_t>(evidence.get_or_0(Key::mem_bytes) / recorded.allocations);
  return recorded;
}

double microseconds_of(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began).count();
}

void change_phases(const Recorded& recorded, Trace& trace) {
  for (std::int64_t change = 0; change + 1 < recorded.phase_changes; change += 2)
    const PhaseScope phase(trace, Phase::render);
}

void record_statements(const Recorded& recorded, Trace& trace) {
  for (const QueryDigest& each : recorded.queries) {
    QueryRecord& record = trace.query(each);
    ++record.times;
    record.parameter_sets.insert(static_cast<std::uint64_t>(record.times));
    record.column_reads.resize(static_cast<std::size_t>(recorded.columns));
  }
}

void record_columns(const Recorded& recorded, Trace& trace) {
  QueryRecord& record = *trace.queries().front();
  for (std::int64_t read = 0; read < recorded.column_reads; ++read)
    record.read_column(static_cast<std::size_t>(read % recorded.columns));
}

// The compiler may leave out a new that is deleted at once.
void* kept(void* block) {
  asm volatile("" : : "g"(block) : "memory");
  return block;
}

// Memory taken and given back at once, so that what is timed is not the cache of the processor.
void allocate_counted(const Recorded& recorded) {
  for (std::int64_t block = 0; block < recorded.allocations; ++block)
    ::operator delete(kept(::operator new(recorded.mean_bytes)), recorded.mean_bytes);
}

void allocate_uncounted(const Recorded& recorded) {
  for (std::int64_t block = 0; block < recorded.allocations; ++block)
    sdallocx(kept(std::malloc(recorded.mean_bytes)), recorded.mean_bytes, 0);
}

// The middle one, and about it the ranks that hold the true median with 95 % (of a binomial distribution).
struct Median {
  explicit Median(std::vector<double> values) {
    std::ranges::sort(values);
    const auto count = static_cast<double>(values.size());
    const double half_width = 0.98 * std::sqrt(count);
    const auto at = [&](double rank) {
      return values[static_cast<std::size_t>(std::clamp(rank, 0.0, count - 1))];
    };
    middle = at(count / 2);
    low = at(std::floor(count / 2 - half_width));
    high = at(std::ceil(count / 2 + half_width));
  }
  double middle, low, high;
};

struct Part {
  const char* name;
  std::int64_t count;
  std::vector<double> us{};
};

void print(std::span<const Part> parts, const std::vector<double>& pages) {
  const Median page(pages);
  std::printf("The fast n-plus-one page at its default size, in process, %d rounds\n\n", rounds);
  std::printf("  %-22s %6s %10s %10s\n", "", "times", "us", "of the page");
  std::printf("  %-22s %6d %10.2f\n", "the page", 1, page.middle);
  std::vector<double> shares(pages.size());
  for (const Part& part : parts) {
    const Median cost(part.us);
    std::printf("  %-22s %6lld %10.2f %10.2f %%\n", part.name, static_cast<long long>(part.count),
                cost.middle, 100 * cost.middle / page.middle);
    for (std::size_t round = 0; round < shares.size(); ++round)
      shares[round] += 100 * part.us[round] / pages[round];
  }
  const Median share(shares);
  std::printf("\n  evidence: %.2f %% of the page (95 %%: %.2f to %.2f); the goal is under 3 %%\n",
              share.middle, share.low, share.high);
}

void run() {
  test::StackOwners stack;
  const Recorded recorded = record_page(stack);
  const Case& the_case = measured_case();
  const Request request = request_of(the_case);
  std::vector<double> pages;
  Part phases{"changes of phase", recorded.phase_changes};
  Part queries{"queries", static_cast<std::int64_t>(recorded.queries.size())};
  Part columns{"columns read", recorded.column_reads};
  Part memory{"allocations counted", recorded.allocations};
  Part headers{"headers", 2};
  for (int round = -warm_up_rounds; round < rounds; ++round) {
    const double page = microseconds_of([&] {
      Exchange exchange(stack.owners, request, the_case, {});
      exchange.run(*the_case.variant("fast"));
      make_headers(exchange.trace());
    });
    Trace trace(stack.clock, false);
    const double changing = microseconds_of([&] { change_phases(recorded, trace); });
    const double stating = microseconds_of([&] { record_statements(recorded, trace); });
    const double reading = microseconds_of([&] { record_columns(recorded, trace); });
    const double counted = microseconds_of([&] { allocate_counted(recorded); });
    const double uncounted = microseconds_of([&] { allocate_uncounted(recorded); });
    trace.measure();
    const double heading = microseconds_of([&] { make_headers(trace); });
    if (round < 0) continue;
    pages.push_back(page);
    phases.us.push_back(changing);
    queries.us.push_back(stating);
    columns.us.push_back(reading);
    memory.us.push_back(counted - uncounted);
    headers.us.push_back(heading);
  }
  print(std::vector{phases, queries, columns, memory, headers}, pages);
}

}  // namespace
}  // namespace caseload::bench

int main() try {
  caseload::bench::run();
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "evidence_cost: %s\n", error.what());
  return 1;
}
