#include "lab/blind_pages.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <random>
#include <utility>

#include "core/catalogue.hpp"
#include "core/catalogue_document.hpp"
#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "lab/hard_negatives.hpp"
#include "shop/visitors.hpp"

namespace caseload {

namespace {

constexpr std::string_view folder = "/b/", cached_folder = "/cached/b/";

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Calls `visit` with each word of the text, in order.
template <class Visit>
void each_word(std::string_view text, const Visit& visit) {
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_word(text[end])) ++end;
    visit(text.substr(i, end - i), i);
    i = end;
  }
}

bool precedes_table_name(const std::string& word) {
  return word == "from" || word == "join" || word == "into" || word == "update";
}

class TableNames {
 public:
  void learn(std::string_view query) {
    std::string before, earlier;
    std::size_t before_end = 0;
    each_word(query, [&](std::string_view word, std::size_t at) {
      const bool adjacent = query.substr(before_end, at - before_end).find('(') == std::string_view::npos;
      // Not the word after ON DUPLICATE KEY UPDATE or FOR UPDATE.
      const bool is_clause = before == "update" && (earlier == "key" || earlier == "for");
      if (precedes_table_name(before) && adjacent && !is_clause) add(word);
      earlier = std::exchange(before, lower_case(word));
      before_end = at + word.size();
    });
  }

  std::string hidden(std::string_view text) const {
    std::string result;
    std::size_t copied = 0;
    each_word(text, [&](std::string_view word, std::size_t at) {
      const auto known = std::find(names_.begin(), names_.end(), word);
      if (known == names_.end()) return;
      result.append(text.substr(copied, at - copied))
          .append("t" + std::to_string(known - names_.begin() + 1));
      copied = at + word.size();
    });
    return result.append(text.substr(copied));
  }

 private:
  void add(std::string_view name) {
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.emplace_back(name);
  }

  std::vector<std::string> names_;
};

void hide_in(Value& value, const TableNames& names) {
  if (const std::string* text = value.text()) value = Value(names.hidden(*text));
  if (Value::List* items = value.items()) {
    for (Value& item : *items) hide_in(item, names);
  }
  if (Value::Object* members = value.members()) {
    for (auto& [key, member] : *members) hide_in(member, names);
  }
}

}  // namespace

std::string BlindPage::address() const {
  return std::string(variant->cached_by_nginx ? cached_folder : folder) + opaque;
}

BlindPages::BlindPages() {
  std::random_device random;
  std::mt19937_64 generator((std::uint64_t{random()} << 32) | random());
  const auto opaque = [&] {
    const std::uint64_t drawn = generator();
    std::string bytes;
    for (int shift = 0; shift < 48; shift += 8) bytes.push_back(static_cast<char>((drawn >> shift) & 0xFF));
    return hex(bytes);
  };
  for (const Case& the_case : catalogue()) {
    for (const Variant& variant : the_case.variants) {
      std::string floor;
      if (auto trivial = floor_of(variant)) {
        floors_.push_back(std::move(*trivial));
        pages_.push_back({opaque(), BlindPage::Kind::floor, &the_case, &floors_.back(), {}, {}});
        floor = pages_.back().address();
      }
      pages_.push_back({opaque(), BlindPage::Kind::variant, &the_case, &variant, {}, std::move(floor)});
    }
  }
  for (const HardNegative& each : hard_negatives()) {
    Case page{.page = "A page of test mode", .knobs = each.knobs};
    page.template_name = "hard_negative";
    page.variants.push_back({.name = each.name, .pace = Pace::fast, .run = each.run});
    add(opaque(), BlindPage::Kind::hard_negative, std::move(page));
  }
  for (const GalleryFile& file : gallery_files()) {
    GalleryPage given = file.make();
    Case page{.page = std::move(given.summary), .knobs = std::move(given.knobs)};
    page.template_name = "gallery/" + std::string(file.stem) + "/page";
    page.variants.push_back({.name = file.stem,
                             .pace = given.labels.empty() ? Pace::fast : Pace::slow,
                             .summary = std::move(given.why),
                             .run = given.run,
                             .labels = std::move(given.labels),
                             .method = given.method,
                             .cached_by_nginx = given.cached_by_nginx});
    add(opaque(), BlindPage::Kind::gallery, std::move(page));
    pages_.back().known_miss = std::move(given.known_miss);
  }
  std::shuffle(pages_.begin(), pages_.end(), generator);
}

void BlindPages::add(std::string opaque, BlindPage::Kind kind, Case page) {
  others_.push_back(std::move(page));
  pages_.push_back({std::move(opaque), kind, &others_.back(), &others_.back().variants.front(), {}, {}});
}

const BlindPage* BlindPages::find(std::string_view opaque) const {
  const auto found = std::find_if(pages_.begin(), pages_.end(),
                                  [&](const BlindPage& page) { return page.opaque == opaque; });
  return found == pages_.end() ? nullptr : &*found;
}

Value BlindPages::document() const {
  Value pages = Value::list();
  for (const BlindPage& page : pages_) {
    if (page.kind == BlindPage::Kind::floor) continue;
    Value knobs = Value::list();
    for (const KnobSpec& knob : page.the_case->knobs) knobs.add(knob_document(knob));
    Value entry = Value::object({{"address", page.address()},
                                 {"method", page.variant->method == Method::post ? "POST" : "GET"},
                                 {"knobs", std::move(knobs)}});
    if (!page.floor.empty()) entry.set("floor", page.floor);
    pages.add(std::move(entry));
  }
  Value visitors = Value::list();
  for (const DemoVisitor& visitor : demo_visitors()) {
    visitors.add(Value::object({{"headers", Value::object({{"Cookie", visitor.cookie}})}}));
  }
  return Value::object(
      {{"pages", std::move(pages)}, {"floor", "/test/trivial"}, {"visitors", std::move(visitors)}});
}

Value BlindPages::truth() const {
  Value truth = Value(Value::Object{});
  for (const BlindPage& page : pages_) {
    switch (page.kind) {
      case BlindPage::Kind::variant:
        truth.set(page.opaque, Value::object({{"slug", page.the_case->slug},
                                              {"variant", page.variant->name},
                                              {"pace", name_of(page.variant->pace)}}));
        break;
      case BlindPage::Kind::hard_negative:
        truth.set(page.opaque, Value::object({{"negative", page.variant->name}}));
        break;
      case BlindPage::Kind::gallery: {
        Value labels = Value::list();
        for (const Label& label : page.variant->labels) labels.add(label.name);
        Value entry = Value::object({{"gallery", page.variant->name}, {"labels", std::move(labels)}});
        if (!page.known_miss.empty()) entry.set("known_miss", page.known_miss);
        truth.set(page.opaque, std::move(entry));
        break;
      }
      case BlindPage::Kind::floor:
        break;
    }
  }
  return truth;
}

void hide_identity(Value& trace_document) {
  Value::Object* members = trace_document.members();
  if (members == nullptr) return;
  std::erase_if(*members, [](const Value::Member& member) { return member.first == "claims"; });
  for (auto& [key, digests] : *members) {
    if (key != "digests" || digests.items() == nullptr) continue;
    TableNames names;
    for (const Value& digest : *digests.items()) names.learn(digest["text"].text_or(""));
    for (Value& digest : *digests.items()) hide_in(digest, names);
  }
}

}  // namespace caseload
