#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view autoclave_sql = "SELECT name, maker, validated_on FROM autoclave WHERE id = ?";
constexpr std::string_view readings_sql =
    "SELECT at_s, chamber_tenths, drain_tenths, telegram FROM autoclave_reading WHERE autoclave_id = ? "
    "ORDER BY at_s";

struct Autoclave {
  std::string name, maker, validated_on;
  static constexpr auto columns = std::tuple(&Autoclave::name, &Autoclave::maker, &Autoclave::validated_on);
};
struct Reading {
  std::int64_t at_s, chamber_tenths, drain_tenths;
  std::string telegram;
  static constexpr auto columns =
      std::tuple(&Reading::at_s, &Reading::chamber_tenths, &Reading::drain_tenths, &Reading::telegram);
};

// The result of a query as a range, so that it can be read in a for loop, one row at a time.
class Readings {
 public:
  Readings(Database& db, std::int64_t autoclave)
      : cursor_(db.run(readings_sql, std::vector<Parameter>{to_parameter(autoclave)})) {}

  class Iterator {
   public:
    explicit Iterator(Cursor& cursor) : cursor_(cursor) { ++*this; }
    Reading operator*() const { return map_row<Reading>(cursor_); }
    Iterator& operator++() {
      is_done_ = !cursor_.next();
      return *this;
    }
    bool operator==(std::default_sentinel_t) const { return is_done_; }

   private:
    Cursor& cursor_;
    bool is_done_ = false;
  };

  Iterator begin() { return Iterator(cursor_); }
  std::default_sentinel_t end() const { return {}; }

 private:
  Cursor cursor_;
};

struct Cycle {
  std::int64_t began_s = 0, ended_s = 0, hottest_tenths = 0;
  double lethality_min = 0;
};

// Follows the temperature. A cycle is above 100 degrees; what it kills is the integral of a power of the
// temperature, in minutes at 121.1 degrees (F0, z = 10 K).
class Lethality {
 public:
  void follow(const Reading& now) {
    // The last two digits of a telegram are its checksum; a probe that is torn off sends FF.
    if (now.telegram.ends_with("FF")) return;
    const std::int64_t coldest = std::min(now.chamber_tenths, now.drain_tenths);
    if (coldest >= 1'000) {
      if (!is_running_) current_ = Cycle{.began_s = now.at_s};
      const double minutes = is_running_ ? static_cast<double>(now.at_s - before_s_) / 60 : 0;
      current_.lethality_min += std::pow(10.0, (static_cast<double>(coldest) / 10 - 121.1) / 10) * minutes;
      current_.hottest_tenths = std::max(current_.hottest_tenths, coldest);
      is_running_ = true;
    } else if (is_running_) {
      current_.ended_s = now.at_s;
      close();
    }
    before_s_ = now.at_s;
  }

  std::int64_t cycles() const { return cycles_; }
  std::int64_t failed() const { return failed_; }
  const std::deque<Cycle>& last() const { return last_; }

 private:
  static constexpr std::size_t shown = 10;
  static constexpr double required_min = 12;

  void close() {
    is_running_ = false;
    ++cycles_;
    if (current_.lethality_min < required_min) ++failed_;
    last_.push_back(current_);
    if (last_.size() > shown) last_.pop_front();
  }

  Cycle current_;
  bool is_running_ = false;
  std::int64_t before_s_ = 0, cycles_ = 0, failed_ = 0;
  std::deque<Cycle> last_;
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("autoclave");
  const auto autoclave = services.db.query_one<Autoclave>(autoclave_sql, id);
  if (!autoclave) throw NotFound("there is no autoclave " + std::to_string(id));
  Lethality lethality;
  for (const Reading& each : Readings(services.db, id)) lethality.follow(each);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("autoclave").text(autoclave->name);
                     json.key("maker").text(autoclave->maker).key("since").text(autoclave->validated_on);
                     json.key("cycles").number(lethality.cycles()).key("failed").number(lethality.failed());
                     json.key("last").begin_list();
                     for (const Cycle& each : lethality.last()) {
                       json.begin_object().key("began_s").number(each.began_s);
                       json.key("seconds").number(each.ended_s - each.began_s);
                       json.key("hottest").text(fixed(static_cast<double>(each.hottest_tenths) / 10, 1));
                       json.key("f0_min").text(fixed(each.lethality_min, 1)).end_object();
                     }
                     json.end_list().end_object();
                   })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage autoclave_run() {
  return {
      .summary = "what an autoclave has sterilised since its validation: cycles and their lethality, as JSON",
      .why =
          "The range over the result looks as if it held one reading at a time, and the code behind it does. "
          "But the query is run with a buffered cursor, so the driver holds all readings since the "
          "validation. Read with each(), it would hold a few.",
      .knobs =
          {{.name = "autoclave", .help = "number of the autoclave", .initial = 2, .minimum = 1, .maximum = 3},
           dataset_knob()},
      .run = run,
      .labels = {{.name = "iterator"}},
  };
}

}  // namespace caseload::gallery
