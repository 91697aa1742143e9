#include "io/json.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

namespace caseload::io {
namespace {

constexpr std::size_t deepest_nesting =
    200;  // a Value is destroyed recursively; nothing of ours comes near it

// Length of the valid UTF-8 sequence at the front (RFC 3629 section 4), 0 for an invalid one.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned lowest = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned highest = first == 0xED ? 0x9F : 0xBF;  // no surrogates
    return byte(1) >= lowest && byte(1) <= highest && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned lowest = first == 0xF0 ? 0x90 : 0x80;
    const unsigned highest = first == 0xF4 ? 0x8F : 0xBF;
    return byte(1) >= lowest && byte(1) <= highest && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

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

void write_text(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain_from = 0;
  std::size_t at = 0;
  const auto take_plain = [&] { out.append(text, plain_from, at - plain_from); };
  while (at < text.size()) {
    const auto character = static_cast<unsigned char>(text[at]);
    if (character < 0x20 || character == '"' || character == '\\') {
      take_plain();
      write_escaped(out, character);
      plain_from = ++at;
    } else if (character < 0x80) {
      ++at;
    } else if (const std::size_t length = sequence_length(text.substr(at)); length > 0) {
      at += length;
    } else {
      take_plain();
      out += "\xEF\xBF\xBD";
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

// The shortest digits that give the same double back; always seen to be a real number.
void write_real(std::string& out, double number) {
  if (!std::isfinite(number)) throw std::domain_error("JSON has no NaN and no infinity");
  const std::size_t begin = out.size();
  write_number(out, number);
  if (out.find_first_of(".e", begin) == std::string::npos) out += ".0";
}

class Writer {
 public:
  Writer(std::string& out, int indent) : out_(out), indent_(indent) {}

  void write(const Value& value) {
    if (const auto* boolean = value.boolean()) {
      out_ += *boolean ? "true" : "false";
    } else if (const auto* integer = value.integer()) {
      write_number(out_, *integer);
    } else if (const auto* real = value.real()) {
      write_real(out_, *real);
    } else if (const auto* text = value.text()) {
      write_text(out_, *text);
    } else if (const auto* items = value.items()) {
      write_all('[', ']', *items, [this](const Value& item) { write(item); });
    } else if (const auto* members = value.members()) {
      write_all('{', '}', *members, [this](const Value::Member& member) {
        write_text(out_, member.first);
        out_ += indent_ < 0 ? ":" : ": ";
        write(member.second);
      });
    } else {
      out_ += "null";
    }
  }

 private:
  template <class Items, class Write>
  void write_all(char open, char close, const Items& items, const Write& write_one) {
    out_ += open;
    ++depth_;
    bool first = true;
    for (const auto& item : items) {
      if (!std::exchange(first, false)) out_ += ',';
      new_line();
      write_one(item);
    }
    --depth_;
    if (!items.empty()) new_line();
    out_ += close;
  }

  void new_line() {
    if (indent_ < 0) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(indent_) * depth_, ' ');
  }

  std::string& out_;
  int indent_;
  std::size_t depth_ = 0;
};

// nlohmann's parser tells what it reads (json_sax_t); this puts it together without a tree in between.
class Builder {
 public:
  bool null() { return put(Value{}); }
  bool boolean(bool value) { return put(Value(value)); }
  bool number_integer(std::int64_t value) { return put(Value(value)); }
  bool number_unsigned(std::uint64_t value) {
    if (std::in_range<std::int64_t>(value)) return put(Value(static_cast<std::int64_t>(value)));
    return put(Value(static_cast<double>(value)));
  }
  bool number_float(double value, const std::string&) { return put(Value(value)); }
  bool string(std::string& value) { return put(Value(std::move(value))); }
  bool binary(std::vector<std::uint8_t>&) { return false; }  // not in JSON text
  bool start_object(std::size_t) { return open(Value(Value::Object{})); }
  bool key(std::string& name) {
    open_.back().key = std::move(name);
    return true;
  }
  bool end_object() { return close(); }
  bool start_array(std::size_t) { return open(Value::list()); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& error) {
    reason_ = error.what();
    return false;
  }

  Value take() { return std::move(result_); }
  const std::string& reason() const { return reason_; }

 private:
  struct Open {
    Value value;
    std::string key;  // of the member being read
  };

  bool put(Value value) {
    if (open_.empty()) {
      result_ = std::move(value);
    } else if (Open& parent = open_.back(); parent.value.items() != nullptr) {
      parent.value.add(std::move(value));
    } else {
      parent.value.set(std::move(parent.key), std::move(value));
    }
    return true;
  }

  bool open(Value value) {
    if (open_.size() == deepest_nesting) {
      reason_ = "nested deeper than " + std::to_string(deepest_nesting);
      return false;
    }
    open_.push_back({std::move(value), {}});
    return true;
  }

  bool close() {
    Value value = std::move(open_.back().value);
    open_.pop_back();
    return put(std::move(value));
  }

  std::vector<Open> open_;
  Value result_;
  std::string reason_;
};

}  // namespace

std::string to_json(const Value& value, int indent) {
  std::string out;
  Writer(out, indent).write(value);
  return out;
}

std::optional<Value> from_json(std::string_view text, std::string* reason) {
  Builder builder;
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
  if (reason != nullptr) *reason = builder.reason();
  return std::nullopt;
}

}  // namespace caseload::io
