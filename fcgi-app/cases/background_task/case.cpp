#include "io/json/json.hpp"
#include "jobs/job_context.hpp"
#include "jobs/queue.hpp"
#include "shop/scratch_batch.hpp"

namespace caseload::cases {

namespace {

constexpr std::string_view ask_for_report = "INSERT INTO report_request (publisher_id) VALUES (?)";
constexpr std::string_view publisher_name = "SELECT name FROM publisher WHERE id = ?";
constexpr std::string_view titles_sold =
    "SELECT book.title, SUM(order_item.quantity), CAST(SUM(order_item.quantity * order_item.price * 100) AS "
    "SIGNED) FROM customer_order JOIN order_item ON order_item.order_id = customer_order.id JOIN book ON "
    "book.id = order_item.book_id WHERE book.publisher_id = ? AND customer_order.placed_at >= ? AND "
    "customer_order.placed_at < ? + INTERVAL 3 MONTH GROUP BY book.id, book.title ORDER BY 3 DESC, book.id";

constexpr std::string_view kind = "sales-report";
constexpr std::int64_t last_quarter = 4 * 2026 - 1, most_quarters = 12;  // 2025 Q4 and before
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

// A statement for each quarter, newest first; tells after each how far it is, the handing over being the last
// step.
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
  services.db.execute(ask_for_report, publisher);
  const std::int64_t asked = services.db.last_insert_id();
  Value report = report_on(services.db, publisher, request.knobs.integer("quarters"), [](std::int64_t) {});
  services.db.transaction([&] { services.destination.hand_over(services.db, asked, io::to_json(report)); });
  return services.page(std::move(report));
}
// [/slow]

// [fast]
// Both rows or neither: no report without a request, no request that nobody works on.
Response fast(const Request& request, Services& services) {
  const std::int64_t publisher = request.knobs.integer("publisher");
  std::int64_t job = 0;
  services.db.transaction([&] {
    services.db.execute(ask_for_report, publisher);
    job = jobs::enqueue(services.db,
                        {.kind = std::string(kind),
                         .arguments = Value::object({{"request", services.db.last_insert_id()},
                                                     {"publisher", publisher},
                                                     {"quarters", request.knobs.integer("quarters")}})});
  });
  const std::string address =
      "/jobs/" + std::string(name_of(services.db.dataset())) + "/" + std::to_string(job);
  return services.page(Value::object({{"job", Value::object({{"address", address}})}}), 202)
      .set("Location", address);
}

// Run by the worker. The report is handed over in the transaction that ends the job, so once.
JobOutcome make_report(JobContext& job) {
  const std::int64_t asked = job.arguments["request"].integer_or(0);
  Value report = report_on(job.db, job.arguments["publisher"].integer_or(0),
                           job.arguments["quarters"].integer_or(0), job.progress);
  const std::string text = io::to_json(report);
  return {.result = std::move(report),
          .effect = [&job, asked, text] { job.destination.hand_over(job.db, asked, text); }};
}
// [/fast]

}  // namespace

