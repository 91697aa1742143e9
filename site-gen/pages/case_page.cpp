#include "pages/case_page.hpp"

#include <algorithm>
#include <array>

#include "core/numbers.hpp"
#include "draw/charts.hpp"
#include "draw/figures.hpp"
#include "io/text/markdown.hpp"
#include "pages/case_parts.hpp"
#include "pages/detector_parts.hpp"
#include "pages/intervention_parts.hpp"
#include "pages/links.hpp"
#include "pages/slug.hpp"

namespace caseload::site {
namespace {

constexpr std::size_t max_history_points = 120;

std::string plain(std::string_view markdown) {
  std::string text;
  for (const char c : markdown)
    if (c != '*' && c != '`' && c != '_') text += c == '\n' ? ' ' : c;
  return text;
}

std::optional<PageLink> neighbour(const std::vector<CaseInfo>& catalogue, const CaseInfo& info, int step) {
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    if (&catalogue[i] != &info) continue;
    const std::size_t at = i + static_cast<std::size_t>(step);  // below 0 it wraps around and is past the end
    if (at < catalogue.size()) return PageLink{page_of_case(catalogue[at].slug), catalogue[at].title};
  }
  return std::nullopt;
}

// The index of the value, which is appended if it is missing.
template <class Type>
std::size_t index_in(std::vector<Type>& all, const Type& one) {
  const auto found = std::find(all.begin(), all.end(), one);
  if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
  all.push_back(one);
  return all.size() - 1;
}

Value lesson_value(const CaseInfo& info) {
  return Value::object({{"symptom", io::markdown_to_html(info.symptom)},
                        {"why", io::markdown_to_html(info.why)},
                        {"recognise", io::markdown_to_html(info.recognise)},
                        {"fix", io::markdown_to_html(info.fix)},
                        {"caution", io::markdown_to_html(info.caution)}});
}

Value equality_value(const CaseInfo& info, const CaseResult* result) {
  if (!info.unequal_because.empty()) return Value::object({{"reason", info.unequal_because}});
  if (result == nullptr || result->equality.empty()) return {};
  std::size_t equal = 0;
  std::size_t compared = 0;
  std::string reason;
  for (const Equality& each : result->equality) {
    if (each.equal) ++compared;
    if (each.equal && *each.equal) ++equal;
    if (!each.equal && reason.empty()) reason = each.reason;
  }
  if (compared == 0) return reason.empty() ? Value() : Value::object({{"reason", reason}});
  return Value::object({{"all", equal == compared}, {"equal", equal}, {"compared", compared}});
}

// The labels after the first, each with its reason.
Value more_labels_value(const CaseInfo& info, const std::vector<CaseInfo>& catalogue) {
  Value list = Value::list();
  for (const VariantInfo& variant : info.variants) {
    for (std::size_t i = 1; i < variant.labels.size(); ++i) {
      const Label& label = variant.labels[i];
      const bool has_page = find_info(catalogue, label.name) != nullptr;
      list.add(Value::object(
          {{"variant", variant.name},
           {"label", label.name},
           {"href", has_page ? Value(relative(page_of_case(info.slug), page_of_case(label.name))) : Value()},
           {"reason", label.reason}}));
    }
  }
  return list;
}

// The command that requests a variant's page with these knobs.
std::string command_for(const VariantInfo& variant, const Names& knobs) {
  std::string query;
  for (const auto& [name, value] : knobs) query += (query.empty() ? "?" : "&") + name + "=" + value;
  return std::string("curl -si ") + (variant.method == "POST" ? "-X POST " : "") + "'http://127.0.0.1:8080" +
         variant.path + query + "'";
}

}  // namespace

std::string page_of_case(std::string_view slug) {
  return "cases/" + std::string(slug) + "/index.html";
}
std::string sheet_of_case(std::string_view slug) {
  return "cases/" + std::string(slug) + "/sheet.html";
}
std::string history_of_case(std::string_view slug) {
  return "cases/" + std::string(slug) + "/history.html";
}

