// Finds the next special byte of a text, sixteen bytes at a time: looking at each byte by itself costs more
// than copying what is between the special ones.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace caseload::byte_scan {

// GCC and Clang compile comparisons of such vectors to the processor's own, and to plain code where it has
// none.
using Bytes16 = unsigned char __attribute__((vector_size(16)));
using Bytes8 = unsigned char __attribute__((vector_size(8)));

template <class Special, class Bytes>
bool has_special(const char* text) {
  Bytes bytes;
  std::memcpy(&bytes, text, sizeof bytes);
  const auto special = Special::is_special(bytes);  // in each byte, all bits or none
  std::array<std::uint64_t, sizeof(Bytes) / sizeof(std::uint64_t)> words;
  std::memcpy(words.data(), &special, sizeof special);
  return (words.front() | words.back()) != 0;
}

template <class Special>
inline constexpr auto special_bytes = [] {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte)
    table[byte] = Special::is_special(static_cast<unsigned char>(byte)) != 0;
  return table;
}();

// The position of the first special byte from `at` on; the size of the text if there is none.
// `Special::is_special` says which bytes are special. It is a template that compares an unsigned char or a
// vector of them with constants and joins the results by | and &.
template <class Special>
std::size_t next_special(std::string_view text, std::size_t at) {
  while (at + sizeof(Bytes16) <= text.size() && !has_special<Special, Bytes16>(text.data() + at))
    at += sizeof(Bytes16);
  if (at + sizeof(Bytes8) <= text.size() && !has_special<Special, Bytes8>(text.data() + at))
    at += sizeof(Bytes8);
  while (at < text.size() && !special_bytes<Special>[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

}  // namespace caseload::byte_scan
