#include "io/cache/fragments.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/memory.hpp"
#include "io/json/json.hpp"
#include "io/text/hash.hpp"

namespace caseload {
namespace {

// Each part of a key is preceded by its length, so different lists of parts never give the same key.
void append(std::string& key, std::string_view part) {
  key += std::to_string(part.size());
  key += ':';
  key += part;
}

}  // namespace

Fragments::Fragments(CachedTexts& texts, Trace& trace, const Knobs& knobs)
    : texts_(texts), trace_(trace), knobs_(knobs) {}

Fragments& Fragments::offer(std::string block, Data data) {
  offers_.emplace_back(std::move(block), std::move(data));
  return *this;
}

Fragments& Fragments::set_visitor(std::string id) {
  visitor_ = std::move(id);
  return *this;
}

Fragments& Fragments::set(std::string name, std::string value) {
  values_[std::move(name)] = std::move(value);
  return *this;
}

Value Fragments::with_data(Value model, const std::vector<io::BlockMark>& marks) {
  fetch(marks, Form::data);
  for (const auto& [block, load] : offers_) {
    const auto mark = std::ranges::find(marks, block, &io::BlockMark::name);
    const auto result =
        texts_.get(cached_text(*mark, Form::data), [&] { return io::to_json(data_of(block)); });
    record(*mark, result);
    model.set(block, io::from_json(result.text).value());
  }
  return model;
}

void Fragments::prepare(const std::vector<io::BlockMark>& marks) {
  fetch(marks, Form::text);
}

void Fragments::fetch(const std::vector<io::BlockMark>& marks, Form form) {
  for (const auto& offer : offers_) {
    if (std::ranges::find(marks, offer.first, &io::BlockMark::name) == marks.end())
      throw std::logic_error("the template has no marked block '" + offer.first + "'");
  }
  std::vector<CachedText> soon;
  for (const auto& mark : marks) {
    if (std::any_of(offers_.begin(), offers_.end(),
                    [&](const auto& offer) { return offer.first == mark.name; })) {
      soon.push_back(cached_text(mark, form));
    }
  }
  texts_.fetch(soon);
}

std::string Fragments::text_of(const io::BlockMark& mark, const Value* in_model, const Render& render) {
  CachedTexts::Result result{{}, CachedTexts::Origin::built};
  if (std::any_of(offers_.begin(), offers_.end(),
                  [&](const auto& offer) { return offer.first == mark.name; })) {
    result = texts_.get(cached_text(mark, Form::text), [&] { return render(data_of(mark.name)); });
  } else if (in_model) {
    result.text = render(*in_model);
  }
  record(mark, result);
  return std::move(result.text);
}

void Fragments::record(const io::BlockMark& mark, const CachedTexts::Result& result) {
  trace_.record_block({.name = mark.name,
                       .hash = trace_.probe() ? io::sha256_hex(result.text) : std::string(),
                       .cached = result.origin != CachedTexts::Origin::built});
}

CachedText Fragments::cached_text(const io::BlockMark& mark, Form form) const {
  CachedText what{.depends = mark.depends, .lifetime_s = mark.lifetime_s, .stale_s = mark.stale_s};
  append(what.key, form == Form::text ? "block" : "data");
  append(what.key, mark.name);
  if (form == Form::text) append(what.key, mark.fingerprint);
  for (const auto& name : mark.by) {
    append(what.key, name);
    if (const auto value = values_.find(name); value != values_.end()) {
      append(what.key, value->second);
      continue;
    }
    const auto& knobs = knobs_.values();
    const auto knob =
        std::find_if(knobs.begin(), knobs.end(), [&](const auto& pair) { return pair.first == name; });
    if (knob == knobs.end()) {
      throw std::logic_error("block '" + mark.name + "' depends on '" + name +
                             "', which is not a knob and was not set");
    }
    append(what.key, knob->second);
  }
  // A write changes only one dataset.
  if (std::find(mark.by.begin(), mark.by.end(), "dataset") != mark.by.end()) {
    for (std::string& dependency : what.depends) dependency.append(" ").append(name_of(knobs_.dataset()));
  }
  if (mark.is_personal) {
    if (!visitor_) throw std::logic_error("block '" + mark.name + "' is personal, but no visitor was set");
    append(what.key, "visitor");
    append(what.key, *visitor_);
  }
  return what;
}

// Called while the page renders, but loading a block's data counts as the app's own work.
Value Fragments::data_of(const std::string& block) {
  const PhaseScope phase(trace_, Phase::app);
  const MemoryScope memory(MemoryOwner::app);
  const auto offer =
      std::find_if(offers_.begin(), offers_.end(), [&](const auto& each) { return each.first == block; });
  return offer->second();
}

}  // namespace caseload
