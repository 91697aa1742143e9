#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view episode_sql =
    "SELECT title, host, transcript_version FROM spoken_episode WHERE id = ?";
constexpr std::string_view body_sql = "SELECT body FROM spoken_transcript WHERE episode_id = ?";
constexpr std::string_view others_sql =
    "SELECT id, title FROM spoken_episode WHERE id < ? ORDER BY id DESC LIMIT 5";

struct Episode {
  std::string title, host;
  std::int64_t version;
  static constexpr auto columns = std::tuple(&Episode::title, &Episode::host, &Episode::version);
};

struct Transcript {
  std::string body;
  static constexpr auto columns = std::tuple(&Transcript::body);
};

struct Other {
  std::int64_t id;
  std::string title;
  static constexpr auto columns = std::tuple(&Other::id, &Other::title);
};

struct Turn {
  bool is_host;
  std::string_view text;
};

// The recogniser writes one sentence after the other; whoever speaks changes with every fourth one.
std::vector<Turn> turns_in(std::string_view body) {
  constexpr int sentences_of_a_turn = 4;
  std::vector<Turn> turns;
  while (!body.empty()) {
    std::size_t end = 0;
    for (int sentence = 0; sentence < sentences_of_a_turn && end != body.npos; ++sentence)
      end = body.find(". ", end == 0 ? 0 : end + 1);
    const std::size_t length = end == body.npos ? body.size() : end + 2;
    turns.push_back({.is_host = turns.size() % 2 == 0, .text = body.substr(0, length)});
    body.remove_prefix(length);
  }
  return turns;
}

Response& headers_of(Response& response) {
  return response.set("Cache-Control", "private, no-cache").set("Vary", "Accept");
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("episode");
  const auto episode = services.db.query_one<Episode>(episode_sql, id);
  if (!episode) throw NotFound("there is no episode " + std::to_string(id));
  // Episodes before this one were published before it, so their titles are final.
  const std::string state = std::to_string(episode->version) + "." + request.knobs.query_string();
  const Validators validators{.etag = etag_of(state, request.format), .last_modified = {}};
  if (auto known = not_modified(request, validators, services.clock.now())) return headers_of(*known);

  const auto transcript = services.db.query_one<Transcript>(body_sql, id).value();
  const auto others = services.db.query<Other>(others_sql, id);
  Rows turns({"is_host", "text"}), links({"id", "title"});
  for (const Turn& each : turns_in(transcript.body)) turns.add(each.is_host, each.text);
  for (const Other& each : others) links.add(each.id, each.title);
  Response response = services.page(Value::object({{"title", episode->title},
                                                   {"host", episode->host},
                                                   {"turns", std::move(turns)},
                                                   {"others", std::move(links)}}));
  return set_validators(headers_of(response), validators);
}

}  // namespace

GalleryPage episode_transcript() {
  return {
      .summary = "the transcript of a podcast's episode, with the host and the guest in turns",
      .why =
          "Innocent: sixteen kilobytes of text are fetched for a page that shows all of it. They are in a "
          "table of their own, and before they are read, the version decides whether the listener's copy is "
          "still good; that takes one short query.",
      .knobs =
          {{.name = "episode", .help = "number of the episode", .initial = 77, .minimum = 1, .maximum = 640},
           dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
