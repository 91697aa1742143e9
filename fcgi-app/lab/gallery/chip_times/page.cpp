#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view entrants_sql =
    "SELECT bib, name, club, born, chip FROM race_entrant WHERE race_id = ? ORDER BY bib LIMIT ?";
constexpr std::string_view reads_sql =
    "SELECT r.chip, r.mat, r.at_tenths "
    "FROM (SELECT chip FROM race_entrant WHERE race_id = ? ORDER BY bib LIMIT ?) AS e "
    "STRAIGHT_JOIN race_chip_read AS r ON r.race_id = ? AND r.chip = e.chip";

struct Entrant {
  std::int64_t bib;
  std::string name, club;
  std::int64_t born;
  std::string chip;
  static constexpr auto columns =
      std::tuple(&Entrant::bib, &Entrant::name, &Entrant::club, &Entrant::born, &Entrant::chip);
};

struct Read {
  std::string chip, mat;
  std::int64_t tenths;
  static constexpr auto columns = std::tuple(&Read::chip, &Read::mat, &Read::tenths);
};

struct Finish {
  const Entrant* entrant;
  std::int64_t decade;  // of birth, which is the class
  std::int64_t net_tenths;
};

// nullptr while the runner has not crossed the mat.
const Read* read_at(std::string_view mat, std::string_view chip, const std::vector<Read>& reads) {
  const auto found =
      std::ranges::find_if(reads, [&](const Read& each) { return each.chip == chip && each.mat == mat; });
  return found == reads.end() ? nullptr : &*found;
}

std::vector<Finish> finishes_of(const std::vector<Entrant>& entrants, const std::vector<Read>& reads) {
  std::vector<Finish> finishes;
  for (const Entrant& each : entrants) {
    const Read* start = read_at("start", each.chip, reads);
    const Read* finish = read_at("finish", each.chip, reads);
    if (start != nullptr && finish != nullptr)
      finishes.push_back(
          {.entrant = &each, .decade = each.born / 10 * 10, .net_tenths = finish->tenths - start->tenths});
  }
  std::ranges::stable_sort(finishes, {}, &Finish::net_tenths);
  return finishes;
}

std::int64_t place_in_class(const Finish& finish, const std::vector<Finish>& finishes) {
  return 1 + std::ranges::count_if(finishes, [&](const Finish& other) {
           return other.decade == finish.decade && other.net_tenths < finish.net_tenths;
         });
}

std::string left(std::string_view text, std::size_t width) {
  std::string cell(text.substr(0, width));
  cell.resize(width + 1, ' ');
  return cell;
}

std::string right(std::int64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() < width ? std::string(width - digits.size(), ' ') + digits + " " : digits + " ";
}

// "1:42:07.3"
std::string clock_text(std::int64_t tenths) {
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::int64_t seconds = tenths / 10;
  return std::to_string(seconds / 3'600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60) + "." +
         std::to_string(tenths % 10);
}

Response run(const Request& request, Services& services) {
  const std::int64_t race = request.knobs.integer("race");
  const auto entrants = services.db.query<Entrant>(entrants_sql, race, request.knobs.n());
  const auto reads = services.db.query<Read>(reads_sql, race, request.knobs.n(), race);
  const auto finishes = finishes_of(entrants, reads);
  Response response;
  std::int64_t place = 0;
  for (const Finish& each : finishes) {
    const Entrant& entrant = *each.entrant;
    response.body += right(++place, 5) + right(entrant.bib, 5) + left(entrant.name, 28) +
                     left(entrant.club, 18) + right(each.decade, 4) +
                     right(place_in_class(each, finishes), 4) + clock_text(each.net_tenths) + "\n";
  }
  response.body +=
      "\n" + std::to_string(finishes.size()) + " of " + std::to_string(entrants.size()) + " have finished.\n";
  return response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage chip_times() {
  return {
      .summary = "a running race as it stands, as text for the speaker: times, places, places by class",
      .why =
          "Runners and the reads of their chips come with two queries, but each runner's two reads are "
          "searched in the list of all of them, and each place in a class is a count over all finishers. "
          "A hash of the chips and a counter for each class would take one pass.",
      .knobs = {{.name = "n",
                 .help = "runners by their bibs",
                 .initial = 640,
                 .minimum = 1,
                 .maximum = 2'560,
                 .ladder = {40, 160, 640, 2'560}},
                {.name = "race", .help = "number of the race", .initial = 2, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = run,
      .labels = {{.name = "nested-loops"}},
  };
}

}  // namespace caseload::gallery
