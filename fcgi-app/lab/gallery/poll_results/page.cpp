#include <array>
#include <unordered_map>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Poll {
  std::int64_t id;
  std::string question;
  static constexpr auto columns = std::tuple(&Poll::id, &Poll::question);
};

struct Vote {
  std::int64_t poll_id, choice;
  static constexpr auto columns = std::tuple(&Vote::poll_id, &Vote::choice);
};

constexpr std::string_view polls_sql = "SELECT id, question FROM poll ORDER BY id DESC LIMIT ?";
constexpr std::string_view votes_sql =
    "SELECT v.poll_id, v.choice FROM (SELECT id FROM poll ORDER BY id DESC LIMIT ?) AS p "
    "STRAIGHT_JOIN poll_vote AS v ON v.poll_id = p.id";

enum Choice : std::size_t { yes, no, abstained, choices };
using Tally = std::array<std::int64_t, choices>;

// A motion needs more yes than no, and a third of those who voted must not abstain.
std::string_view outcome_of(const Tally& tally) {
  const std::int64_t decided = tally[yes] + tally[no];
  if (decided * 3 < decided + tally[abstained]) return "no quorum";
  return tally[yes] > tally[no] ? "accepted" : "rejected";
}

Response show(const Request& request, Services& services) {
  const auto polls = services.db.query<Poll>(polls_sql, request.knobs.n());
  std::unordered_map<std::int64_t, Tally> tallies;
  for (const Vote& vote : services.db.query<Vote>(votes_sql, request.knobs.n()))
    ++tallies[vote.poll_id][static_cast<std::size_t>(vote.choice)];
  Rows rows({"question", "yes", "no", "abstained", "outcome"});
  for (const Poll& poll : polls) {
    const Tally& tally = tallies[poll.id];
    rows.add(poll.question, tally[yes], tally[no], tally[abstained], outcome_of(tally));
  }
  return services.page(Value::object({{"polls", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage poll_results() {
  return {
      .summary = "the results of a club's polls",
      .why =
          "Every vote of every poll on the page is fetched, to be counted to three numbers for each poll. "
          "The database could return the counts.",
      .knobs = {items_knob("polls on the page", 640), dataset_knob()},
      .run = show,
      .labels = {{.name = "annotation"}},
  };
}

}  // namespace caseload::gallery
