#include "runs.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "pages/pages.hpp"
#include "read/slug.hpp"
#include "read/summary_archive.hpp"

namespace caseload::site {

namespace fs = std::filesystem;

namespace {

// Pages show little of older runs, and with thousands of runs most of the work is parsing.
constexpr std::size_t newest_in_full = 32;

}  // namespace

std::vector<RunFile> run_files(const fs::path& folder) {
  std::vector<RunFile> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || entry.path().extension() != ".json" || name.ends_with(".schema.json"))
      continue;
    files.push_back({entry.path(), entry.path().stem().string(), {}});
  }
  // Names begin with the time, so this is the chronological order.
  std::sort(files.begin(), files.end(), [](const RunFile& a, const RunFile& b) { return a.id < b.id; });
  std::set<std::string> taken = {"index"};
  for (RunFile& file : files) {
    const std::string safe = slug_of(file.id);
    file.page_stem = safe;
    for (int number = 2; !taken.insert(file.page_stem).second; ++number)
      file.page_stem = safe + "-" + std::to_string(number);
  }
  return files;
}

Runs::Runs(PageWriter& writer, LastBuild& last, const Portfolio& portfolio, bool every_run_in_full,
           BuildReport& report)
    : writer_(writer),
      last_(last),
      portfolio_(portfolio),
      every_run_in_full_(every_run_in_full),
      report_(report) {}

void Runs::take_all(const std::vector<RunFile>& files) {
  std::vector<Source> sources;
  std::vector<RunQueue::Wanted> wanted;
  for (const RunFile& file : files) {
    const bool is_old = files.size() - sources.size() > newest_in_full && !every_run_in_full_;
    Source source{&file, is_old ? Reading::for_history : Reading::in_full, stamp_of(file.path), nullptr};
    const LastBuild::Run* known = last_.run(file.id);
    if (known != nullptr && known->stamp == source.stamp && known->in_full == !is_old)
      source.known = known;
    else
      wanted.push_back({file.path, file.id, source.reading});
    if (!is_old && source.known == nullptr) ++report_.read_in_full;
    sources.push_back(source);
  }
  RunQueue queue(std::move(wanted));
  for (const Source& source : sources) {
    if (source.known != nullptr)
      take_known(source);
    else
      take(source, queue.next());
  }
  write_waiting(false);
}

const Run* Runs::full(const RunSummary& summary) {
  if (full_ == nullptr || full_->id != summary.id) {
    ++report_.read_in_full;
    full_ = std::make_unique<Run>(read_run_file(parser_, files_.at(summary.id), summary.id));
  }
  return full_.get();
}

void Runs::take_known(const Source& source) {
  const LastBuild::Run& known = *source.known;
  const std::string name = source.file->path.filename().string();
  if (!known.unusable.empty()) {
    report_.skipped.push_back({name, known.unusable});
  } else {
    if (!known.remark.empty()) report_.remarks.push_back(known.remark);
    add(source, unpacked(known.summary), nullptr);
  }
  last_.keep(source.file->id, known);
}

void Runs::take(const Source& source, RunQueue::Outcome outcome) {
  const std::string name = source.file->path.filename().string();
  LastBuild::Run kept{source.stamp, source.reading == Reading::in_full, "", "", ""};
  if (const auto* error = std::get_if<UnusableRun>(&outcome)) {
    report_.skipped.push_back({name, error->what()});
    kept.unusable = error->what();
    return last_.keep(source.file->id, std::move(kept));
  }
  Run& run = std::get<Run>(outcome);
  if (!run.problems.empty()) {
    kept.remark =
        name + ": " + run.problems.front() +
        (run.problems.size() > 1 ? " (and " + std::to_string(run.problems.size() - 1) + " more)" : "");
    report_.remarks.push_back(kept.remark);
  }
  RunSummary summary = summary_of(run, portfolio_);
  kept.summary = packed(summary);
  add(source, std::move(summary), std::make_unique<Run>(std::move(run)));
  last_.keep(source.file->id, std::move(kept));
}

// A page links to the next run, which is known only after that one was read, so each page waits for it.
void Runs::add(const Source& source, RunSummary summary, std::unique_ptr<Run> run) {
  summary.page = "runs/" + source.file->page_stem + ".html";
  summary.raw = "runs/" + source.file->page_stem + ".json";
  const auto is_in_full = std::uint64_t{source.reading == Reading::in_full};
  summary.material = PageKey().add(summary.page).add(source.stamp).add(is_in_full).value();
  writer_.out().link_file(summary.raw, source.file->path);
  files_.emplace(summary.id, source.file->path);
  summaries_.push_back(std::move(summary));
  write_waiting(true);
  waiting_ = source;
  waiting_run_ = std::move(run);
}

void Runs::write_waiting(bool has_next) {
  if (!waiting_) return;
  const Source source = *std::exchange(waiting_, std::nullopt);
  std::unique_ptr<Run> run = std::move(waiting_run_);
  const std::size_t at = summaries_.size() - (has_next ? 2 : 1);
  const RunSummary& summary = summaries_[at];
  const RunSummary* before = at > 0 ? &summaries_[at - 1] : nullptr;
  const RunSummary* after = has_next ? &summaries_[at + 1] : nullptr;
  const auto comparable = last_comparable_.find(summary.terms);
  const RunSummary* earlier =
      comparable == last_comparable_.end() ? nullptr : &summaries_[comparable->second];
  PageKey key;
  key.add(summary.material).add(earlier == nullptr ? 0 : earlier->material);
  for (const RunSummary* neighbour : {before, after})
    key.add(neighbour == nullptr ? "" : neighbour->page).add(neighbour == nullptr ? "" : neighbour->id);
  if (!writer_.take_over(summary.page, key, data_of_run(summary))) {
    if (run == nullptr)
      run = std::make_unique<Run>(read_run_file(parser_, source.file->path, source.file->id, source.reading));
    write_run(writer_, portfolio_, *run, summary, before, after, earlier);
  }
  if (!summary.cases.empty()) last_comparable_[summary.terms] = at;
}

}  // namespace caseload::site
