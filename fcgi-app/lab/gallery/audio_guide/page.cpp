#include "core/conditional.hpp"
#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view stop_sql = "SELECT version FROM guide_stop WHERE id = ?";
constexpr std::string_view sound_sql =
    "SELECT sound FROM guide_second WHERE stop_id = ? ORDER BY second_no LIMIT ?";

struct Stop {
  std::int64_t version;
  static constexpr auto columns = std::tuple(&Stop::version);
};

struct Second {
  std::string sound;
  static constexpr auto columns = std::tuple(&Second::sound);
};

Response run(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("stop");
  const auto stop = services.db.query_one<Stop>(stop_sql, id);
  if (!stop) throw NotFound("there is no stop " + std::to_string(id));
  const Validators validators{
      .etag = etag_of("sound-" + std::to_string(id) + "-" + std::to_string(stop->version) + "-" +
                          request.knobs.query_string(),
                      request.format),
      .last_modified = {}};
  if (auto unchanged = not_modified(request, validators, services.clock.now()))
    return unchanged->set("Cache-Control", "private, max-age=3600");
  Response response;
  response.set("Content-Type", "audio/ogg").set("Cache-Control", "private, max-age=3600");
  response.set("X-Accel-Buffering", "no");
  set_validators(response, validators);
  response.producer = [&services, id, n = request.knobs.n()](Sink& sink) {
    services.db.each<Second>(
        sound_sql,
        [&](const Second& second) {
          sink.write(second.sound);
          sink.flush();
          return true;
        },
        id, n);
  };
  return response;
}

}  // namespace

GalleryPage audio_guide() {
  return {
      .summary = "what a museum's audio guide says at a stop, as sound for a visitor's telephone",
      .why =
          "Innocent: a hundred kilobytes that nginx does not compress, from a column of large values. But "
          "they are sound that is compressed already, they are all sent, second by second, and a telephone "
          "that has them gets a 304 after one small row.",
      .knobs = {{.name = "n",
                 .help = "seconds to send at most",
                 .initial = 60,
                 .minimum = 1,
                 .maximum = 160,
                 .ladder = {10, 40, 160}},
                {.name = "stop", .help = "number of the stop", .initial = 2, .minimum = 1, .maximum = 4},
                dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
