#include "io/json/json_document.hpp"

// A second JSON library, because a site has runs by the thousand: in 200 copies of docs/runs (313 MB), read
// for the history, simdjson took 0.89 s of CPU time and a tree made by nlohmann's parser 7.03 s (medians of
// five rounds, one library after the other in each, -O2).
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

#include "io/json/json.hpp"

namespace caseload::io {

using simdjson::dom::element;
using simdjson::dom::element_type;

static_assert(sizeof(element) <= 16 && std::is_trivially_copyable_v<element>);

struct JsonAccess {
  static JsonNode node(const element& given) {
    JsonNode node;
    std::memcpy(node.element_.data(), &given, sizeof given);
    return node;
  }
  static element of(const JsonNode& node) {
    element given;
    std::memcpy(&given, node.element_.data(), sizeof given);
    return given;
  }
};

namespace {

constexpr std::size_t max_depth_read = 200;  // readers are recursive; our own documents are far below this

template <typename Result>
std::optional<Result> got(simdjson::simdjson_result<Result> result) {
  Result value{};
  if (std::move(result).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

}  // namespace

bool JsonNode::is_null() const {
  return JsonAccess::of(*this).type() == element_type::NULL_VALUE;
}
bool JsonNode::is_list() const {
  return JsonAccess::of(*this).type() == element_type::ARRAY;
}
bool JsonNode::is_object() const {
  return JsonAccess::of(*this).type() == element_type::OBJECT;
}
std::optional<bool> JsonNode::boolean() const {
  return got(JsonAccess::of(*this).get_bool());
}
std::optional<std::int64_t> JsonNode::integer() const {
  return got(JsonAccess::of(*this).get_int64());
}
std::optional<std::string_view> JsonNode::text() const {
  return got(JsonAccess::of(*this).get_string());
}
std::optional<double> JsonNode::real() const {
  const element given = JsonAccess::of(*this);
  const element_type type = given.type();
  // A whole number of more than 63 bits is treated as a real number, as in from_json.
  if (type != element_type::DOUBLE && type != element_type::UINT64) return std::nullopt;
  return got(given.get_double());
}

std::optional<std::pair<std::int64_t, std::int64_t>> JsonNode::integer_pair() const {
  const auto list = got(JsonAccess::of(*this).get_array());
  if (!list || list->size() != 2) return std::nullopt;
  auto at = list->begin();
  const auto first = got((*at).get_int64());
  ++at;
  const auto second = got((*at).get_int64());
  if (!first || !second) return std::nullopt;
  return std::pair(*first, *second);
}

std::optional<JsonNode> JsonNode::find(std::string_view key) const {
  const auto object = got(JsonAccess::of(*this).get_object());
  if (!object) return std::nullopt;
  const auto member = got(object->at_key(key));
  if (!member) return std::nullopt;
  return JsonAccess::node(*member);
}

void JsonNode::visit_items(const void* call, void (*see)(const void*, JsonNode)) const {
  if (const auto list = got(JsonAccess::of(*this).get_array()))
    for (const element& item : *list) see(call, JsonAccess::node(item));
}

void JsonNode::visit_members(const void* call, void (*see)(const void*, std::string_view, JsonNode)) const {
  if (const auto object = got(JsonAccess::of(*this).get_object()))
    for (const auto& member : *object) see(call, member.key, JsonAccess::node(member.value));
}

Value JsonNode::value() const {
  if (const auto found = text()) return Value(*found);
  if (const auto found = integer()) return Value(*found);
  if (const auto found = real()) return Value(*found);
  if (const auto found = boolean()) return Value(*found);
  if (is_list()) {
    Value list = Value::list();
    each_item([&](const JsonNode& item) { list.add(item.value()); });
    return list;
  }
  if (is_object()) {
    Value object = Value::object({});
    each_member([&](std::string_view name, const JsonNode& member) {
      object.set(std::string(name), member.value());
    });
    return object;
  }
  return {};
}

struct JsonDocument::State {
  simdjson::dom::parser parser;
  std::string padded;  // the parser reads past the end; this avoids a new copy for each text
};

JsonDocument::JsonDocument() : state_(std::make_unique<State>()) {}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;

std::optional<JsonNode> JsonDocument::read(const std::string& text, std::string* reason) {
  simdjson::error_code error = simdjson::SUCCESS;
  if (state_->parser.capacity() < text.size() || state_->parser.max_depth() != max_depth_read)
    error = state_->parser.allocate(std::max<std::size_t>(text.size(), 4096), max_depth_read);
  element root;
  if (error == simdjson::SUCCESS) {
    state_->padded.assign(text);
    state_->padded.append(simdjson::SIMDJSON_PADDING, ' ');
    error = state_->parser.parse(state_->padded.data(), text.size(), false).get(root);
  }
  if (error == simdjson::SUCCESS) return JsonAccess::node(root);
  if (reason != nullptr) {
    *reason = simdjson::error_message(error);
    from_json(text, reason);  // its message includes the position; no reason if it accepts the text
  }
  return std::nullopt;
}

}  // namespace caseload::io
