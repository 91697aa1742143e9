#include "lab/gallery_page.hpp"

#include "core/text.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

struct Folder {
  std::string name;
  std::int64_t messages, unread;
  static constexpr auto columns = std::tuple(&Folder::name, &Folder::messages, &Folder::unread);
};

struct Message {
  std::int64_t id;
  std::string sender, subject, received_at;
  bool is_read;
  static constexpr auto columns =
      std::tuple(&Message::id, &Message::sender, &Message::subject, &Message::received_at, &Message::is_read);
};

constexpr std::string_view folders_sql =
    "SELECT folder, COUNT(*), SUM(is_read = 0) FROM mail_message WHERE mailbox_id = ? GROUP BY folder";
constexpr std::string_view messages_sql =
    "SELECT id, sender, subject, received_at, is_read FROM mail_message WHERE mailbox_id = ? AND folder = ? "
    "ORDER BY received_at DESC LIMIT ?";

// The folder that was open last.
std::string_view open_folder(const Request& request) {
  const std::string_view wanted = request.cookie("folder").value_or("inbox");
  return wanted == "archive" || wanted == "sent" || wanted == "junk" ? wanted : "inbox";
}

Response show(const Request& request, Services& services) {
  const std::int64_t mailbox = request.knobs.integer("mailbox");
  const std::string_view open = open_folder(request);
  const auto folders = services.db.query<Folder>(folders_sql, mailbox);
  const auto messages = services.db.query<Message>(messages_sql, mailbox, open, request.knobs.n());
  std::int64_t total = 0;
  Rows tabs({"name", "messages", "unread", "is_open"});
  for (const Folder& folder : folders) {
    if (folder.name == open) total = folder.messages;
    tabs.add(folder.name, folder.messages, folder.unread, folder.name == open);
  }
  Rows rows({"id", "sender", "subject", "received_at", "is_unread"});
  for (const Message& each : messages)
    rows.add(each.id, each.sender, each.subject, each.received_at.substr(0, 16), !each.is_read);
  const auto shown = static_cast<std::int64_t>(rows.size());
  return services
      .page(Value::object(
          {{"folders", std::move(tabs)}, {"shown", shown}, {"total", total}, {"messages", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage mail_folders() {
  return {
      .summary = "a mailbox: folders with their messages and unread ones, and the newest of a folder",
      .why =
          "Messages are counted on each visit, as \"100 of 150\" too. But only those of one mailbox are, "
          "from three hundred entries of an index that has all that is counted, however many mailboxes "
          "there are.",
      .knobs = {items_knob("messages on the page", 640),
                {.name = "mailbox",
                 .help = "number of the mailbox",
                 .initial = 77,
                 .minimum = 1,
                 .maximum = 100,
                 .ladder = {77, 31}},
                dataset_knob()},
      .run = show,
  };
}

}  // namespace caseload::gallery
