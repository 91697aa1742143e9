#include "core/numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <system_error>

namespace caseload {
namespace {

void drop_trailing_zeros(std::string& text) {
  if (text.find('.') == std::string::npos) return;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
}

void group_digits(std::string& text) {
  const std::size_t first = !text.empty() && text[0] == '-' ? 1 : 0;
  std::size_t end = std::min(text.find('.'), text.size());
  while (end > first + 3) {
    end -= 3;
    text.insert(end, 1, ',');
  }
}

FittingUnit unit_of_duration(double microseconds) {
  const double size = std::fabs(microseconds);
  return size < 1e3 ? FittingUnit{1, "µs"} : size < 1e6 ? FittingUnit{1e3, "ms"} : FittingUnit{1e6, "s"};
}

// Whether the last place is followed by exactly a half, which std::to_chars would round to an even digit.
bool is_half(double number, int places) {
  constexpr std::array powers{1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  if (places < 0 || static_cast<std::size_t>(places) >= powers.size()) return false;
  const double power = powers[static_cast<std::size_t>(places)], scaled = number * power;
  return std::fabs(scaled) - std::floor(std::fabs(scaled)) == 0.5 && std::fma(number, power, -scaled) == 0;
}

std::string with_unit(double number, FittingUnit unit) {
  return significant(number / unit.size) + " " + std::string(unit.name);
}

}  // namespace

// Several times as fast as snprintf: pages of thousands of runs are mostly numbers.
std::string fixed(double number, int places) {
  if (is_half(number, places)) number = std::nextafter(number, std::copysign(HUGE_VAL, number));
  char text[400];  // the largest double has 309 digits before the point
  const auto [end, error] =
      std::to_chars(std::begin(text), std::end(text), number, std::chars_format::fixed, places);
  return std::string(text, error == std::errc() ? end : text);
}

// "1.5e300", for numbers whose digits nobody would count.
std::string scientific(double number, int places) {
  char text[40];
  const auto [end, error] =
      std::to_chars(std::begin(text), std::end(text), number, std::chars_format::scientific, places - 1);
  std::string whole(text, error == std::errc() ? end : text);
  const std::size_t mark = whole.find('e');
  std::string digits = whole.substr(0, mark);
  drop_trailing_zeros(digits);
  return digits + "e" + whole.substr(std::min(mark + 2, whole.size()));  // without its plus
}

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  group_digits(text);
  return text;
}

std::string significant(double number, int places) {
  if (!std::isfinite(number)) return "not a number";
  if (number == 0) return "0";
  if (std::fabs(number) >= 1e15) return scientific(number, places);
  const int whole_digits = static_cast<int>(std::floor(std::log10(std::fabs(number)))) + 1;
  const int decimals = std::clamp(places - whole_digits, 0, 6);
  std::string text = fixed(number, decimals);
  drop_trailing_zeros(text);
  if (text == "-0") text = "0";
  group_digits(text);
  return text;
}

FittingUnit unit_of_bytes(double bytes) {
  const double size = std::fabs(bytes);
  if (size < 1e3) return {1, "B"};
  return size < 1e6 ? FittingUnit{1e3, "kB"} : size < 1e9 ? FittingUnit{1e6, "MB"} : FittingUnit{1e9, "GB"};
}

std::string duration_text(double microseconds) {
  return with_unit(microseconds, unit_of_duration(microseconds));
}

std::string bytes_text(double bytes) {
  return with_unit(bytes, unit_of_bytes(bytes));
}

std::string milliseconds_text(std::int64_t microseconds) {
  const double ms = static_cast<double>(microseconds) / 1e3;
  return fixed(ms, ms < 10 ? 2 : ms < 100 ? 1 : 0);
}

std::string ratio_text(double ratio) {
  if (!std::isfinite(ratio)) return "not a number";
  if (ratio < 0.005) return significant(ratio, 2);
  if (ratio < 2) return fixed(ratio, 2);
  if (ratio < 100) return fixed(ratio, 1);
  if (ratio >= 1e15) return scientific(ratio, 3);
  std::string text = fixed(ratio, 0);
  group_digits(text);
  return text;
}

std::string plain_decimal(double number, int places) {
  std::string text = fixed(number, places);
  drop_trailing_zeros(text);
  return text == "-0" ? "0" : text;
}

std::string in_unit(double value, Unit unit) {
  switch (unit) {
    case Unit::count:
      return significant(value, 4);
    case Unit::microseconds:
      return value == 0 ? "0" : duration_text(value);
    case Unit::bytes:
      return value == 0 ? "0" : bytes_text(value);
    case Unit::percent:
      return significant(value) + " %";
  }
  return {};
}

}  // namespace caseload
