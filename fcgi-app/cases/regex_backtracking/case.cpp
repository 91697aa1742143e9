#include "shop/services.hpp"

namespace caseload::cases {

namespace {

// [shared]
constexpr std::int64_t reviews_shown = 5;

struct Review {
  std::string reviewer, body;
  static constexpr auto columns = std::tuple(&Review::reviewer, &Review::body);
};
constexpr std::string_view reviews_sql =
    "SELECT reviewer, body FROM pasted_review WHERE gap <= ? ORDER BY gap DESC LIMIT ?";

template <class Pattern>
Response page(const Request& request, Services& services, const Pattern& trailing_space) {
  const auto reviews = services.db.query<Review>(reviews_sql, request.knobs.n(), reviews_shown);
  Rows rows({"reviewer", "bytes", "text"});
  for (const Review& each : reviews) {
    std::string_view text = each.body;
    // [!] The pattern finds the white space at the end of each review, which is cut off.
    if (const auto found = services.matcher.find(trailing_space, text)) text = text.substr(0, found->at);
    rows.add(each.reviewer, text.size(), text);
  }
  return services.page(Value::object({{"reviews", std::move(rows)}}));
}
// [/shared]

// [slow]
// [!] Each blank of a gap can be the first of a match. From each of them PCRE2 goes to the end of the gap,
// finds no end of the text there, and goes back blank by blank to try again.
const io::BacktrackingPattern trailing_space(R"(\s+$)");

Response slow(const Request& request, Services& services) {
  return page(request, services, trailing_space);
}
// [/slow]

// [fast]
// [!] Only the first blank of a gap has none before it, so a match can begin only there. `++` keeps what it
// has matched and never goes back.
const io::BacktrackingPattern trailing_space_at_once(R"((?<!\s)\s++$)");

Response fast(const Request& request, Services& services) {
  return page(request, services, trailing_space_at_once);
}
// [/fast]

// [re2]
// [!] The same pattern as the slow one. RE2 reads each text once, whatever the pattern.
const io::AutomatonPattern trailing_space_in_re2(R"(\s+$)");

Response re2(const Request& request, Services& services) {
  return page(request, services, trailing_space_in_re2);
}
// [/re2]

// From each blank of a gap to the next character that is none, and back.
Formula steps_in_the_gaps() {
  return {"half of the square of each gap", [](const Formula::Context& in) {
            std::int64_t steps = 0;
            for (std::int64_t gap = in.knobs.n(); gap > 0 && gap > in.knobs.n() - reviews_shown; --gap)
              steps += gap * (gap + 1) / 2;
            return steps;
          }};
}

KnobSpec gap_knob() {
  KnobSpec gap = items_knob("blanks in the widest gap of a review", 2'560);
  gap.initial = 640;
  gap.ladder.push_back(2'560);
  return gap;
}

}  // namespace

Case regex_backtracking() {
  const Formula n = knob("n");
  return {
      .page = "five reviews that were pasted from a word processor, without the blanks at their end",
      .knobs = {gap_knob()},
      .variants =
          {
              {.name = "slow",
               .pace = Pace::slow,
               .summary = "\\s+$ is tried from every blank in a long run, and each time reads the rest of "
                          "the run in vain",
               .run = slow,
               .labels = {{.name = "regex-backtracking"}},
               .headline = Headline{.key = Key::match_steps, .second = Key::cpu_app}},
              {.name = "fast",
               .pace = Pace::fast,
               .summary = "(?<!\\s)\\s++$ can begin only at the first blank, so the run is read once",
               .run = fast},
              {.name = "re2",
               .pace = Pace::fast,
               .summary = "the slow pattern, matched by RE2, which reads each text once",
               .run = re2},
          },
      .claims =
          {
              {"slow", Key::match_steps, at_least(steps_in_the_gaps())},
              {"slow", Key::sql, 1},
              {"fast", Key::match_steps, at_most(20 * (n + 100))},
              {"fast", Key::sql, 1},
              {"re2", Key::sql, 1},
          },
  };
}

}  // namespace caseload::cases
