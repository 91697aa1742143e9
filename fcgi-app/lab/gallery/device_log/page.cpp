#include "core/errors.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr auto device_sql = "select model, firmware, owner_mail from support_device where id = ?";
constexpr auto events_sql =
    "select number, code from support_event where device_id = ? order by number limit ?";

struct Device {
  std::string model, firmware, owner_mail;
  static constexpr auto columns = std::tuple(&Device::model, &Device::firmware, &Device::owner_mail);
};

struct Event {
  std::int64_t number, code;
  static constexpr auto columns = std::tuple(&Event::number, &Event::code);
};

const io::BacktrackingPattern mail_address(R"(\S+@\S+\.\w+)");

// A device sends its log as one line without blanks.
std::string report_of(const Device& device, const std::vector<Event>& events) {
  std::string text = device.model + ' ' + device.firmware + " [";
  for (const Event& each : events)
    text += "{\"n\":" + std::to_string(each.number) + ",\"c\":" + std::to_string(each.code) + "},";
  return text + "] registered to " + device.owner_mail + " (see the label)";
}

// Nobody at the hotline may see who owns the device.
std::string masked(std::string_view text, Matcher& matcher) {
  std::string kept;
  while (const auto found = matcher.find(mail_address, text)) {
    kept.append(text.substr(0, found->at)).append("***");
    text.remove_prefix(found->at + found->length);
  }
  return kept.append(text);
}

Response show(const Request& request, Services& services) {
  const std::int64_t id = request.knobs.integer("device");
  const auto device = services.db.query_one<Device>(device_sql, id);
  if (!device) throw NotFound("there is no device " + std::to_string(id));
  const auto events = services.db.query<Event>(events_sql, id, request.knobs.n());
  return services
      .page(Value::object({{"device", id},
                           {"events", events.size()},
                           {"report", masked(report_of(*device, events), services.matcher)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage device_log() {
  return {
      .summary = "the hotline's view of a device's log, without mail addresses",
      .why =
          "The log has no blanks. From each of its characters, `\\S+` reads to its end and goes all the way "
          "back to look for an `@`, which is not there. The steps grow with the square of the log's length. "
          "A class without the `@` would have nothing to go back for.",
      .knobs =
          {{.name = "n",
            .help = "events in the log",
            .initial = 40,
            .minimum = 1,
            .maximum = 160,
            .ladder = {10, 20, 40, 80, 160}},
           {.name = "device", .help = "number of the device", .initial = 9, .minimum = 1, .maximum = 200},
           dataset_knob()},
      .run = show,
      .labels = {{.name = "regex-backtracking"}},
  };
}

}  // namespace caseload::gallery
