#include <algorithm>
#include <iterator>
#include <span>

#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t days_at_once = 200;
constexpr std::int64_t drafts_kept = 30;

constexpr std::string_view herd_sql = "SELECT name, cows FROM grazing_herd WHERE id = ?";
constexpr std::string_view paddocks_sql =
    "SELECT id, name, hectares, rest_days FROM grazing_paddock WHERE herd_id = ? ORDER BY id";
constexpr std::string_view plan_sql =
    "SELECT day, paddock_id FROM grazing_day WHERE herd_id = ? ORDER BY day LIMIT ?";
constexpr std::string_view open_sql = "INSERT INTO grazing_draft (herd_id, closed_paddock_id) VALUES (?, ?)";
constexpr std::string_view copy_sql =
    "INSERT INTO grazing_draft_day (draft_id, day, paddock_id) "
    "SELECT ?, day, paddock_id FROM grazing_day WHERE herd_id = ? ORDER BY day LIMIT ?";
constexpr std::string_view remove_days_sql = "DELETE FROM grazing_draft_day WHERE draft_id = ?";
constexpr std::string_view remove_sql = "DELETE FROM grazing_draft WHERE id = ?";

struct Herd {
  std::string name;
  std::int64_t cows;
  static constexpr auto columns = std::tuple(&Herd::name, &Herd::cows);
};

struct Paddock {
  std::int64_t id;
  std::string name;
  std::int64_t hectares, rest_days;
  std::int64_t free_on = 0;  // the first day on which its grass has grown again
  static constexpr auto columns =
      std::tuple(&Paddock::id, &Paddock::name, &Paddock::hectares, &Paddock::rest_days);
};

struct Day {
  std::int64_t day, paddock;
  bool is_changed = false;
  static constexpr auto columns = std::tuple(&Day::day, &Day::paddock);
};

// The paddock whose grass has waited longest, without the one that is under water.
Paddock* next_paddock(std::vector<Paddock>& paddocks, std::int64_t closed) {
  Paddock* next = nullptr;
  for (Paddock& each : paddocks)
    if (each.id != closed && (next == nullptr || each.free_on < next->free_on)) next = &each;
  return next;
}

// A herd stays for as long as there is grass: a cow eats a hundred square metres in a day.
void plan(std::vector<Day>& days, std::vector<Paddock>& paddocks, std::int64_t cows, std::int64_t closed) {
  Paddock* paddock = nullptr;
  std::int64_t leaves_on = 0;
  for (Day& each : days) {
    if (paddock == nullptr || each.day >= leaves_on) {
      paddock = next_paddock(paddocks, closed);
      if (paddock == nullptr) return;
      leaves_on = each.day + std::max<std::int64_t>(1, paddock->hectares * 100 / cows);
      paddock->free_on = leaves_on + paddock->rest_days;
    }
    each.is_changed = each.paddock != paddock->id;
    each.paddock = paddock->id;
  }
}

// Two hundred days with one UPDATE.
void change(Database& db, std::int64_t draft, std::span<const Day> days) {
  std::string cases, list;
  std::vector<Parameter> values, numbers;
  for (const Day& each : days) {
    cases += " WHEN ? THEN ?";
    list += numbers.empty() ? "?" : ", ?";
    values.push_back(to_parameter(each.day));
    values.push_back(to_parameter(each.paddock));
    numbers.push_back(to_parameter(each.day));
  }
  values.push_back(to_parameter(draft));
  values.insert(values.end(), numbers.begin(), numbers.end());
  db.run_write("UPDATE grazing_draft_day SET paddock_id = CASE day" + cases +
                   " END WHERE draft_id = ? AND day IN (" + list + ")",
               values);
}

std::int64_t store(Database& db, std::int64_t herd, std::int64_t closed, const std::vector<Day>& days) {
  std::vector<Day> changed;
  std::ranges::copy_if(days, std::back_inserter(changed), &Day::is_changed);
  std::int64_t draft = 0;
  db.transaction([&] {
    db.execute(open_sql, herd, closed);
    draft = db.last_insert_id();
    db.execute(copy_sql, draft, herd, std::ssize(days));
    for (std::size_t from = 0; from < changed.size(); from += days_at_once)
      change(db, draft, std::span(changed).subspan(from, std::min(days_at_once, changed.size() - from)));
    if (draft <= drafts_kept) return;
    db.execute(remove_days_sql, draft - drafts_kept);
    db.execute(remove_sql, draft - drafts_kept);
  });
  return draft;
}

Response run(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("herd"), closed = request.knobs.integer("paddock");
  const auto herd = db.query_one<Herd>(herd_sql, id);
  if (!herd) throw NotFound("there is no herd " + std::to_string(id));
  auto paddocks = db.query<Paddock>(paddocks_sql, id);
  auto days = db.query<Day>(plan_sql, id, request.knobs.n());
  plan(days, paddocks, herd->cows, closed);
  const std::int64_t draft = store(db, id, closed, days);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("draft").number(draft).key("herd").text(herd->name);
                     json.key("paddocks").begin_object();
                     for (const Paddock& each : paddocks) json.key(std::to_string(each.id)).text(each.name);
                     json.end_object().key("days").begin_list();
                     for (const Day& each : days) {
                       json.begin_object().key("day").number(each.day).key("paddock").number(each.paddock);
                       json.key("changed").boolean(each.is_changed).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage paddock_rotation() {
  return {
      .summary =
          "a dairy farm closes a wet paddock, and gets a draft of where its herd grazes on the coming days",
      .why =
          "Innocent: days and paddocks in nested loops, and hundreds of rows are changed. But a herd has "
          "fourteen paddocks, everything is read and computed before the transaction, and two hundred days "
          "share an UPDATE whose CASE has the new paddock of each.",
      .knobs = {items_knob("days to plan", 640),
                {.name = "herd", .help = "number of the herd", .initial = 4, .minimum = 1, .maximum = 30},
                {.name = "paddock",
                 .help = "number of the paddock that is closed",
                 .initial = 3,
                 .minimum = 1,
                 .maximum = 14},
                dataset_knob()},
      .run = run,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
