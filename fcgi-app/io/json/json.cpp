#include "io/json/json.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "io/json/json_writer.hpp"

namespace caseload::io {
namespace {

constexpr std::size_t max_depth =
    200;  // a Value is destroyed recursively; our own documents are far below this
constexpr std::size_t max_reason_bytes = 300;  // the parser quotes all of what it read last

void write(JsonWriter& out, const Rows& rows) {
  out.begin_list();
  for (std::size_t row = 0; row < rows.size(); ++row) {
    out.begin_object();
    for (std::size_t column = 0; column < rows.columns().size(); ++column) {
      out.key(rows.columns()[column]);
      std::visit(
          [&](const auto& cell) {
            using Held = std::decay_t<decltype(cell)>;
            if constexpr (std::is_same_v<Held, std::monostate>)
              out.null();
            else if constexpr (std::is_same_v<Held, bool>)
              out.boolean(cell);
            else if constexpr (std::is_same_v<Held, std::string_view>)
              out.text(cell);
            else if constexpr (std::is_same_v<Held, const Rows*>)
              write(out, *cell);
            else
              out.number(cell);
          },
          rows.at(row, column));
    }
    out.end_object();
  }
  out.end_list();
}

void write(JsonWriter& out, const Value& value) {
  if (const auto* boolean = value.boolean()) {
    out.boolean(*boolean);
  } else if (const auto* integer = value.integer()) {
    out.number(*integer);
  } else if (const auto* real = value.real()) {
    out.number(*real);
  } else if (const auto* text = value.text()) {
    out.text(*text);
  } else if (const Rows* rows = value.rows()) {
    write(out, *rows);
  } else if (const auto* items = value.items()) {
    out.begin_list();
    for (const Value& item : *items) write(out, item);
    out.end_list();
  } else if (const auto* members = value.members()) {
    out.begin_object();
    for (const auto& [key, member] : *members) {
      out.key(key);
      write(out, member);
    }
    out.end_object();
  } else {
    out.null();
  }
}

// A name that several members have. Comparing each name with all others is quickest for a few of them, but a
// request body has room for a hundred thousand.
std::optional<std::string> repeated_name(const Value::Object& members) {
  constexpr std::size_t few = 16;
  if (members.size() <= few) {
    for (auto each = members.begin(); each != members.end(); ++each) {
      const auto is_same = [&](const Value::Member& earlier) { return earlier.first == each->first; };
      if (std::any_of(members.begin(), each, is_same)) return each->first;
    }
    return std::nullopt;
  }
  std::vector<std::string_view> names;
  names.reserve(members.size());
  for (const auto& [name, value] : members) names.push_back(name);
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  return twice == names.end() ? std::nullopt : std::optional(std::string(*twice));
}

// Each name keeps its first position.
void keep_last_values(Value::Object& members) {
  Value::Object kept;
  std::map<std::string, std::size_t> positions;
  for (Value::Member& member : members) {
    const auto [position, is_new] = positions.try_emplace(member.first, kept.size());
    if (is_new) {
      kept.push_back(std::move(member));
    } else {
      kept[position->second].second = std::move(member.second);
    }
  }
  members = std::move(kept);
}

// Builds a Value from the events of nlohmann's parser (json_sax_t), without an intermediate tree.
class Builder {
 public:
  explicit Builder(EqualNames equal_names) : equal_names_(equal_names) {}

  bool null() { return put(Value{}); }
  bool boolean(bool value) { return put(Value(value)); }
  bool number_integer(std::int64_t value) { return put(Value(value)); }
  bool number_unsigned(std::uint64_t value) {
    if (std::in_range<std::int64_t>(value)) return put(Value(static_cast<std::int64_t>(value)));
    return put(Value(static_cast<double>(value)));
  }
  bool number_float(double value, const std::string&) { return put(Value(value)); }
  bool string(std::string& value) { return put(Value(std::move(value))); }
  bool binary(std::vector<std::uint8_t>&) { return false; }  // does not occur in JSON text
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
      parent.value.members()->emplace_back(std::move(parent.key), std::move(value));
    }
    return true;
  }

  bool open(Value value) {
    if (open_.size() == max_depth) {
      reason_ = "nested deeper than " + std::to_string(max_depth);
      return false;
    }
    open_.push_back({std::move(value), {}});
    return true;
  }

  bool close() {
    Value value = std::move(open_.back().value);
    open_.pop_back();
    if (Value::Object* members = value.members()) {
      if (const auto name = repeated_name(*members)) {
        if (equal_names_ == EqualNames::refused) {
          reason_ = "the name " + in_quotes(*name) + " is given more than once in an object";
          return false;
        }
        keep_last_values(*members);
      }
    }
    return put(std::move(value));
  }

  EqualNames equal_names_;
  std::vector<Open> open_;
  Value result_;
  std::string reason_;
};

}  // namespace

std::string to_json(const Value& value, int indent) {
  std::string out;
  JsonWriter writer(out, indent);
  write(writer, value);
  return out;
}

std::optional<Value> from_json(std::string_view text, std::string* reason, EqualNames equal_names) {
  // The parser takes a NUL for the end of the text.
  if (const std::size_t end = text.find('\0'); end != std::string_view::npos) {
    if (reason != nullptr) *reason = "it has a NUL at byte " + std::to_string(end + 1);
    return std::nullopt;
  }
  Builder builder(equal_names);
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
  if (reason != nullptr) *reason = utf8_prefix(builder.reason(), max_reason_bytes);
  return std::nullopt;
}

}  // namespace caseload::io
