#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view days_sql = R"(
  SELECT c.name, d.day, d.down_minutes, d.worst
    FROM status_component c JOIN status_day d ON d.component_id = c.id
   WHERE d.day >= ?
   ORDER BY c.position, c.id, d.day)";

struct Day {
  std::string component, day;
  std::int64_t down_minutes;
  std::string worst;
  static constexpr auto columns = std::tuple(&Day::component, &Day::day, &Day::down_minutes, &Day::worst);
};

constexpr std::int64_t minutes_of_day = 1'440;

// In thousandths of a per cent, as text.
std::string uptime(std::int64_t down_minutes, std::int64_t days) {
  const std::int64_t all = std::max<std::int64_t>(days, 1) * minutes_of_day;
  const std::int64_t up = (all - down_minutes) * 100'000 / all;
  std::string decimals = std::to_string(up % 1'000);
  decimals.insert(0, 3 - decimals.size(), '0');
  return std::to_string(up / 1'000) + "." + decimals;
}

// One letter for each day: the bar that visitors see.
char sign_of(const Day& day) {
  if (day.down_minutes == 0) return '.';
  return day.worst == "outage" ? 'X' : '!';
}

Response show(const Request&, Services& services) {
  const auto days = services.db.query<Day>(days_sql, "2025-10-03");
  Value components = Value::list();
  for (std::size_t at = 0; at < days.size();) {
    const std::string& name = days[at].component;
    std::int64_t down = 0, count = 0;
    std::string bar;
    for (; at < days.size() && days[at].component == name; ++at, ++count) {
      down += days[at].down_minutes;
      bar += sign_of(days[at]);
    }
    components.add(Value::object({{"name", name}, {"uptime", uptime(down, count)}, {"bar", bar}}));
  }
  const std::string until = days.empty() ? "" : days.back().day;
  return services.page(Value::object({{"until", until}, {"components", std::move(components)}}))
      .set("Cache-Control", "public, max-age=30, stale-while-revalidate=30");
}

}  // namespace

GalleryPage status_page() {
  return {
      .summary = "the status page of a hosting company: ninety days of each component as a bar",
      .why =
          "A thousand rows are read for a dozen lines. But each day is a sign in a bar, twelve components "
          "have ninety days however much the company stores, and nginx keeps the page for half a minute, "
          "which is when everybody looks at it.",
      .knobs = {dataset_knob()},
      .run = show,
      .cached_by_nginx = true,
  };
}

}  // namespace caseload::gallery
