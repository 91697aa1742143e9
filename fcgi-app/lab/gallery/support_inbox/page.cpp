#include "core/text.hpp"
#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Thread {
  std::int64_t id;
  std::string subject;
  std::int64_t unread;
  std::string last_at;
  static constexpr auto columns =
      std::tuple(&Thread::id, &Thread::subject, &Thread::unread, &Thread::last_at);
};

struct Message {
  std::string sender, body;
  static constexpr auto columns = std::tuple(&Message::sender, &Message::body);
};

struct Number {
  std::int64_t number;
  static constexpr auto columns = std::tuple(&Number::number);
};

constexpr std::string_view threads_sql =
    "SELECT id, subject, unread, last_at FROM support_thread ORDER BY last_at DESC, id DESC LIMIT ?";
constexpr std::string_view all_threads_sql = "SELECT COUNT(*) FROM support_thread";
constexpr std::string_view last_message_sql =
    "SELECT sender, body FROM support_message WHERE thread_id = ? ORDER BY id DESC LIMIT 1";
constexpr std::size_t preview_bytes = 120;

// What is unread is shown with the beginning of its last message.
Value preview_of(const Thread& thread, Database& db) {
  if (thread.unread == 0) return {};
  const auto last = db.query_one<Message>(last_message_sql, thread.id);
  if (!last) return {};
  return Value::object({{"sender", last->sender}, {"text", utf8_prefix(last->body, preview_bytes)}});
}

Response show(const Request& request, Services& services) {
  Database& db = services.db;
  const auto all = db.query_one<Number>(all_threads_sql);
  Value list = Value::list();
  for (const Thread& thread : db.query<Thread>(threads_sql, request.knobs.n()))
    list.add(Value::object({{"subject", thread.subject},
                            {"unread", thread.unread > 0 ? Value(thread.unread) : Value()},
                            {"at", std::string_view(thread.last_at).substr(0, 16)},
                            {"preview", preview_of(thread, db)}}));
  Value model = Value::object({{"all", all ? all->number : 0}, {"threads", std::move(list)}});
  return services.page(std::move(model)).set("Cache-Control", "no-store");
}

}  // namespace

GalleryPage support_inbox() {
  return {
      .summary = "the inbox of the support team, with previews of what is unread",
      .why =
          "The last message of each unread thread is queried inside the loop, behind a helper. The threads "
          "of "
          "the whole table are counted only to say how many there are.",
      .knobs = {items_knob("threads on the page", 2'560), dataset_knob()},
      .run = show,
      .labels = {{.name = "n-plus-one"},
                 {.name = "exact-count", .reason = "the heading shows the number of all threads"}},
  };
}

}  // namespace caseload::gallery
