#include "core/words.hpp"

namespace caseload {

namespace {

bool is_in_word(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         static_cast<unsigned char>(byte) >= 0x80;
}

char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  for (const char byte : text) {
    const bool was_in_word = in_word;
    in_word = is_in_word(byte);
    if (!in_word) continue;
    if (!was_in_word) words.emplace_back();
    words.back() += lower(byte);
  }
  return words;
}

}  // namespace caseload
