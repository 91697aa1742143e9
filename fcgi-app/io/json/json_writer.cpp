#include "io/json/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "core/byte_scan.hpp"
#include "core/text.hpp"

namespace caseload::io {
namespace {

void write_escaped(std::string& out, unsigned char character) {
  static constexpr char digits[] = "0123456789abcdef";
  switch (character) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += digits[character >> 4U];
      out += digits[character & 0xFU];
  }
}

// What JSON text can't contain as it is, and bytes above 0x7f, which must be valid UTF-8.
struct JsonSpecial {
  template <class Bytes>
  static constexpr auto is_special(Bytes c) {
    return (c < 0x20) | (c >= 0x80) | (c == '"') | (c == '\\');
  }
};

void write_text(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain_from = 0;
  std::size_t at = 0;
  const auto take_plain = [&] { out.append(text, plain_from, at - plain_from); };
  for (;;) {
    at = byte_scan::next_special<JsonSpecial>(text, at);
    if (at == text.size()) break;
    const auto character = static_cast<unsigned char>(text[at]);
    if (character < 0x80) {
      take_plain();
      write_escaped(out, character);
      plain_from = ++at;
    } else if (const std::size_t length = utf8_length(text.substr(at)); length > 0) {
      at += length;
    } else {
      take_plain();
      out += utf8_replacement;
      plain_from = ++at;
    }
  }
  take_plain();
  out += '"';
}

template <class Number>
void write_number(std::string& out, Number number) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  out.append(buffer.data(), end);
}

// The shortest digits that give the same double, always written so that they read as a real number.
void write_real(std::string& out, double number) {
  if (!std::isfinite(number)) throw std::domain_error("JSON can't represent NaN and infinity");
  const std::size_t begin = out.size();
  write_number(out, number);
  if (out.find_first_of(".e", begin) == std::string::npos) out += ".0";
}

}  // namespace

JsonWriter::JsonWriter(std::string& out, int indent) : out_(out), indent_(indent) {}

JsonWriter& JsonWriter::begin_object() {
  return begin('{');
}
JsonWriter& JsonWriter::end_object() {
  return end('}');
}
JsonWriter& JsonWriter::begin_list() {
  return begin('[');
}
JsonWriter& JsonWriter::end_list() {
  return end(']');
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  write_text(out_, name);
  out_ += ':';
  if (indent_ >= 0) out_ += ' ';
  is_after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
  separate();
  write_number(out_, value);
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  separate();
  write_real(out_, value);
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  write_text(out_, value);
  return *this;
}

JsonWriter& JsonWriter::begin(char open) {
  separate();
  out_ += open;
  ++depth_;
  is_first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end(char close) {
  --depth_;
  if (!is_first_) new_line();
  out_ += close;
  is_first_ = false;
  return *this;
}

void JsonWriter::separate() {
  if (is_after_key_) {
    is_after_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  if (!is_first_) out_ += ',';
  is_first_ = false;
  new_line();
}

void JsonWriter::new_line() {
  if (indent_ < 0) return;
  out_ += '\n';
  out_.append(static_cast<std::size_t>(indent_) * depth_, ' ');
}

}  // namespace caseload::io
