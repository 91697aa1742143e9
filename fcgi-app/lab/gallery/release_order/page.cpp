#include "core/errors.hpp"
#include "io/json/json_writer.hpp"
#include "io/text/hash.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view box_sql = "SELECT number, size, slot, is_clear FROM terminal_box WHERE id = ?";
constexpr std::string_view haulier_sql = "SELECT name, code FROM terminal_haulier WHERE id = ?";
constexpr std::string_view release_sql = "INSERT INTO box_release (box_id, haulier_id) VALUES (?, ?)";
constexpr std::string_view seal_sql = "UPDATE box_release SET pin_hash = ? WHERE id = ?";
constexpr std::string_view events_sql =
    "INSERT INTO box_release_event (release_id, position, what) VALUES (?, 1, 'released'), (?, 2, 'PIN "
    "issued')";
constexpr std::string_view forget_events_sql = "DELETE FROM box_release_event WHERE release_id = ?";
constexpr std::string_view forget_sql = "DELETE FROM box_release WHERE id = ?";
constexpr std::int64_t releases_kept = 500;
constexpr int rounds = 40'000;

struct Box {
  std::string number, size, slot;
  bool is_clear;
  static constexpr auto columns = std::tuple(&Box::number, &Box::size, &Box::slot, &Box::is_clear);
};
struct Haulier {
  std::string name, code;
  static constexpr auto columns = std::tuple(&Haulier::name, &Haulier::code);
};

// Six digits, which the driver types at the gate.
std::string pin_of(std::int64_t release, const Box& box) {
  const std::string digest = io::sha256_hex(box.number + "/" + std::to_string(release));
  std::string pin;
  for (std::size_t i = 0; i < 6; ++i) pin += static_cast<char>('0' + digest[i] % 10);
  return pin;
}

// A PIN has only a million values, so guessing them one by one is made slow.
std::string stretched(std::string_view pin, std::string_view salt) {
  std::string digest = io::sha256_hex(std::string(salt) + std::string(pin));
  for (int round = 1; round < rounds; ++round) digest = io::sha256_hex(digest);
  return digest;
}

struct Issued {
  std::int64_t number = 0;
  std::string pin;
};

Issued issue(Database& db, const Box& box, std::int64_t box_id, std::int64_t haulier_id) {
  Issued issued;
  db.transaction([&] {
    db.execute(release_sql, box_id, haulier_id);
    issued.number = db.last_insert_id();
    issued.pin = pin_of(issued.number, box);
    db.execute(seal_sql, stretched(issued.pin, box.number), issued.number);
    db.execute(events_sql, issued.number, issued.number);
    db.execute(forget_events_sql, issued.number - releases_kept);
    db.execute(forget_sql, issued.number - releases_kept);
  });
  return issued;
}

Response release(const Request& request, Services& services) {
  const std::int64_t box_id = request.knobs.integer("box"), haulier_id = request.knobs.integer("haulier");
  const auto box = services.db.query_one<Box>(box_sql, box_id);
  const auto haulier = services.db.query_one<Haulier>(haulier_sql, haulier_id);
  if (!box || !haulier) throw NotFound("there is no such container or haulier");
  if (!box->is_clear) throw HttpError(409, "customs has not cleared " + box->number);
  const Issued issued = issue(services.db, *box, box_id, haulier_id);
  return data_page(services,
                   [&](std::string& body) {
                     io::JsonWriter json(body);
                     json.begin_object().key("release").number(issued.number).key("pin").text(issued.pin);
                     json.key("container").text(box->number).key("size").text(box->size);
                     json.key("slot").text(box->slot).key("haulier").text(haulier->name);
                     json.key("code").text(haulier->code).end_object();
                   })
      .set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage release_order() {
  return {
      .summary = "a shipping agent releases a container to a haulier and gets the PIN for the gate, as JSON",
      .why =
          "The PIN is derived from the number of the new row and hashed forty thousand times, which is meant "
          "to be slow, between the INSERT and the UPDATE of one transaction. Connection and row are held "
          "while nothing but the processor works. The hash could be made between two short transactions.",
      .knobs =
          {{.name = "box",
            .help = "number of the container",
            .initial = 4'102,
            .minimum = 1,
            .maximum = 8'000},
           {.name = "haulier", .help = "number of the haulier", .initial = 17, .minimum = 1, .maximum = 200},
           dataset_knob()},
      .run = release,
      .labels = {{.name = "long-transaction"}},
      .method = Method::post,
      .known_miss =
          "on a fast machine the pause in the transaction is shorter than the 10 ms from which it counts",
  };
}

}  // namespace caseload::gallery
