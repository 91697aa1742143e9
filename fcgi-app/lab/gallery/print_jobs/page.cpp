#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view waiting_sql = R"(
  SELECT j.id, j.title, j.pages, j.priority, DATE_FORMAT(j.queued_at, '%d %b %H:%i:%s')
    FROM print_job AS j
   WHERE j.printer_id = ?
   ORDER BY j.priority DESC, j.queued_at, j.id
   LIMIT ?)";

struct Job {
  std::int64_t id;
  std::string title;
  std::int64_t pages, priority;
  std::string queued_at;
  static constexpr auto columns =
      std::tuple(&Job::id, &Job::title, &Job::pages, &Job::priority, &Job::queued_at);
};

constexpr std::int64_t pages_per_minute = 90;

Response show(const Request& request, Services& services) {
  const std::int64_t printer = request.knobs.integer("printer");
  std::int64_t pages_before = 0;
  Rows rows({"id", "title", "pages", "is_urgent", "queued_at", "minutes"});
  const auto jobs = services.db.query<Job>(waiting_sql, printer, request.knobs.n());
  for (const Job& job : jobs) {
    rows.add(job.id, job.title, job.pages, job.priority > 1, job.queued_at, pages_before / pages_per_minute);
    pages_before += job.pages;
  }
  return services.page(Value::object({{"printer", printer}, {"jobs", std::move(rows)}}))
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage print_jobs() {
  return {
      .summary = "a print shop's queue: what this machine prints next, and when",
      .why =
          "The index has the machine but not the order of its queue. Thousands of jobs are read and "
          "sorted for the ones that are next; priority (descending) and time in the index would deliver "
          "them.",
      .knobs =
          {items_knob("jobs on the page", 640),
           {.name = "printer", .help = "number of the machine", .initial = 1, .minimum = 1, .maximum = 4},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "filesort"}},
  };
}

}  // namespace caseload::gallery
