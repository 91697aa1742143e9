#include "io/json/json.hpp"
#include "jobs/job_context.hpp"
#include "jobs/queue.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::cases {

namespace {

constexpr std::string_view insert_report_request = "INSERT INTO report_request (publisher_id) VALUES (?)";
constexpr std::string_view publisher_name = "SELECT name FROM publisher WHERE id = ?";
constexpr std::string_view titles_sold =
    "SELECT book.title, SUM(order_item.quantity), CAST(SUM(order_item.quantity * order_item.price * 100) AS "
    "SIGNED) FROM customer_order JOIN order_item ON order_item.order_id = customer_order.id JOIN book ON "
    "book.id = order_item.book_id WHERE book.publisher_id = ? AND customer_order.placed_at >= ? AND "
    "customer_order.placed_at < ? + INTERVAL 3 MONTH GROUP BY book.id, book.title ORDER BY 3 DESC, book.id";

constexpr std::string_view job_type = "sales-report";
constexpr std::int64_t last_quarter = 4 * 2026 - 1, max_quarters = 12;  // 2025 Q4 and before
constexpr std::size_t best_titles = 5;

struct Name {
  std::string name;
  static constexpr auto columns = std::tuple(&Name::name);
};

struct Title {
  std::string title;
  std::int64_t copies, cents;
  static constexpr auto columns = std::tuple(&Title::title, &Title::copies, &Title::cents);
};

// [shared]
Value quarter_of(Database& db, std::int64_t publisher, std::int64_t quarter) {
  const std::string year = std::to_string(quarter / 4), number = std::to_string(quarter % 4 + 1);
  const std::string month = std::to_string(quarter % 4 * 3 + 1);
  const std::string first_day = year + (month.size() < 2 ? "-0" : "-") + month + "-01";
  std::int64_t copies = 0, cents = 0;
  Value best = Value::list();
  for (const Title& title : db.query<Title>(titles_sold, publisher, first_day, first_day)) {
    copies += title.copies;
    cents += title.cents;
    if (best.items() && best.items()->size() >= best_titles) continue;
    best.add(Value::object(
        {{"title", title.title}, {"copies", title.copies}, {"revenue", price_of(title.cents)}}));
  }
  return Value::object({{"quarter", year + " Q" + number},
                        {"copies", copies},
                        {"revenue", price_of(cents)},
                        {"best", std::move(best)}});
}

// One query for each quarter, newest first. Reports progress after each of them; the caller delivers the
// report as the last step.
Value report_on(Database& db, std::int64_t publisher, std::int64_t quarters,
                const std::function<void(std::int64_t percent)>& progress) {
  Value list = Value::list();
  for (std::int64_t at = 0; at < quarters; ++at) {
    list.add(quarter_of(db, publisher, last_quarter - at));
    progress((at + 1) * 100 / (quarters + 1));
  }
  const auto name = db.query_one<Name>(publisher_name, publisher);
  return Value::object({{"report", Value::object({{"publisher", name ? name->name : "unknown"},
                                                  {"quarters", std::move(list)}})}});
}
// [/shared]

// [slow]
Response slow(const Request& request, Services& services) {
  const std::int64_t publisher = request.knobs.integer("publisher");
  services.db.execute(insert_report_request, publisher);
  const std::int64_t request_id = services.db.last_insert_id();
  // [!] The visitor waits here until the whole report is computed.
  Value report = report_on(services.stale, publisher, request.knobs.integer("quarters"), [](std::int64_t) {});
  services.db.transaction(
      [&] { services.destination.deliver(services.db, request_id, io::to_json(report)); });
  return services.page(std::move(report));
}
// [/slow]

// [fast]
// Both rows are written or neither: no job without a request, and no request without a job.
Response fast(const Request& request, Services& services) {
  const std::int64_t publisher = request.knobs.integer("publisher");
  std::int64_t job = 0;
  services.db.transaction([&] {
    services.db.execute(insert_report_request, publisher);
    // [!] Only a row in the queue is written. The worker computes the report later.
    job = jobs::enqueue(services.db,
                        {.type = std::string(job_type),
                         .arguments = Value::object({{"request", services.db.last_insert_id()},
                                                     {"publisher", publisher},
                                                     {"quarters", request.knobs.integer("quarters")}})});
  });
  const std::string address =
      "/jobs/" + std::string(name_of(services.db.dataset())) + "/" + std::to_string(job);
  return services.page(Value::object({{"job", Value::object({{"address", address}})}}), 202)
      .set("Location", address);
}

// Run by the worker. The report is delivered in the transaction that marks the job as done, so exactly once.
JobOutcome make_report(JobContext& job) {
  const std::int64_t request_id = job.arguments["request"].integer_or(0);
  Value report = report_on(job.stale, job.arguments["publisher"].integer_or(0),
                           job.arguments["quarters"].integer_or(0), job.progress);
  const std::string text = io::to_json(report);
  return {.result = std::move(report),
          .effect = [&job, request_id, text] { job.destination.deliver(job.db, request_id, text); }};
}
// [/fast]

}  // namespace

Case background_task() {
  return {
      .page = "a publisher's sales report, quarter by quarter",
      .knobs = {{.name = "quarters",
                 .help = "quarters to report on",
                 .initial = max_quarters,
                 .minimum = 1,
                 .maximum = max_quarters,
                 .ladder = {1, 3, 12}},
                {.name = "publisher",
                 .help = "id of the publisher",
                 .initial = 58,
                 .minimum = 1,
                 .maximum = 1'000},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "builds the report inside the request",
               .run = slow,
               .labels = {{.name = "background-task"}},
               .headline = Headline{.key = Key::first_byte},
               .method = Method::post},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "enqueues a job and returns 202 with the address of its status page",
               .run = fast,
               .method = Method::post},
          },
      .claims =
          {
              {"slow", Key::sql, (knob("quarters") + 2 + delivery_queries).remark("3 to deliver the report")},
              {"slow", Key::commits, 2},
              {"fast", Key::sql, 2},
              {"fast", Key::commits, 1},
              {"fast", Key::jobs, 1},
          },
      .growth = {{.variant = "fast", .key = Key::sql, .over = "quarters", .shape = Growth::Shape::constant}},
      .jobs = {{.name = std::string(job_type), .run = make_report}},
      .unequal_because =
          "The fast variant responds before there is a report, with the address of the page that will "
          "show it. A test waits for that report and compares it with the slow variant's.",
  };
}

}  // namespace caseload::cases