Case background_task() {
  return {
      .title = "Background task",
      .category = Category::asynchronous,
      .page = "ask for a publisher's sales report, quarter by quarter (POST)",
      .lesson =
          {
              .symptom =
                  "Whoever presses the button looks at a spinning browser for as long as the work takes. "
                  "Some press again, some run into a timeout on the way and never learn whether it worked. "
                  "While a few of these requests run, every other page gets slow as well.",
              .why =
                  "The work is done inside the request: a report, an export, a mail, a call to somebody "
                  "else's service. A worker thread and its database connection belong to it until the last "
                  "step is done, so a handful of such requests can use up the pool. The visitor waits for "
                  "steps that the answer does not even need, at the speed of the slowest system involved; "
                  "and when the connection is cut or the application restarts, the work is lost half way.",
              .recognise =
                  "The time to the first byte moves with something that the answer does not show: with the "
                  "mail server, with the disk of an export. Between the last statement that the page needs "
                  "and its first byte, the trace goes on. Count statements: the slow variant here sends one "
                  "for each quarter before it answers, the fast one two in all.",
              .fix = "Write down what has to be done, answer at once, and let another process do it. Here a "
                     "row in the table `job` is written in the same transaction as the request's own row, so "
                     "that either both are there or neither. The answer is `202 Accepted` with the address "
                     "of a page that shows state, progress and result. A worker claims the row with `FOR "
                     "UPDATE SKIP LOCKED`, holds it under a lease, and writes the outcome in the transaction "
                     "that marks the job as done.",
              .caution =
                  "A queue is one more thing to run: watch its length and the age of the oldest job, and "
                  "decide what happens after the last failed try. Jobs can begin more than once, whatever "
                  "the queue promises; what they do outside the database has to bear that. A job that is "
                  "sent to a broker before the transaction commits can run before its row is there, or "
                  "without it. And the visitor has to be told: work of a few milliseconds is better done at "
                  "once, and an answer that the next page needs can't be put off.",
              .twins =
                  {
                      {.system = "Django",
                       .slow =
                           "def export(request):\n    report = build_report(publisher)  # minutes\n    "
                           "deliver(report)\n    return render(request, 'report.html', {'report': report})",
                       .fast = "with transaction.atomic():\n    asked = "
                               "ReportRequest.objects.create(publisher=publisher)\n"
                               "    # Celery; on_commit, or the task may look for a row that is not there "
                               "yet\n    transaction.on_commit(lambda: make_report.delay(asked.pk))\nreturn "
                               "render(request, 'asked.html', {'asked': asked}, status=202)"},
                      {.system = "Rails",
                       .slow = "def create\n  @report = Report.build(publisher)  # minutes\n  "
                               "@report.deliver\nend",
                       .fast =
                           "ReportRequest.transaction do  # Solid Queue on the same database\n  asked = "
                           "ReportRequest.create!(publisher:)\n  MakeReportJob.perform_later(asked)\nend\n"
                           "render :asked, status: :accepted\n"
                           "# Rails 7.2+: enqueue_after_transaction_commit for other queues"},
                      {.system = "Hibernate",
                       .slow = "@PostMapping(\"/reports\")\nReport create(...) {\n  Report report = "
                               "build(publisher); // minutes\n  deliver(report);\n  return report;\n}",
                       .fast = "@Transactional\nResponseEntity<?> create(...) {\n  em.persist(request);\n  "
                               "em.persist(new Job(\"report\", request.getId()));\n  return "
                               "ResponseEntity.accepted().location(statusOf(request)).build();\n}\n"
                               "// worker: PESSIMISTIC_WRITE with jakarta.persistence.lock.timeout = -2 "
                               "(SKIP LOCKED)"},
                      {.system = "SQL",
                       .slow = "SELECT ... GROUP BY ...;  -- once a quarter, while the browser waits",
                       .fast = "START TRANSACTION;\nINSERT INTO report_request ...;\nINSERT INTO job "
                               "...;\nCOMMIT;\n\n"
                               "-- worker:\nSELECT id FROM job WHERE state = 'waiting'\n  ORDER BY run_at "
                               "LIMIT 1 FOR UPDATE SKIP LOCKED;"},
                  },
          },
      .knobs = {{.name = "quarters",
                 .help = "quarters to report on",
                 .initial = most_quarters,
                 .minimum = 1,
                 .maximum = most_quarters,
                 .ladder = {1, 3, 12}},
                {.name = "publisher",
                 .help = "number of the publisher",
                 .initial = 58,
                 .minimum = 1,
                 .maximum = 1'000},
                dataset_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "makes the report within the request",
               .run = slow,
               .method = Method::post},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "puts a job into the queue and answers 202 with the address of its page",
               .run = fast,
               .method = Method::post},
          },
      .claims =
          {
              {.variant = "slow",
               .key = "sql",
               .formula = "quarters + 5, of which 3 hand the report over",
               .value =
                   [](const ClaimContext& in) {
                     return in.knobs.integer("quarters") + 2 + hand_over_statements;
                   }},
              {.variant = "slow",
               .key = "commits",
               .formula = "2",
               .value = [](const ClaimContext&) -> std::int64_t { return 2; }},
              {.variant = "fast",
               .key = "sql",
               .formula = "2",
               .value = [](const ClaimContext&) -> std::int64_t { return 2; }},
              {.variant = "fast",
               .key = "commits",
               .formula = "1",
               .value = [](const ClaimContext&) -> std::int64_t { return 1; }},
              {.variant = "fast",
               .key = "jobs",
               .formula = "1",
               .value = [](const ClaimContext&) -> std::int64_t { return 1; }},
          },
      .growth = {{.variant = "fast", .key = "sql", .over = "quarters", .shape = Growth::Shape::constant}},
      .jobs = {{.kind = std::string(kind), .run = make_report}},
      .unequal_because =
          "The fast variant answers before there is a report, with the address of the page that will "
          "show it. A test waits for that report and compares it with the slow variant's.",
  };
}

}  // namespace caseload::cases
