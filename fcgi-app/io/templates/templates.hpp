// The templates: all files NAME.mustache below a folder, parsed and checked at start, with their partials
// inlined. A set belongs to one worker thread (rendering is not const). A template that can't be parsed and a
// partial that is missing or includes itself endlessly are a ConfigError at start, with file, line and
// reason. A partial may include itself inside a section (for a tree); then the data ends the recursion.
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

// A section that the template marks as cacheable, with a comment right after its opening tag:
//   {{#best_sellers}}{{! cache: lifetime=60 depends=order,book by=dataset stale=5 }} ... {{/best_sellers}}
// For other Mustache renderers it is an ordinary section. Here the block sees only its own data and nothing
// of the page's.
struct BlockMark {
  std::string name;                  // of the section
  std::string fingerprint;           // hash of its text with partials; a changed template gets new cache keys
  std::vector<std::string> depends;  // a write to one of these invalidates the block
  std::vector<std::string> by;       // names of the values that it varies by, usually knobs
  int lifetime_s = 0;
  int stale_s = 0;           // how long after that the old text may still be sent during a rebuild
  bool is_personal = false;  // varies by visitor
};

// Provides the text of a marked block (io/cache/fragments.hpp).
class BlockSource {
 public:
  virtual ~BlockSource() = default;
  // Renders the block from its data. Valid during text_of.
  using Render = std::function<std::string(const Value&)>;
  // Called with the blocks of the page that is about to be rendered, in their order.
  virtual void prepare(const std::vector<BlockMark>& marks) = 0;
  // `in_model` is the value of that name in the page's model, if any.
  virtual std::string text_of(const BlockMark& mark, const Value* in_model, const Render& render) = 0;
};

// An error that depends on the data, such as a tree deeper than the limit.
struct TemplateError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class MissingPartial {
  is_error,
  is_empty
};  // the spec requires is_empty; for a site a missing partial is an error

inline constexpr int recursion_limit = 64;

// A file NAME.mustache below `path` is the template prefix + NAME; a file STEM/page.mustache is the template
// prefix + STEM. Folders named `excluded` are not read.
struct TemplateFolder {
  std::string path;
  std::string prefix;  // "cases/"
  std::string excluded;
};

// The sources, read and checked once and shared by the sets of all threads.
class TemplateSources {
 public:
  // `texts`: further templates from memory, name -> text, such as a constant that templates include as a
  // partial.
  explicit TemplateSources(const std::vector<TemplateFolder>& folders,
                           const std::vector<std::pair<std::string, std::string>>& texts = {});
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

  // Numbers print as in JSON. Null, false and empty lists are falsy; everything else is truthy, including 0
  // and "" (mustache(5)). The model is not copied. Throws TemplateError.
  std::string render(std::string_view name, const Value& model, BlockSource* blocks = nullptr);
  const std::vector<BlockMark>& marks_of(std::string_view name) const;  // of its blocks, in their order

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
