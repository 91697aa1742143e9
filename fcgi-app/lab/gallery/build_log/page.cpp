#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view build_sql =
    "SELECT b.branch, b.author, b.state, p.name FROM pipeline_build AS b JOIN pipeline AS p ON p.id = "
    "b.pipeline_id WHERE b.id = ?";
constexpr std::string_view steps_sql =
    "SELECT name, seconds, state FROM pipeline_step WHERE build_id = ? ORDER BY step_no";
// A test runner prints a character for each test: a dot, or what went wrong.
constexpr std::string_view tests_sql =
    "SELECT suite, LEFT(output, ?), footer FROM pipeline_test_output WHERE build_id = ? ORDER BY suite";

struct Build {
  std::string branch, author, state, pipeline;
  static constexpr auto columns = std::tuple(&Build::branch, &Build::author, &Build::state, &Build::pipeline);
};

struct Step {
  std::string name;
  std::int64_t seconds;
  std::string state;
  static constexpr auto columns = std::tuple(&Step::name, &Step::seconds, &Step::state);
};

struct TestOutput {
  std::string suite, output, footer;
  static constexpr auto columns = std::tuple(&TestOutput::suite, &TestOutput::output, &TestOutput::footer);
};

// On a terminal the runner ends each line with how far it is: "....F..... [ 42%]". The page has a bar for
// that.
const io::BacktrackingPattern progress(R"(\S+ *\[ *\d+%\])");

std::string without_progress(std::string_view text, Matcher& matcher) {
  std::string kept;
  while (const auto found = matcher.find(progress, text)) {
    kept.append(text.substr(0, found->at));
    text.remove_prefix(found->at + found->length);
  }
  return kept.append(text);
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("build");
  const auto build = db.query_one<Build>(build_sql, id);
  if (!build) throw NotFound("there is no build " + std::to_string(id));
  const auto steps = db.query<Step>(steps_sql, id);
  const auto outputs = db.query<TestOutput>(tests_sql, request.knobs.n(), id);

  Rows done({"name", "seconds", "state"}), suites({"name", "log"});
  for (const Step& each : steps) done.add(each.name, each.seconds, each.state);
  for (const TestOutput& each : outputs)
    suites.add(each.suite, without_progress(each.output + "\n" + each.footer, services.matcher));
  return services
      .page(Value::object({{"pipeline", build->pipeline},
                           {"branch", build->branch},
                           {"author", build->author},
                           {"state", build->state},
                           {"steps", std::move(done)},
                           {"suites", std::move(suites)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage build_log() {
  return {
      .summary = "a build of a software pipeline: its steps, and what the test suites printed",
      .why =
          "A build has no terminal, so the runner prints its dots in one line without a percentage. From "
          "each dot, `\\S+` reads to the end of the line and goes back dot by dot to look for a bracket, "
          "which is not there: the steps grow with the square of the number of tests. A class without the "
          "bracket, tried once for each run of dots, would have nothing to go back for.",
      .knobs = {{.name = "n",
                 .help = "tests in each suite",
                 .initial = 320,
                 .minimum = 1,
                 .maximum = 1'280,
                 .ladder = {40, 80, 160, 320, 640, 1'280}},
                {.name = "build", .help = "number of the build", .initial = 31, .minimum = 1, .maximum = 200},
                dataset_knob()},
      .run = show,
      .labels = {{.name = "regex-backtracking"}},
  };
}

}  // namespace caseload::gallery
