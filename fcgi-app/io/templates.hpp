// The templates: all files below one folder, parsed and checked once at start, partials inlined. A set
// belongs to one worker thread (rendering is not const). A template that does not parse, a partial that is missing
// or that includes itself without end stops the start with its file and the reason (ConfigError).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/value.hpp"

namespace caseload::io {

// The sources, read and checked once; shared by the sets of all threads.
class TemplateSources {
 public:
  explicit TemplateSources(const std::string& folder);
  // From memory, for tests: name -> text.
  explicit TemplateSources(const std::vector<std::pair<std::string, std::string>>& named_texts);
  ~TemplateSources();
  bool has(std::string_view name) const;  // "cases/n_plus_one", "layout"

 private:
  friend class Templates;
  struct State;
  std::shared_ptr<const State> state_;
};

class Templates {
 public:
  explicit Templates(const TemplateSources& sources);
  ~Templates();
  Templates(Templates&&) noexcept;

  // Numbers print as in JSON; null, false and empty lists are falsy, all else is truthy (also 0 and ""; mustache(5)).
  std::string render(std::string_view name, Value&& model);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
