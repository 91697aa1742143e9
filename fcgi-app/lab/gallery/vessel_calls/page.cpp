#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::int64_t calls_per_page = 40;
constexpr std::int64_t last_page = 600;

constexpr std::string_view agents_sql = "SELECT id, name FROM port_agent";
constexpr std::string_view calls_sql =
    "SELECT arrived, vessel, imo, berth, hours, moves, agent_id FROM port_call "
    "ORDER BY arrived DESC, id DESC LIMIT ?";

struct Agent {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Agent::id, &Agent::name);
};
struct PortCall {
  std::string arrived, vessel, imo, berth;
  std::int64_t hours, moves, agent_id;
  static constexpr auto columns =
      std::tuple(&PortCall::arrived, &PortCall::vessel, &PortCall::imo, &PortCall::berth, &PortCall::hours,
                 &PortCall::moves, &PortCall::agent_id);
};

// The newest calls are on the first page, which is the one that people look at.
class CallBook {
 public:
  explicit CallBook(Database& db) : db_(db) {}

  // The calls of a page, and one more if there is a further page.
  std::vector<PortCall> page(std::int64_t number) const {
    auto calls = db_.query<PortCall>(calls_sql, number * calls_per_page + 1);
    const auto before = std::min(calls.size(), static_cast<std::size_t>((number - 1) * calls_per_page));
    calls.erase(calls.begin(), calls.begin() + static_cast<std::ptrdiff_t>(before));
    return calls;
  }

 private:
  Database& db_;
};

Value link_to(Knobs knobs, std::int64_t page) {
  knobs.set("page", std::to_string(page));
  return "?" + knobs.query_string();
}

Response show(const Request& request, Services& services) {
  const std::int64_t page = request.knobs.page();
  auto calls = CallBook(services.db).page(page);
  if (calls.empty()) throw NotFound("the book of calls ends before page " + std::to_string(page));
  const bool has_older = calls.size() > static_cast<std::size_t>(calls_per_page);
  if (has_older) calls.pop_back();
  std::map<std::int64_t, std::string> agents;
  for (Agent& each : services.db.query<Agent>(agents_sql)) agents.emplace(each.id, std::move(each.name));

  Rows rows({"arrived", "vessel", "imo", "berth", "hours", "moves", "agent"});
  for (const PortCall& each : calls)
    rows.add(each.arrived.substr(0, 16), each.vessel, each.imo, each.berth, each.hours, each.moves,
             agents[each.agent_id]);
  return services
      .page(Value::object(
          {{"page", page},
           {"calls", std::move(rows)},
           {"newer", page > 1 ? link_to(request.knobs, page - 1) : Value()},
           {"older", has_older && page < last_page ? link_to(request.knobs, page + 1) : Value()}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage vessel_calls() {
  return {
      .summary = "a port's book of calls, newest first, 40 on a page",
      .why =
          "The first page fetches 41 rows and is right. A later one fetches all calls up to its own end and "
          "drops those of the pages before it in code, so page 64 fetches 2,561 rows to show 40.",
      .knobs = {page_knob(last_page), dataset_knob()},
      .run = show,
      .labels = {{.name = "pagination"}},
  };
}

}  // namespace caseload::gallery
