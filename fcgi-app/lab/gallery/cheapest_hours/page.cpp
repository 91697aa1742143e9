#include <algorithm>
#include <map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view tariff_sql =
    "SELECT title, zone, fee_hundredths, quarters FROM flexible_tariff WHERE id = ?";
constexpr std::string_view prices_sql =
    "SELECT begins_at, hundredths, renewable, load_mw FROM quarter_price WHERE zone = ? ORDER BY begins_at";
constexpr int list_kept_s = 86'400;  // the year is over
constexpr std::size_t quarters_of_a_day = 96;

struct Tariff {
  std::string title, zone;
  std::int64_t fee_hundredths, quarters;
  static constexpr auto columns =
      std::tuple(&Tariff::title, &Tariff::zone, &Tariff::fee_hundredths, &Tariff::quarters);
};
struct Quarter {
  std::string begins_at;
  std::int64_t hundredths, renewable, load_mw;
  static constexpr auto columns =
      std::tuple(&Quarter::begins_at, &Quarter::hundredths, &Quarter::renewable, &Quarter::load_mw);
};

// The year's price list of a zone, which several pages of the tariff calculator need.
class PriceList {
 public:
  PriceList(Services& services, std::string_view zone)
      : services_(services),
        zone_(zone),
        key_("quarter prices 2025 " + std::string(name_of(services.db.dataset())) + " " + std::string(zone)) {
  }

  std::vector<Quarter> load() const {
    if (const auto kept = services_.cache.get(key_)) return parsed(*kept);
    auto quarters = services_.db.query<Quarter>(prices_sql, zone_);
    services_.cache.set(key_, printed(quarters), list_kept_s);
    return quarters;
  }

 private:
  static std::string printed(const std::vector<Quarter>& quarters) {
    std::string text;
    for (const Quarter& each : quarters)
      text.append(each.begins_at)
          .append(";")
          .append(std::to_string(each.hundredths))
          .append(";")
          .append(std::to_string(each.renewable))
          .append(";")
          .append(std::to_string(each.load_mw))
          .append("\n");
    return text;
  }
  static std::vector<Quarter> parsed(std::string_view text) {
    std::vector<Quarter> quarters;
    for (const std::string_view line : lines_of(text)) {
      const auto parts = split(line, ";");
      if (parts.size() != 4) continue;
      quarters.push_back({.begins_at = parts[0],
                          .hundredths = whole_number(parts[1]).value_or(0),
                          .renewable = whole_number(parts[2]).value_or(0),
                          .load_mw = whole_number(parts[3]).value_or(0)});
    }
    return quarters;
  }

  Services& services_;
  std::string_view zone_;
  std::string key_;
};

// The cheapest run of quarters of each day, by the time at which it begins.
struct Start {
  std::int64_t days = 0, hundredths = 0, renewable = 0;
};
struct Profile {
  std::map<std::string, Start> starts;
  std::int64_t load_mw = 0;

  void add_day(const Quarter* day, std::size_t length) {
    std::size_t best = 0;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < length; ++i) sum += day[i].hundredths;
    std::int64_t lowest = sum;
    for (std::size_t i = length; i < quarters_of_a_day; ++i) {
      sum += day[i].hundredths - day[i - length].hundredths;
      if (sum < lowest) {
        lowest = sum;
        best = i - length + 1;
      }
    }
    Start& start = starts[day[best].begins_at.substr(11, 2) + ":00"];
    ++start.days;
    start.hundredths += lowest / static_cast<std::int64_t>(length);
    for (std::size_t i = best; i < best + length; ++i) {
      start.renewable += day[i].renewable / static_cast<std::int64_t>(length);
      load_mw = std::max(load_mw, day[i].load_mw);
    }
  }
};

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("tariff");
  const auto tariff = services.db.query_one<Tariff>(tariff_sql, id);
  if (!tariff) throw NotFound("there is no tariff " + std::to_string(id));
  const auto quarters = PriceList(services, tariff->zone).load();
  Profile profile;
  for (std::size_t i = 0; i + quarters_of_a_day <= quarters.size(); i += quarters_of_a_day)
    profile.add_day(&quarters[i], static_cast<std::size_t>(tariff->quarters));

  Rows rows({"begin", "days", "cents", "renewable"});
  for (const auto& [begin, start] : profile.starts)
    rows.add(begin, start.days,
             fixed(static_cast<double>(start.hundredths / start.days + tariff->fee_hundredths) / 100, 1),
             start.renewable / start.days / 10);
  return services
      .page(Value::object({{"title", tariff->title},
                           {"hours", tariff->quarters / 4},
                           {"starts", std::move(rows)},
                           {"load", grouped(profile.load_mw)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage cheapest_hours() {
  return {
      .summary = "a tariff that follows the market's price: when power was cheapest in the last year",
      .why =
          "The price list of the year is to be cached for a day. With 35,040 quarters of an hour it has 1.2 "
          "MB, more than the cache takes, and nobody looks at what set() returns. So the list is read from "
          "the database at each view. What the page shows, two dozen lines, would fit.",
      .knobs = {{.name = "tariff", .help = "number of the tariff", .initial = 3, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "query-cache"}},
  };
}

}  // namespace caseload::gallery
