#include "orm/exact.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "core/text.hpp"
#include "orm/write.hpp"

namespace caseload::orm {

namespace {

// Of "12.50": "50".
std::string_view fraction_of(std::string_view number) {
  const std::size_t point = number.find('.');
  return point == std::string_view::npos ? std::string_view() : number.substr(point + 1);
}

bool has_more_digits(std::string_view fraction, std::size_t digits) {
  return fraction.size() > digits && fraction.find_first_not_of('0', digits) != std::string_view::npos;
}

bool is_plain_decimal(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = fraction_of(text);
  const auto has_only_digits = [](std::string_view part) {
    return std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  return !(whole.empty() && fraction.empty()) && has_only_digits(whole) && has_only_digits(fraction);
}

std::string quoted(std::string_view text) {
  constexpr std::size_t max_shown = 40;
  return "'" + std::string(utf8_prefix(text, max_shown)) + (text.size() > max_shown ? "...'" : "'");
}

std::string rounded_because(std::string_view number, std::size_t digits) {
  if (!is_plain_decimal(number)) return "must be a decimal number such as 12.50; got " + quoted(number);
  if (!has_more_digits(fraction_of(number), digits)) return {};
  return "takes at most " + std::to_string(digits) + " decimals; got " + quoted(number);
}

std::size_t characters_in(std::string_view utf8) {
  const auto begins_one = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(utf8, begins_one));
}

std::string too_long_because(const ColumnLimit& limit, std::string_view text) {
  if (limit.type == ColumnLimit::Type::fixed_text && text.ends_with(' '))
    return "can't keep a space at the end; got " + quoted(text);
  // A text of so few bytes can't have more characters.
  if (text.size() <= limit.max_length) return {};
  const bool is_in_bytes = limit.type == ColumnLimit::Type::long_text;
  const std::size_t length = is_in_bytes ? text.size() : characters_in(text);
  if (length <= limit.max_length) return {};
  return "takes at most " + std::to_string(limit.max_length) + (is_in_bytes ? " bytes" : " characters") +
         "; got " + std::to_string(length);
}

std::string cut_time_because(std::string_view time, std::size_t digits) {
  const std::string_view fraction = fraction_of(time);
  if (!has_more_digits(fraction.substr(0, fraction.find_first_not_of("0123456789")), digits)) return {};
  return "takes at most " + std::to_string(digits) + " decimals of a second; got " + quoted(time);
}

std::string text_because(const ColumnLimit& limit, std::string_view text) {
  switch (limit.type) {
    case ColumnLimit::Type::text:
    case ColumnLimit::Type::fixed_text:
    case ColumnLimit::Type::long_text:
      return too_long_because(limit, text);
    case ColumnLimit::Type::decimal:
      return rounded_because(text, limit.fraction_digits);
    case ColumnLimit::Type::date:
      return text.size() == 10 ? std::string() : "must be a date such as 2024-02-29; got " + quoted(text);
    case ColumnLimit::Type::time:
      return cut_time_because(text, limit.fraction_digits);
    default:
      return {};
  }
}

std::string real_because(const ColumnLimit& limit, double value) {
  if (limit.type == ColumnLimit::Type::single_real && static_cast<double>(static_cast<float>(value)) != value)
    return "has fewer digits than " + std::to_string(value);
  if (limit.type != ColumnLimit::Type::decimal) return {};
  char text[512];
  const auto [end, error] = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed);
  return error == std::errc() ? rounded_because({text, end}, limit.fraction_digits) : std::string();
}

// 24 would become 2024.
std::string year_because(std::int64_t year) {
  return year < 1 || year > 99 ? std::string() : "must be a year of four digits; got " + std::to_string(year);
}

}  // namespace

std::string inexact_because(const ColumnLimit& limit, const Parameter& value) {
  if (limit.type == ColumnLimit::Type::any) return {};
  if (const auto* text = std::get_if<std::string>(&value)) return text_because(limit, *text);
  if (const auto* real = std::get_if<double>(&value)) return real_because(limit, *real);
  const auto* integer = std::get_if<std::int64_t>(&value);
  if (integer != nullptr && limit.type == ColumnLimit::Type::year) return year_because(*integer);
  return {};
}

ExactFields::ExactFields(Database& db, const Table& table, const std::vector<const Field*>& fields)
    : limits_(db.column_limits(table.name())) {
  for (const Field* field : fields) {
    const auto found = std::ranges::find(*limits_, field->name, &ColumnLimit::name);
    of_field_.push_back(found == limits_->end() ? nullptr : &*found);
  }
}

void ExactFields::check(std::size_t field, const Parameter& value, std::size_t row) const {
  const ColumnLimit* limit = of_field_[field];
  if (limit == nullptr) return;
  const std::string reason = inexact_because(*limit, value);
  if (!reason.empty()) throw RowRefused(row, limit->name, reason);
}

}  // namespace caseload::orm