void write_case_page(PageWriter& writer, const std::string& file, io::Highlighter& highlighter,
                     const CaseMaterial& material) {
  const CaseInfo& info = material.info;
  const std::string path = page_of_case(info.slug);
  const CaseResult* result = material.run == nullptr ? nullptr : material.run->find_case(info.slug);
  const Headline headline = result == nullptr ? Headline{} : headline_of(&info, *result);
  const std::optional<double> confidence = material.run == nullptr ? std::nullopt : material.run->confidence;

  Value model = Value::object({{"slug", info.slug},
                               {"title", info.title},
                               {"category", info.category_title},
                               {"page", info.page},
                               {"headline", headline_value(headline, confidence)},
                               {"lesson", lesson_value(info)},
                               {"code", material.code},
                               {"twins", twins_value(info, highlighter)},
                               {"exercises", exercises_value(info, result, headline)},
                               {"more_labels", more_labels_value(info, material.catalogue)},
                               {"equality", equality_value(info, result)},
                               {"detector", detector_value(material, result, path)},
                               {"sheet", relative(path, sheet_of_case(info.slug))},
                               {"history", relative(path, history_of_case(info.slug))},
                               {"category_href", "../../index.html#category=" + info.category}});
  Value variants = Value::list();
  for (const VariantInfo& variant : info.variants)
    variants.add(Value::object({{"name", variant.name},
                                {"pace", variant.slow ? "slow" : "fast"},
                                {"summary", variant.summary},
                                {"command", command_for(variant, headline.knobs)}}));
  model.set("variants", std::move(variants));
  Value figures = Value::list();
  if (result != nullptr) {
    for (const Figure& figure : figures_of(info, *result, headline)) figures.add(figure_value(figure));
    model.set("run", run_value(*material.run_summary, path, info.slug));
    model.set("statements", statements_value(info, *result, headline, highlighter));
    model.set("interventions", interventions_value(info, *result, highlighter));
    model.set("has_interventions", !result->interventions.empty());
    model.set("evidence", evidence_value(info, *result, headline));
    model.set("environment", environment_value(*material.run));
    Value problems = Value::list();
    for (const std::string& problem : result->problems) problems.add(problem);
    model.set("problems", std::move(problems));
  }
  model.set("claims", claims_value(info, result == nullptr ? CaseResult{} : *result));
  model.set("has_claims", !info.claims.empty());
  model.set("has_figures", !figures.items()->empty());
  model.set("figures", std::move(figures));
  Value stale = Value::list();
  for (const std::string& changed : material.stale) stale.add(changed);
  model.set("is_stale", !material.stale.empty());
  model.set("stale", std::move(stale));

  Page page{path,
            info.title,
            plain(info.symptom),
            "index.html",
            file,
            neighbour(material.catalogue, info, -1),
            neighbour(material.catalogue, info, 1),
            {"case.js"},
            "case-page",
            false};
  writer.write(page, "case", std::move(model));
}

void write_case_sheet(PageWriter& writer, const std::string& file, const CaseMaterial& material) {
  const CaseInfo& info = material.info;
  const std::string path = sheet_of_case(info.slug);
  const CaseResult* result = material.run == nullptr ? nullptr : material.run->find_case(info.slug);
  const Headline headline = result == nullptr ? Headline{} : headline_of(&info, *result);
  const std::optional<double> confidence = material.run == nullptr ? std::nullopt : material.run->confidence;
  Value model = Value::object({{"title", info.title},
                               {"page", info.page},
                               {"lesson", lesson_value(info)},
                               {"code", material.code},
                               {"exercises", exercises_value(info, result, headline)},
                               {"headline", headline_value(headline, confidence)},
                               {"case_href", relative(path, page_of_case(info.slug))}});
  if (material.run_summary != nullptr) model.set("run", run_value(*material.run_summary, path, info.slug));
  writer.write({path,
                info.title + ": worksheet",
                "A worksheet to print: " + plain(info.page),
                "index.html",
                file,
                {},
                {},
                {},
                "sheet-page",
                false},
               "sheet", std::move(model));
}

