// Numbers for people: grouped digits, three significant places, a suitable unit. Halves are rounded away from
// zero, as in the browser. Equal numbers give equal texts, independent of the locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/evidence_keys.hpp"

namespace caseload {

std::string grouped(std::int64_t number);                  // 1,234,567
std::string significant(double number, int places = 3);    // 0.0571, 4.31, 1,230; from 1e15 as 1.5e15
std::string duration_text(double microseconds);            // 57.1 µs, 4.31 ms, 1.2 s
std::string milliseconds_text(std::int64_t microseconds);  // 4.31, 57.1, 1230: for a column in ms
std::string bytes_text(double bytes);                      // 812 B, 16.2 kB, 3.1 MB; 1 kB is 1,000 B
std::string in_unit(double value, Unit unit);
std::string ratio_text(double ratio);          // 10.7; 1.04: two places below 2, so that 1 shows as 1.00
std::string fixed(double number, int places);  // 12.50
std::string plain_decimal(double number, int places = 2);  // 12.5: no trailing zeros, as in SVG coordinates

// The unit that suits a number, for when several numbers must share one unit.
struct FittingUnit {
  double size;
  std::string_view name;
};
FittingUnit unit_of_bytes(double bytes);

}  // namespace caseload
