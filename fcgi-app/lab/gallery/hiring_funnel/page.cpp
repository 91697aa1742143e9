#include <array>
#include <map>

#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Stage {
  std::string_view code, title;
};
// The columns of the board. A stage more is a change of the process, and of the program.
constexpr std::array<Stage, 5> stages{{{"new", "New"},
                                       {"call", "Phone call"},
                                       {"visit", "Interview"},
                                       {"offer", "Offer"},
                                       {"closed", "Closed"}}};
constexpr std::int64_t cards_of_a_stage = 8;

constexpr std::string_view vacancy_sql = "SELECT title, manager FROM funnel_vacancy WHERE id = ?";
constexpr std::string_view counts_sql =
    "SELECT stage, COUNT(*) FROM funnel_application WHERE vacancy_id = ? GROUP BY stage";
constexpr std::string_view cards_sql =
    "SELECT a.id, a.name, a.stars, DATE_FORMAT(a.moved_at, '%e %b'), r.name FROM funnel_application AS a "
    "JOIN funnel_recruiter AS r ON r.id = a.recruiter_id "
    "WHERE a.vacancy_id = ? AND a.stage = ? ORDER BY a.moved_at DESC, a.id DESC LIMIT ?";

struct Vacancy {
  std::string title, manager;
  static constexpr auto columns = std::tuple(&Vacancy::title, &Vacancy::manager);
};

struct StageCount {
  std::string stage;
  std::int64_t applications;
  static constexpr auto columns = std::tuple(&StageCount::stage, &StageCount::applications);
};

struct Card {
  std::int64_t id;
  std::string name;
  std::int64_t stars;
  std::string moved_on, recruiter;
  static constexpr auto columns =
      std::tuple(&Card::id, &Card::name, &Card::stars, &Card::moved_on, &Card::recruiter);
};

Rows cards_of(const std::vector<Card>& found) {
  Rows cards({"id", "name", "stars", "moved_on", "recruiter"});
  for (const Card& each : found) cards.add(each.id, each.name, each.stars, each.moved_on, each.recruiter);
  return cards;
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const std::int64_t id = request.knobs.integer("vacancy");
  const auto vacancy = db.query_one<Vacancy>(vacancy_sql, id);
  if (!vacancy) throw NotFound("there is no vacancy " + std::to_string(id));
  std::map<std::string, std::int64_t, std::less<>> counts;
  for (const auto& each : db.query<StageCount>(counts_sql, id)) counts.emplace(each.stage, each.applications);

  std::array<std::vector<Card>, stages.size()> found;
  Rows board({"title", "applications", "cards"});
  for (std::size_t at = 0; at < stages.size(); ++at) {
    found[at] = db.query<Card>(cards_sql, id, stages[at].code, cards_of_a_stage);
    board.add(stages[at].title, counts[std::string(stages[at].code)], cards_of(found[at]));
  }
  return services
      .page(Value::object(
          {{"title", vacancy->title}, {"manager", vacancy->manager}, {"stages", std::move(board)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage hiring_funnel() {
  return {
      .summary = "the board of a vacancy: in each of five stages the applications that moved there last",
      .why =
          "A loop queries, but over the five stages of the process, whatever the vacancy. Each query reads "
          "eight applications from its end of an index. A single query with a window function would have to "
          "number all applications of the vacancy first.",
      .knobs =
          {{.name = "vacancy", .help = "number of the vacancy", .initial = 4, .minimum = 1, .maximum = 50},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
