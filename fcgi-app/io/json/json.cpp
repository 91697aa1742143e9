#include "io/json/json.hpp"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "io/json/json_writer.hpp"

namespace caseload::io {
namespace {

constexpr std::size_t max_depth =
    200;  // a Value is destroyed recursively; our own documents are far below this

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

// Builds a Value from the events of nlohmann's parser (json_sax_t), without an intermediate tree.
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
      parent.value.set(std::move(parent.key), std::move(value));
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
    return put(std::move(value));
  }

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

std::optional<Value> from_json(std::string_view text, std::string* reason) {
  Builder builder;
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
  if (reason != nullptr) *reason = builder.reason();
  return std::nullopt;
}

}  // namespace caseload::io
