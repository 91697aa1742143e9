#include "tests/unit/site_material.hpp"

#include <stdexcept>

#include "core/catalogue_document.hpp"
#include "core/stacks.hpp"
#include "io/json/json.hpp"
#include "io/text/hash.hpp"
#include "io/text/read_file.hpp"

namespace caseload::tests {
namespace {

constexpr std::string_view source =
    "// [slow]\nint slow(int n) {\n  return ask(n) + ask(n);\n}\n// [/slow]\n\n"
    "// [fast]\nint fast(int n) {\n  return 2 * ask(n);\n}\n// [/fast]\n";

Case case_with(const std::string& slug, const std::string& stem) {
  Case made{.page = "n things", .knobs = {items_knob("items", 640)}};
  made.slug = slug;
  made.stem = stem;
  const Formula n = items("n", "things");
  made.variants = {{.name = "slow", .summary = "the slow way"},
                   {.name = "fast", .pace = Pace::fast, .summary = "the fast way"}};
  made.claims = {{"slow", Key::sql, 1 + n}, {"fast", Key::sql, 1}};
  return made;
}

Lesson lesson_of(const std::string& slug) {
  return {.title = "Title of " + slug,
          .symptom = "The page of " + slug + " is *slow*.",
          .why = "It asks twice.",
          .recognise = "Count.",
          .fix = "Ask once.",
          .caution = "Never mind.",
          .further = "- [A page](https://example.org/), Example"};
}

Value knobs() {
  return Value::object({{"n", 100}});
}

Value times(std::int64_t middle) {
  const auto bucket = [](std::int64_t at, std::int64_t count) {
    return Value(Value::List{Value(at), Value(count)});
  };
  return Value::object(
      {{"histogram", Value::object({{"unit", "us"},
                                    {"precision_bits", 7},
                                    {"count", 100},
                                    {"minimum", middle / 2},
                                    {"maximum", middle * 2},
                                    {"sum", middle * 100},
                                    {"buckets", Value(Value::List{bucket(middle / 2, 20), bucket(middle, 60),
                                                                  bucket(middle * 2, 20)})}})},
       {"percentiles", Value::object({{"p50", middle}, {"p90", middle * 2}})}});
}

Value result_of(const std::string& pace, std::int64_t middle, std::int64_t statements) {
  const Value measurement = Value::object({{"purpose", "pairs"},
                                           {"knobs", knobs()},
                                           {"load_model", Value::object({{"kind", "closed"}, {"users", 1}})},
                                           {"requests", 100},
                                           {"errors", 0},
                                           {"service_time", times(middle)}});
  const Value phase = Value::object({{"name", "db"}, {"wall_us", middle}, {"cpu_us", middle / 2}});
  const Value digest = Value::object({{"text", "SELECT x FROM y WHERE id = ?"}, {"times", statements}});
  const Value observation =
      Value::object({{"knobs", knobs()},
                     {"visit", "cold"},
                     {"status", 200},
                     {"evidence", Value::object({{"sql", statements}, {"mem-peak-app", 4096 * statements}})},
                     {"phases", Value(Value::List{phase})},
                     {"digests", Value(Value::List{digest})}});
  const Value seen = Value::object({{"knobs", knobs()}, {"value", statements}});
  return Value::object(
      {{"name", pace},
       {"pace", pace},
       {"method", "GET"},
       {"path", "/" + pace},
       {"measurements", Value(Value::List{measurement})},
       {"observations", Value(Value::List{observation})},
       {"claims", Value(Value::List{Value::object({{"key", "sql"},
                                                   {"formula", pace == "slow" ? "1 + n" : "1"},
                                                   {"relation", "equals"},
                                                   {"warm", false},
                                                   {"observed", Value(Value::List{seen})}})})}});
}

Value curve_of(const std::string& pace, std::int64_t factor) {
  Value points = Value::list();
  for (const std::int64_t at : {10, 40, 160})
    points.add(Value::object({{"at", at}, {"size", at}, {"value", 1 + factor * at}}));
  return Value::object({{"variant", pace},
                        {"key", "sql"},
                        {"unit", "count"},
                        {"over", "n"},
                        {"points", std::move(points)},
                        {"exponent", Value::object({{"value", factor == 0 ? 0.0 : 0.98}})}});
}

Value case_of(const std::string& slug, const std::string& stem, double ratio) {
  const auto interval = [](double median) {
    return Value::object({{"median", median}, {"low", median * 0.9}, {"high", median * 1.1}});
  };
  return Value::object(
      {{"slug", slug},
       {"title", "Title of " + slug},
       {"category", "database"},
       {"sources", Value(Value::List{Value::object(
                       {{"path", "cases/" + stem + "/case.cpp"}, {"sha256", io::sha256_hex(source)}})})},
       {"variants", Value(Value::List{result_of("slow", 4000, 101), result_of("fast", 400, 1)})},
       {"comparisons",
        Value(Value::List{Value::object({{"slow", "slow"},
                                         {"fast", "fast"},
                                         {"knobs", knobs()},
                                         {"metric", "median_service_time"},
                                         {"pairs", Value::list()},
                                         {"ratio", interval(ratio)},
                                         {"noise", interval(1)},
                                         {"conclusion", ratio > 1.2 ? "slower" : "no clear difference"}})})},
       {"growth", Value(Value::List{curve_of("slow", 1), curve_of("fast", 0)})},
       {"equality", Value(Value::List{Value::object(
                        {{"knobs", knobs()}, {"equal", true}, {"bodies", Value::object({})}})})}});
}

std::string stem_of(const std::string& slug) {
  std::string stem = slug;
  for (char& c : stem)
    if (c == '-') c = '_';
  return stem;
}

}  // namespace

SiteMaterial::SiteMaterial(int cases) {
  CatalogueContents catalogue;
  for (int i = 1; i <= cases; ++i) {
    slugs_.push_back("case-" + std::to_string(i));
    const std::string stem = stem_of(slugs_.back());
    catalogue.cases.push_back(case_with(slugs_.back(), stem));
    catalogue.lessons.emplace(stem, lesson_of(slugs_.back()));
    write("cases/" + stem + "/case.cpp", source);
    std::string stacks;
    for (const Stack& stack : all_stacks()) {
      const std::string fence = "```" + std::string(stack.language);
      stacks += "## " + std::string(stack.title) + "\n\nA log.\n\n" + fence + " slow\nSELECT 1;\n```\n" +
                fence + " fast\nSELECT 2;\n```\n" + fence + " test\nSELECT 3;\n```\n";
    }
    write("cases/" + stem + "/stacks.md", stacks);
  }
  write("catalogue.json",
        io::to_json(catalogue_document(Portfolio(catalogue.cases, std::move(catalogue.lessons)))));
  write("docs/glossary.md", "# Glossary\n\nWords.\n\n## p99\n\nSee [adding](adding-a-case.md#steps).\n");
  write("docs/teaching.md", "# Teaching\n\nA class.\n");
  write("docs/adding-a-case.md", "# Adding a case\n\nOne file.\n\n## Steps\n\nWrite it.\n");
  std::filesystem::create_directories(file("runs"));
}

site::Options SiteMaterial::options() const {
  site::Options options;
  options.root = folder_.path();
  options.runs = file("runs");
  options.catalogue = file("catalogue.json");
  options.sources = file("cases");
  options.docs = file("docs");
  options.out = file("site");
  options.site_url = "http://127.0.0.1/docs/";
  return options;
}

void SiteMaterial::write_run(const std::string& id, const Value& run) const {
  write("runs/" + id + ".json", io::to_json(run));
}

std::string SiteMaterial::page(const std::string& path) const {
  return io::read_file(file("site/" + path)).value_or("");
}

bool SiteMaterial::has(const std::string& path) const {
  return std::filesystem::exists(file("site/" + path));
}

Value run_of(const std::vector<std::string>& slugs, const std::string& id, double ratio) {
  Value cases = Value::list();
  for (const std::string& slug : slugs)
    cases.add(case_of(slug, stem_of(slug), slug == slugs.front() ? ratio : 2 * ratio));
  return Value::object({{"schema", 1},
                        {"id", id},
                        {"kind", "load"},
                        {"quick", false},
                        {"started", "2024-02-01T12:00:00Z"},
                        {"finished", "2024-02-01T12:30:00Z"},
                        {"requests", 1000},
                        {"errors", 0},
                        {"source", Value::object({{"commit", "abcdef012345"}, {"clean", true}})},
                        {"machine", Value::object({{"cores", 2}, {"cpu_model", "Made-up processor"}})},
                        {"versions", Value::object({{"nginx", "1.22.1"}})},
                        {"settings", Value::object({{"random_seed", 7}, {"pairs", 9}, {"confidence", 0.95}})},
                        {"cases", std::move(cases)}});
}

Value& member(Value& value, const std::vector<std::string>& path) {
  Value* at = &value;
  for (const std::string& step : path) {
    if (Value::List* items = at->items()) {
      at = &items->at(std::stoul(step));
      continue;
    }
    Value* found = nullptr;
    if (Value::Object* members = at->members())
      for (auto& [name, each] : *members)
        if (name == step) found = &each;
    if (found == nullptr) throw std::out_of_range("no member " + step);
    at = found;
  }
  return *at;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string words_of(std::string_view html) {
  std::string text;
  while (!html.empty()) {
    const std::size_t open = html.find('<');
    text += html.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = html.find('>', open);
    const std::string_view tag = html.substr(open, close - open);
    for (const char* block :
         {"</td", "</th", "</tr", "</p", "</h", "</li", "</dd", "</dt", "</text", "</title", "</desc"})
      if (tag.starts_with(block)) text += " | ";
    text += ' ';
    html.remove_prefix(close == std::string_view::npos ? html.size() : close + 1);
  }
  std::string words;
  for (const char each : text) {
    const char character = each == '\n' ? ' ' : each;
    if (character != ' ' || !words.ends_with(' ')) words += character;
  }
  return words;
}

std::string part_of(const std::string& page, const std::string& begin, const std::string& end) {
  const std::size_t from = page.find(begin);
  if (from == std::string::npos) return {};
  const std::size_t to = page.find(end, from + begin.size());
  return to == std::string::npos ? std::string() : page.substr(from, to - from);
}

}  // namespace caseload::tests
