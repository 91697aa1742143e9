#include "pages/spot_it.hpp"

#include <algorithm>
#include <set>

#include "core/excerpt.hpp"
#include "draw/charts.hpp"
#include "io/json/json.hpp"
#include "io/text/markdown.hpp"
#include "pages/case_parts.hpp"
#include "pages/unnamed.hpp"
#include "read/evidence_text.hpp"
#include "write/links.hpp"

namespace caseload::site {
namespace {

constexpr const char* page_path = "spot-it.html";

const Variant* slow_with_headline(const Case& the_case) {
  const auto found = std::ranges::find_if(the_case.variants, [](const Variant& variant) {
    return variant.pace == Pace::slow && variant.headline.has_value();
  });
  return found == the_case.variants.end() ? nullptr : &*found;
}

bool grows(const Curve& curve) {
  const auto [least, most] = std::ranges::minmax_element(curve.points, {}, &Curve::At::value);
  return most->value > 0 && most->value >= 2 * least->value;
}

// The curve of the case's measure over the knob with which it grows in the first slow variant. With the
// mistake it must grow, and with the fix it must stay constant: anything in between decides nothing.
const Curve* deciding_curve(const CaseResult& result, const Variant& slow, const Variant& variant) {
  const auto key = name_of(slow.headline->key);
  for (const Curve* growing : curves_of(result, slow)) {
    if (growing->key != key || !grows(*growing)) continue;
    for (const Curve* curve : curves_of(result, variant)) {
      if (curve->key != key || curve->over != growing->over) continue;
      const auto [least, most] = std::ranges::minmax_element(curve->points, {}, &Curve::At::value);
      const bool stays = least->value > 0 && most->value <= 1.25 * least->value;
      if (variant.pace == Pace::slow ? grows(*curve) : stays) return curve;
    }
  }
  return nullptr;
}

// What the case claims about a variant, as the tests check it.
Value claims_of(const Case& the_case, const Variant& variant) {
  Value claims = Value::list();
  for (const Claim& claim : the_case.claims)
    if (claim.variant == variant.name && !claim.on_floor && claim.when != When::at_once)
      claims.add(Value::object({{"what", evidence_key(claim.key).title},
                                {"formula", claim.expected.rule()},
                                {"is_repeated", claim.when == When::warm || claim.when == When::revisit}}));
  return claims;
}

std::string chart_of(const Curve& curve) {
  const EvidenceKey& key = *find_evidence_key(curve.key);
  LineChart chart{.id = "spot-it-chart",
                  .title = std::string(key.title) + " by " + curve.over,
                  .x_label = curve.over == "dataset" ? "dataset, times the smallest" : curve.over,
                  .y_label = key.unit == Unit::bytes          ? "bytes"
                             : key.unit == Unit::microseconds ? "time"
                                                              : "count",
                  .y_unit = key.unit};
  Series series{"this page", "other", {}};
  for (const Curve::At& at : curve.points) {
    series.points.push_back({at.size, at.value, {}});
    chart.description +=
        evidence_text(static_cast<std::int64_t>(at.value), curve.key) + " at " + at.at + ". ";
  }
  chart.series.push_back(std::move(series));
  return line_chart(chart);
}

// What a reader sees of a query, apart from its time.
bool look_alike(const Digest& a, const Digest& b) {
  return a.text == b.text && a.write == b.write && a.times == b.times && a.distinct == b.distinct &&
         a.rows == b.rows;
}

// True if a version of the page with another answer ran the same queries. They decide nothing then: the
// mistake is elsewhere, as in a call to another service.
bool have_twin(const Case& the_case, const CaseResult& result, const Headline& headline,
               const Variant& variant, const std::vector<Digest>& queries) {
  return std::ranges::any_of(the_case.variants, [&](const Variant& other) {
    if (std::ranges::equal(other.labels, variant.labels, {}, &Label::name, &Label::name)) return false;
    const VariantResult* measured = result.variant(other.name);
    const Observation* seen = measured == nullptr ? nullptr : observation_of(*measured, headline);
    return seen != nullptr && std::ranges::equal(seen->digests, queries, look_alike);
  });
}

bool has_queries(const Value& queries) {
  return queries["digests"].items() != nullptr && !queries["digests"].items()->empty();
}

}  // namespace

SpotIt::SpotIt(const Portfolio& portfolio) {
  for (const PortfolioEntry& entry : portfolio.entries())
    if (const Variant* slow = slow_with_headline(*entry.the_case))
      problems_.push_back({&entry, slow->headline->key, slow->headline->when == When::any});
}

void SpotIt::add_item(Value& item, const CaseMaterial& material, const Variant& variant, std::string answer) {
  const Case& the_case = material.the_case;
  const Problem* own = problem_of(the_case.slug);
  if (own == nullptr) return;
  Value right = Value::list(), near = Value::list(), others = Value::list();
  for (std::size_t i = 0; i < problems_.size(); ++i) {
    const Problem& problem = problems_[i];
    const std::string& slug = problem.entry->the_case->slug;
    if (std::ranges::find(variant.labels, slug, &Label::name) != variant.labels.end()) {
      right.add(i);
    } else if (&problem == own) {
      near.add(i);
    } else if (is_fair_beside(problem, *own)) {
      others.add(i);
    }
  }
  if (variant.pace == Pace::slow && right.items()->empty()) return;  // its labels have no page
  item.set("page", the_case.page)
      .set("right", std::move(right))
      .set("near", std::move(near))
      .set("others", std::move(others))
      .set("answer", std::move(answer));
  items_.add(std::move(item));
}

void SpotIt::add(PageWriter& writer, const CaseMaterial& material, std::string_view source,
                 io::Highlighter& highlighter) {
  const Case& the_case = material.the_case;
  const Variant* slow = slow_with_headline(the_case);
  const CaseResult* result = material.run == nullptr ? nullptr : material.run->find_case(the_case.slug);
  if (slow == nullptr) return;
  const auto names = excerpt_names(source);
  Value shared;
  if (std::ranges::find(names, "shared") != names.end()) {
    shared = Value(shared_.items()->size());
    shared_.add(highlighter.html(code_without_names(source, "shared"), io::Language::cpp));
  }
  const Headline headline = result == nullptr ? Headline{} : headline_of(&the_case, *result);
  const Value queries =
      result == nullptr ? Value::list() : statements_value(the_case, *result, headline, highlighter);
  for (const Variant& variant : the_case.variants) {
    const VariantResult* measured = result == nullptr ? nullptr : result->variant(variant.name);
    Value findings = Value::list();
    if (measured != nullptr && measured->verdict)
      for (const Finding& finding : measured->verdict->findings) findings.add(finding.summary);
    const std::string answer = writer.render(
        "spot_it_answer",
        Value::object({{"is_slow", variant.pace == Pace::slow},
                       {"claims", claims_of(the_case, variant)},
                       {"summary", variant.summary},
                       {"check", material.lesson.signs.empty()
                                     ? Value()
                                     : Value(io::markdown_to_html(material.lesson.signs.front().check))},
                       {"findings", std::move(findings)},
                       {"title", material.lesson.title},
                       {"href", relative(page_path, page_of_case(the_case.slug))}}));
    const auto add_one = [&](const char* kind, std::string html) {
      Value item = Value::object({{"kind", kind}, {"html", std::move(html)}});
      if (std::string_view(kind) == "code") item.set("shared", shared);
      if (std::string_view(kind) == "chart") item.set("measure", title_of_key(name_of(slow->headline->key)));
      add_item(item, material, variant, answer);
    };
    add_one("code", highlighter.html(code_without_names(source, variant.name), io::Language::cpp));
    if (measured == nullptr) continue;
    const Observation* seen = observation_of(*measured, headline);
    const std::vector<const Curve*> curves = curves_of(*result, variant);
    if (seen != nullptr && !seen->evidence.empty())
      add_one("counts", writer.render("spot_it_counts", unnamed_counts(the_case, *seen, curves)));
    const auto own = std::ranges::find_if(
        *queries.items(), [&](const Value& each) { return each["name"].text_or("") == variant.name; });
    if (own != queries.items()->end() && has_queries(*own) &&
        !have_twin(the_case, *result, headline, variant, seen->digests))
      add_one("queries", writer.render("spot_it_queries",
                                       Value::object({{"is_warm", seen != nullptr && seen->visit == "warm"},
                                                      {"digests", (*own)["digests"]}})));
    if (slow->headline->when == When::any)
      if (const Curve* curve = deciding_curve(*result, *slow, variant)) add_one("chart", chart_of(*curve));
  }
}

const SpotIt::Problem* SpotIt::problem_of(std::string_view label) const {
  const auto found = std::ranges::find_if(
      problems_, [&](const Problem& problem) { return problem.entry->the_case->slug == label; });
  return found == problems_.end() ? nullptr : &*found;
}

void SpotIt::add_gallery_page(PageWriter& writer, const GallerySource& page, io::Highlighter& highlighter) {
  Value right = Value::list(), others = Value::list();
  const Problem* first = nullptr;
  for (const std::string& label : page.labels) {
    const Problem* problem = problem_of(label);
    if (problem == nullptr) return;  // a wrong choice could be true
    if (first == nullptr) first = problem;
    right.add(problem - problems_.data());
  }
  for (std::size_t i = 0; i < problems_.size(); ++i)
    if (first == nullptr ? problems_[i].at_once : is_fair_beside(problems_[i], *first)) others.add(i);
  Value answer = Value::object({{"is_of_gallery", true}, {"why", page.why}});
  if (first != nullptr)
    answer.set("title", first->entry->lesson.title)
        .set("href", relative(page_path, page_of_case(first->entry->the_case->slug)));
  items_.add(Value::object({{"kind", "code"},
                            {"html", highlighter.html(page.code, io::Language::cpp)},
                            {"page", page.summary},
                            {"right", std::move(right)},
                            {"near", Value::list()},
                            {"others", std::move(others)},
                            {"answer", writer.render("spot_it_answer", answer)}}));
}

void SpotIt::add_gallery(PageWriter& writer, const std::vector<GallerySource>& pages,
                         io::Highlighter& highlighter) {
  std::vector<const GallerySource*> by_length;
  for (const GallerySource& page : pages) by_length.push_back(&page);
  std::ranges::stable_sort(by_length, {}, [](const GallerySource* page) { return page->code.size(); });
  std::set<std::string> done;
  for (const GallerySource* page : by_length)
    if (!page->labels.empty() && done.insert(page->labels.front()).second)
      add_gallery_page(writer, *page, highlighter);
  std::size_t innocent = done.size() / 2;
  for (const GallerySource* page : by_length)
    if (page->labels.empty() && innocent > 0) {
      add_gallery_page(writer, *page, highlighter);
      --innocent;
    }
}

void SpotIt::add_findings(PageWriter& writer, const StrangerResult& result) {
  std::set<std::string> done;
  for (const StrangerFinding& finding : result.findings) {
    const Problem* own = problem_of(finding.label);
    if (own == nullptr || !done.insert(finding.service + finding.path).second) continue;
    // "what was measured: what it means" or "what was measured, so what it means"
    const std::size_t measured = std::min(finding.summary.find(": "), finding.summary.find(", so "));
    const Lesson& lesson = own->entry->lesson;
    Value others = Value::list();
    for (std::size_t i = 0; i < problems_.size(); ++i)
      if (is_fair_beside(problems_[i], *own)) others.add(i);
    items_.add(Value::object(
        {{"kind", "finding"},
         {"html", writer.render("spot_it_finding",
                                Value::object({{"service", finding.service},
                                               {"method", finding.method},
                                               {"path", finding.path},
                                               {"measured", finding.summary.substr(0, measured)}}))},
         {"right", Value(Value::List{Value(own - problems_.data())})},
         {"near", Value::list()},
         {"others", std::move(others)},
         {"answer",
          writer.render("spot_it_answer",
                        Value::object({{"is_slow", true},
                                       {"check", lesson.signs.empty() ? Value()
                                                                      : Value(io::markdown_to_html(
                                                                            lesson.signs.front().check))},
                                       {"findings", Value(Value::List{Value(finding.summary)})},
                                       {"title", lesson.title},
                                       {"href", relative(page_path, page_of_case(finding.label))}}))}}));
  }
}

void SpotIt::write(PageWriter& writer) const {
  Value problems = Value::list();
  for (const Problem& problem : problems_)
    problems.add(Value::object({{"title", problem.entry->lesson.title},
                                {"href", relative(page_path, page_of_case(problem.entry->the_case->slug))}}));
  writer.out().write_file(
      "static/spot-it-items.js",
      "window.caseloadSpotIt = " +
          io::to_json(
              Value::object({{"problems", std::move(problems)}, {"shared", shared_}, {"items", items_}})) +
          ";\n");
  writer.write({page_path,
                "Spot it",
                "A quiz: real counts, queries, charts and code without their name. What is wrong?",
                "paths.html",
                "",
                {},
                {},
                {"spot-it-items.js", "spot-it.js"},
                "spot-it-page",
                false},
               "spot_it", Value::object({{"count", items_.items()->size()}}));
}

}  // namespace caseload::site