void write_case_history(PageWriter& writer, const CaseInfo& info, const std::vector<RunSummary>& runs) {
  const std::string path = history_of_case(info.slug);
  LineChart chart{"history-chart",
                  "Ratio of mistake to fix, run by run",
                  "",
                  "run (oldest first)",
                  Unit::count,
                  "ratio, slow / fast",
                  Unit::count,
                  {},
                  true,
                  1,
                  true,
                  {}};
  Value rows = Value::list();
  std::vector<std::pair<const RunSummary*, const CaseSummary*>> seen;
  for (const RunSummary& run : runs)
    if (const CaseSummary* result = run.find_case(info.slug)) seen.emplace_back(&run, result);
  // One curve per machine and settings, because other ratios are not comparable.
  std::vector<std::string> machines;
  std::vector<std::pair<std::string, std::string>> curves;  // machine and terms
  const std::size_t first = seen.size() > max_history_points ? seen.size() - max_history_points : 0;
  for (std::size_t i = first; i < seen.size(); ++i) {
    const auto& [run, result] = seen[i];
    if (!result->headline.ratio || run->generator_was_bottleneck) continue;
    const std::size_t machine = index_in(machines, run->machine);
    const std::size_t known = curves.size();
    const std::size_t curve = index_in(curves, std::pair(run->machine, run->terms));
    constexpr std::array<const char*, 3> colours{"slow", "fast", "other"};
    if (curve >= colours.size()) continue;
    if (curve == known) {
      const std::string name = "machine " + std::to_string(machine + 1) + (run->quick ? ", quick" : "");
      const bool is_taken = std::any_of(chart.series.begin(), chart.series.end(),
                                        [&](const Series& each) { return each.label == name; });
      chart.series.push_back({is_taken ? name + ", other settings" : name, colours[curve], {}});
    }
    const Interval& ratio = *result->headline.ratio;
    chart.series[curve].points.push_back(
        {static_cast<double>(chart.x_texts.size()), ratio.median, std::pair(ratio.low, ratio.high)});
    chart.x_texts.push_back(run->started.substr(0, 10));
  }
  chart.marks = chart.x_texts.size() <= 40;
  chart.description =
      std::to_string(chart.x_texts.size()) + " runs with their intervals. The table below lists them.";
  for (auto each = seen.rbegin(); each != seen.rend(); ++each) {
    const auto& [run, result] = *each;
    const auto machine = std::find(machines.begin(), machines.end(), run->machine);
    Value row = headline_value(result->headline, std::nullopt);
    row.set("href", relative(path, run->page) + "#case-" + info.slug);
    row.set("id", run->id).set("date", run->started.substr(0, 10)).set("quick", run->quick);
    row.set("generator_was_bottleneck", run->generator_was_bottleneck);
    row.set("machine",
            machine == machines.end() ? Value() : Value(std::to_string(machine - machines.begin() + 1)));
    rows.add(std::move(row));
  }
  Value model = Value::object({{"title", info.title},
                               {"case_href", relative(path, page_of_case(info.slug))},
                               {"svg", line_chart(chart)},
                               {"is_shortened", first > 0},
                               {"shown", chart.x_texts.size()},
                               {"count", seen.size()},
                               {"is_one", seen.size() == 1},
                               {"has_runs", !seen.empty()},
                               {"rows", std::move(rows)}});
  writer.write({path,
                info.title + ": history",
                "Every run that measured " + info.title,
                "index.html",
                "",
                {},
                {},
                {},
                "history-page",
                false},
               "history", std::move(model));
}

}  // namespace caseload::site
