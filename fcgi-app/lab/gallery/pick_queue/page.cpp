#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

struct Task {
  std::int64_t id, order_id;
  std::string title;
  std::int64_t copies;
  std::string waiting_since;
  static constexpr auto columns =
      std::tuple(&Task::id, &Task::order_id, &Task::title, &Task::copies, &Task::waiting_since);
};

// The tasks that have waited longest. One more than requested shows whether there are others.
constexpr std::string_view next_tasks =
    "SELECT t.id, t.order_id, b.title, t.copies, t.queued_at "
    "FROM (SELECT id, order_id, book_id, copies, queued_at FROM pick_task "
    "WHERE zone = ? AND state = 'open' ORDER BY queued_at, id LIMIT ?) AS t "
    "STRAIGHT_JOIN book AS b ON b.id = t.book_id ORDER BY t.queued_at, t.id";

constexpr std::string_view zone = "east";

// The scanners in the warehouse poll it every few seconds. Somebody else may have taken a task in the
// meantime.
Response run(const Request& request, Services& services) {
  const std::int64_t n = request.knobs.n();
  const auto tasks = services.db.query<Task>(next_tasks, zone, n + 1);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("zone").text(zone).key("tasks").begin_list();
    for (const Task& task : tasks) {
      if (&task - tasks.data() == n) break;
      json.begin_object().key("id").number(task.id).key("order").number(task.order_id);
      json.key("title").text(task.title).key("copies").number(task.copies);
      json.key("waiting_since").text(task.waiting_since).end_object();
    }
    json.end_list().key("more").boolean(std::ssize(tasks) > n).end_object();
  });
  return response.set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage pick_queue() {
  return {
      .summary = "what is to be fetched from the shelves of a zone next, as JSON for the scanners",
      .why =
          "Each poll does the same work again on purpose: the list has to be current, and no-store says so. "
          "It is one query through an index that has the order of the queue.",
      .knobs = {items_knob("tasks in the response", 640), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
