// A read-only JSON document (RFC 8259). Much faster than from_json if most of a large file is skipped.
// Strict: the whole text must be JSON in valid UTF-8, and its numbers must be representable.
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

// A node of a document, valid as long as the document. Cheap to copy.
class JsonNode {
 public:
  bool is_null() const;
  bool is_list() const;
  bool is_object() const;
  std::optional<bool> boolean() const;
  std::optional<std::int64_t> integer() const;
  std::optional<double> real() const;  // not for whole numbers
  std::optional<std::string_view> text() const;
  std::optional<std::pair<std::int64_t, std::int64_t>> integer_pair() const;  // a list of two whole numbers

  // The member of that name; std::nullopt if this is not an object or has no such member.
  std::optional<JsonNode> find(std::string_view key) const;

  // Calls `see(item)` for each item in order. Does nothing if this is not a list.
  template <typename See>
  void each_item(const See& see) const {
    visit_items(&see, [](const void* call, JsonNode item) { (*static_cast<const See*>(call))(item); });
  }
  // Calls `see(name, member)` for each member in order. Does nothing if this is not an object.
  template <typename See>
  void each_member(const See& see) const {
    visit_members(&see, [](const void* call, std::string_view name, JsonNode member) {
      (*static_cast<const See*>(call))(name, member);
    });
  }

  Value value() const;  // a copy that doesn't need the document

 private:
  friend class JsonDocument;
  friend struct JsonAccess;
  void visit_items(const void* call, void (*see)(const void*, JsonNode)) const;
  void visit_members(const void* call, void (*see)(const void*, std::string_view, JsonNode)) const;

  alignas(void*) std::array<std::byte, 16> element_{};  // the parser's own
};

// Holds one document at a time: `read` invalidates the previous one. Not thread-safe.
class JsonDocument {
 public:
  JsonDocument();
  ~JsonDocument();
  JsonDocument(JsonDocument&&) noexcept;

  // std::nullopt if the text is not JSON; `reason` says why and, if known, where.
  std::optional<JsonNode> read(const std::string& text, std::string* reason = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
