#include "core/http_date.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace caseload {

namespace {

using std::chrono::sys_seconds;

constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> long_days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Reads a date from the left. After the first mismatch, nothing else matches.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool complete() const { return good_ && rest_.empty(); }
  void skip(std::string_view wanted) {
    good_ = good_ && rest_.starts_with(wanted);
    if (good_) rest_.remove_prefix(wanted.size());
  }
  int number(std::size_t digits) {
    int value = 0;
    good_ = good_ && rest_.size() >= digits;
    for (std::size_t i = 0; good_ && i < digits; ++i) {
      good_ = rest_[i] >= '0' && rest_[i] <= '9';
      value = value * 10 + (rest_[i] - '0');
    }
    if (good_) rest_.remove_prefix(digits);
    return value;
  }
  template <std::size_t size>
  unsigned name(const std::array<std::string_view, size>& names) {
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&](std::string_view each) { return rest_.starts_with(each); });
    good_ = good_ && found != names.end();
    if (good_) rest_.remove_prefix(found->size());
    return static_cast<unsigned>(found - names.begin());
  }
  int day_padded_with_space() {
    if (!rest_.starts_with(' ')) return number(2);
    skip(" ");
    return number(1);
  }

 private:
  std::string_view rest_;
  bool good_ = true;
};

struct Fields {
  int year = 0;
  unsigned month = 0;  // from 0
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

void read_time(Reader& reader, Fields& fields) {
  fields.hour = reader.number(2);
  reader.skip(":");
  fields.minute = reader.number(2);
  reader.skip(":");
  fields.second = reader.number(2);
}

// A year has four digits.
constexpr sys_seconds end_of_time = std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1);

// A second may be 60, for leap seconds.
std::optional<sys_seconds> time_of(const Fields& fields) {
  const std::chrono::year_month_day date{std::chrono::year(fields.year), std::chrono::month(fields.month + 1),
                                         std::chrono::day(static_cast<unsigned>(fields.day))};
  if (!date.ok() || fields.hour > 23 || fields.minute > 59 || fields.second > 60) return std::nullopt;
  const sys_seconds time = std::chrono::sys_days(date) + std::chrono::hours(fields.hour) +
                           std::chrono::minutes(fields.minute) + std::chrono::seconds(fields.second);
  return time < end_of_time ? std::optional(time) : std::nullopt;
}

// "06-Nov-94 08:49:37 GMT", or with spaces and four digits of the year.
void read_date_and_time(Reader& reader, Fields& fields, std::string_view separator, std::size_t year_digits) {
  fields.day = reader.number(2);
  reader.skip(separator);
  fields.month = reader.name(months);
  reader.skip(separator);
  fields.year = reader.number(year_digits);
  reader.skip(" ");
  read_time(reader, fields);
  reader.skip(" GMT");
}

std::optional<sys_seconds> parse_imf_fixdate(std::string_view text) {
  Reader reader(text);
  Fields fields;
  reader.name(days);
  reader.skip(", ");
  read_date_and_time(reader, fields, " ", 4);
  return reader.complete() ? time_of(fields) : std::nullopt;
}

std::optional<sys_seconds> parse_rfc_850(std::string_view text, std::chrono::system_clock::time_point now) {
  Reader reader(text);
  Fields fields;
  reader.name(long_days);
  reader.skip(", ");
  read_date_and_time(reader, fields, "-", 2);
  if (!reader.complete()) return std::nullopt;
  const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(now));
  const int latest = static_cast<int>(today.year()) + 50;
  fields.year += (latest - fields.year) / 100 * 100;
  return time_of(fields);
}

std::optional<sys_seconds> parse_asctime(std::string_view text) {
  Reader reader(text);
  Fields fields;
  reader.name(days);
  reader.skip(" ");
  fields.month = reader.name(months);
  reader.skip(" ");
  fields.day = reader.day_padded_with_space();
  reader.skip(" ");
  read_time(reader, fields);
  reader.skip(" ");
  fields.year = reader.number(4);
  return reader.complete() ? time_of(fields) : std::nullopt;
}

}  // namespace

std::string http_date(sys_seconds time) {
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(midnight);
  const std::chrono::hh_mm_ss clock(time - midnight);
  std::array<char, 40> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                    days[std::chrono::weekday(midnight).c_encoding()].data(),
                    static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1].data(),
                    static_cast<int>(date.year()), static_cast<int>(clock.hours().count()),
                    static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string rfc_850_date(sys_seconds time) {
  const std::string date = http_date(time);
  const std::chrono::weekday weekday(std::chrono::floor<std::chrono::days>(time));
  return std::string(long_days[weekday.c_encoding()]) + ", " + date.substr(5, 2) + "-" + date.substr(8, 3) +
         "-" + date.substr(14, 2) + date.substr(16);
}

std::optional<sys_seconds> parse_http_date(std::string_view text, std::chrono::system_clock::time_point now) {
  if (const auto time = parse_imf_fixdate(text)) return time;
  if (const auto time = parse_rfc_850(text, now)) return time;
  return parse_asctime(text);
}

}  // namespace caseload
