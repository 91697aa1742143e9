#include "pages/speed_parts.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "read/slug.hpp"

namespace caseload::site {
namespace {

constexpr std::string_view ours = "caseload";

Value ratio_value(const Interval& interval) {
  return Value::object({{"median", ratio_text(interval.median)},
                        {"low", ratio_text(interval.low)},
                        {"high", ratio_text(interval.high)}});
}

std::string title_of_page(const Bench& bench, const std::string& page) {
  const auto found = std::ranges::find_if(bench.titles, [&](const auto& each) { return each.first == page; });
  return found == bench.titles.end() ? page : found->second;
}

std::vector<Rival> rivals_on(const Bench& bench, const std::string& page) {
  std::vector<Rival> rivals;
  for (const Bench::Measured& each : bench.pages) {
    if (each.page != page) continue;
    const auto ratio = std::ranges::find_if(bench.ratios, [&](const Bench::Ratio& candidate) {
      return candidate.of == ours && candidate.page == page && candidate.to == each.contestant &&
             candidate.to_page == page;
    });
    rivals.push_back(
        {&each, ratio == bench.ratios.end() ? nullptr : &*ratio, bench.contestant(each.contestant)->title});
  }
  for (const Bench::Ratio& ratio : bench.ratios) {
    const Bench::Measured* other = bench.measured(ratio.to, ratio.to_page);
    if (ratio.of == ours && ratio.page == page && ratio.to_page != page && other != nullptr)
      rivals.push_back(
          {other, &ratio,
           bench.contestant(other->contestant)->title + ": " + title_of_page(bench, ratio.to_page)});
  }
  std::ranges::stable_sort(rivals, [](const Rival& a, const Rival& b) {
    return a.measured->requests_per_second > b.measured->requests_per_second;
  });
  return rivals;
}

Value rival_row(const Rival& rival) {
  const Bench::Measured& measured = *rival.measured;
  double cpu_us = 0;
  for (const auto& [group, microseconds] : measured.cpu_us)
    if (group != "generator") cpu_us += microseconds;
  const std::size_t detail = std::min(rival.title.find(" ("), rival.title.size());
  Value row = Value::object({{"title", rival.title.substr(0, detail)},
                             {"detail", rival.title.substr(detail)},
                             {"is_own", rival.ratio == nullptr},
                             {"requests", significant(measured.requests_per_second)},
                             {"p99", duration_text(measured.p99_us)},
                             {"cpu", duration_text(cpu_us)}});
  if (rival.ratio != nullptr) {
    const Bench::Ratio& ratio = *rival.ratio;
    if (ratio.requests_per_second) row.set("times_requests", ratio_value(*ratio.requests_per_second));
    if (ratio.p99) row.set("times_p99", ratio_value(*ratio.p99));
    if (ratio.cpu) row.set("times_cpu", ratio_value(*ratio.cpu));
  }
  return row;
}

}  // namespace

Value compared_pages_value(const Bench& bench) {
  Value list = Value::list();
  for (const auto& [page, title] : bench.titles) {
    const std::vector<Rival> rivals = rivals_on(bench, page);
    const bool is_within_another = std::ranges::any_of(
        bench.ratios, [&](const Bench::Ratio& each) { return each.to_page == page && each.page != page; });
    if (rivals.empty() || (rivals.size() == 1 && is_within_another)) continue;
    Value rows = Value::list();
    for (const Rival& rival : rivals) rows.add(rival_row(rival));
    list.add(Value::object({{"id", slug_of("page-" + page)},
                            {"title", title},
                            {"rows", std::move(rows)},
                            {"figure", figure_value(cpu_figure(page, title, rivals))}}));
  }
  return list;
}

Value database_work_value(const Bench& bench) {
  Value head = Value::list();
  if (!bench.database_work.empty())
    for (const auto& [counter, count] : bench.database_work.front().counters) head.add(counter);
  Value rows = Value::list();
  for (const Bench::Work& work : bench.database_work) {
    const Bench::Contestant* contestant = bench.contestant(work.contestant);
    Value cells = Value::list();
    for (const auto& [counter, count] : work.counters) cells.add(plain_decimal(count, 1));
    rows.add(Value::object({{"page", title_of_page(bench, work.page)},
                            {"program", contestant == nullptr ? work.contestant : contestant->title},
                            {"cells", std::move(cells)}}));
  }
  return Value::object(
      {{"has_rows", !rows.items()->empty()}, {"head", std::move(head)}, {"rows", std::move(rows)}});
}

}  // namespace caseload::site
