// The templates: all files NAME.mustache below one folder, parsed and checked once at start, partials put in
// place. A set belongs to one worker thread (rendering is not const). A template that does not parse, a
// partial that is missing or that includes itself without end stops the start with its file, line and the
// reason (ConfigError). A partial may include itself inside a section (a tree); the data then ends it.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/value.hpp"

namespace caseload::io {

// A section that the template marks as cacheable, by a comment right behind its opening tag:
//   {{#best_sellers}}{{! cache: lifetime=60 depends=order,book by=dataset stale=5 }} ... {{/best_sellers}}
// For any other Mustache renderer it is a plain section. Here the block sees its own data only, none of the
// page's.
struct BlockMark {
  std::string name;                  // the section's
  std::string fingerprint;           // of its text, partials included: a changed template has other keys
  std::vector<std::string> depends;  // a write to one of these drops the block
  std::vector<std::string> by;       // names of values that it differs by, knobs as a rule
  int lifetime_s = 0;
  int stale_s = 0;  // how long after that the old text may still be sent, while one request rebuilds it
  bool is_personal = false;  // differs by visitor
};

// Who gives a marked block its text (io/cache/fragments.hpp).
class BlockSource {
 public:
  virtual ~BlockSource() = default;
  // Renders the block from its data. Valid during text_of.
  using Render = std::function<std::string(const Value&)>;
  // The blocks of the page about to be rendered, in their order.
  virtual void prepare(const std::vector<BlockMark>& marks) = 0;
  // `in_model`: the page's own value of that name, if any.
  virtual std::string text_of(const BlockMark& mark, const Value* in_model, const Render& render) = 0;
};

// What only the data shows: a tree deeper than the limit.
struct TemplateError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class MissingPartial { is_error, is_empty };  // the spec says empty; a site wants to know

inline constexpr int recursion_limit = 64;

// Files NAME.mustache below `path` are templates named prefix + NAME; a file page.mustache in a folder STEM
// of its own is named prefix + STEM. `excluded`: name of a folder that is not read, since it is a set of its
// own.
struct TemplateFolder {
  std::string path;
  std::string prefix;  // "cases/"
  std::string excluded;
};

// The sources, read and checked once; shared by the sets of all threads.
class TemplateSources {
 public:
  explicit TemplateSources(const std::vector<TemplateFolder>& folders);
  // From memory, for tests: name -> text.
  explicit TemplateSources(const std::vector<std::pair<std::string, std::string>>& named_texts,
                           MissingPartial missing = MissingPartial::is_error);
  ~TemplateSources();
  bool has(std::string_view name) const;  // "cases/<stem>", "index"

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

  // Numbers print as in JSON; null, false and empty lists are falsy, all else is truthy (also 0 and "";
  // mustache(5)). The model is read where it lies, never copied. Throws TemplateError.
  std::string render(std::string_view name, const Value& model, BlockSource* blocks = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
