// Numbers for people: grouped digits, three significant places, a suitable unit. Equal numbers give equal
// texts, independent of the locale.
#pragma once

#include <cstdint>
#include <string>

#include "core/evidence_keys.hpp"

namespace caseload {

std::string grouped(std::int64_t number);                // 1,234,567
std::string significant(double number, int places = 3);  // 0.0571, 4.31, 1,230; no exponent
std::string duration_text(double microseconds);          // 57.1 µs, 4.31 ms, 1.2 s
std::string bytes_text(double bytes);                    // 812 B, 16.2 kB, 3.1 MB; 1 kB is 1,000 B
std::string in_unit(double value, Unit unit);
std::string ratio_text(double ratio);                      // 10.7; two decimals below 2: 1.04, 1.00
std::string plain_decimal(double number, int places = 2);  // for SVG coordinates: 12.5, no trailing zeros

}  // namespace caseload
