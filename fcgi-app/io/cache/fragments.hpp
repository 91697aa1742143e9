// The cacheable blocks of one page, as one request renders them. io/templates/templates.hpp explains how a
// template marks them.
//
//   Fragments fragments(services.texts, services.trace, services.request.knobs);
//   fragments.offer("best_sellers", [&] { return best_sellers(services.db); });
//   return services.page(model, fragments);
//
// An offered block comes from the cache. Only on a miss is its data loaded and the block rendered. A marked
// block that is not offered is rendered from the model. Both are recorded in the trace.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/knobs.hpp"
#include "core/trace.hpp"
#include "core/value.hpp"
#include "io/cache/cached_text.hpp"
#include "io/templates/templates.hpp"

namespace caseload {

class Fragments final : public io::BlockSource {
 public:
  using Data = std::function<Value()>;

  Fragments(CachedTexts& texts, Trace& trace, const Knobs& knobs);

  // Provides the data of a block, which must be the same for every visitor with the same values of the mark's
  // `by`. A block with a visitor's own data must be marked `personal` and needs set_visitor.
  Fragments& offer(std::string block, Data data);
  // A unique id of the visitor.
  Fragments& set_visitor(std::string id);
  // Sets a value that a mark's `by` refers to. Knobs are known already.
  Fragments& set(std::string name, std::string value);

  // The model with the data of all offered blocks, for the page's JSON. `marks` are those of the page's
  // template: the data is cached as the block's text is.
  Value with_data(Value model, const std::vector<io::BlockMark>& marks);

  void prepare(const std::vector<io::BlockMark>& marks) override;
  std::string text_of(const io::BlockMark& mark, const Value* in_model, const Render& render) override;

 private:
  enum class Form { text, data };
  CachedText cached_text(const io::BlockMark& mark, Form form) const;
  void fetch(const std::vector<io::BlockMark>& marks, Form form);
  Value data_of(const std::string& block);
  void record(const io::BlockMark& mark, const CachedTexts::Result& result);

  CachedTexts& texts_;
  Trace& trace_;
  const Knobs& knobs_;
  std::vector<std::pair<std::string, Data>> offers_;
  std::map<std::string, std::string, std::less<>> values_;
  std::optional<std::string> visitor_;
};

}  // namespace caseload
