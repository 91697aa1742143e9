// A JSON text (RFC 8259) to read from, not to change: much quicker than from_json where most of a large file
// is passed over. Strict: the whole text must be JSON in valid UTF-8, with numbers that can be represented.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/value.hpp"

namespace caseload::io {

// A place in a document, and valid as long as that. Cheap to copy.
class JsonNode {
 public:
  bool is_null() const;
  bool is_list() const;
  bool is_object() const;
  std::optional<bool> boolean() const;
  std::optional<std::int64_t> integer() const;
  std::optional<double> real() const;  // not of a whole number
  std::optional<std::string_view> text() const;
  std::optional<std::pair<std::int64_t, std::int64_t>> integer_pair() const;  // a list of two whole numbers

  // The member of that name; std::nullopt where this is no object or has none.
  std::optional<JsonNode> find(std::string_view key) const;

  // Calls `see(item)` in order; not at all where this is no list.
  template <typename See>
  void each_item(const See& see) const {
    visit_items(&see, [](const void* call, JsonNode item) { (*static_cast<const See*>(call))(item); });
  }
  // Calls `see(name, member)` in order; not at all where this is no object.
  template <typename See>
  void each_member(const See& see) const {
    visit_members(&see, [](const void* call, std::string_view name, JsonNode member) {
      (*static_cast<const See*>(call))(name, member);
    });
  }

  Value value() const;  // a copy that needs no document

 private:
  friend class JsonDocument;
  friend struct JsonAccess;
  void visit_items(const void* call, void (*see)(const void*, JsonNode)) const;
  void visit_members(const void* call, void (*see)(const void*, std::string_view, JsonNode)) const;

  alignas(void*) std::array<std::byte, 16> element_{};  // the parser's own
};

// One at a time: `read` overwrites what the last one gave. For one thread.
class JsonDocument {
 public:
  JsonDocument();
  ~JsonDocument();
  JsonDocument(JsonDocument&&) noexcept;

  // std::nullopt for what is not JSON; `reason` says why, with the place where it is known.
  std::optional<JsonNode> read(const std::string& text, std::string* reason = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
