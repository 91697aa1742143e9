#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"
#include "shop/visitors.hpp"

namespace caseload::gallery {

namespace {

constexpr int online_for_s = 300;
constexpr std::int64_t book_club = 2;

struct Member {
  std::int64_t customer_id;
  std::string name, role;
  static constexpr auto columns = std::tuple(&Member::customer_id, &Member::name, &Member::role);
};

constexpr std::string_view members_sql =
    "SELECT m.customer_id, c.name, m.role FROM club_member AS m LEFT JOIN customer AS c ON c.id = "
    "m.customer_id "
    "WHERE m.club_id = ? ORDER BY m.position LIMIT ?";

// Who sent a request in the last minutes has an entry in the cache; it expires by itself.
class Presence {
 public:
  explicit Presence(Services& services) : cache_(services.cache), dataset_(name_of(services.db.dataset())) {}

  void note(std::int64_t customer_id, std::string_view what) {
    cache_.set(key_of(customer_id), what, online_for_s);
  }
  std::string activity_of(std::int64_t customer_id) { return cache_.get(key_of(customer_id)).value_or(""); }

 private:
  std::string key_of(std::int64_t customer_id) const {
    return "presence/" + dataset_ + "/" + std::to_string(customer_id);
  }

  Cache& cache_;
  std::string dataset_;
};

Response run(const Request& request, Services& services) {
  Presence presence(services);
  if (const auto visitor = visitor_of(request, services.db)) presence.note(visitor->id, "book club");
  const auto members = services.db.query<Member>(members_sql, book_club, request.knobs.n());
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_object().key("members").begin_list();
    std::int64_t online = 0;
    for (const Member& member : members) {
      const std::string activity = presence.activity_of(member.customer_id);
      if (!activity.empty()) ++online;
      json.begin_object().key("name").text(member.name).key("role").text(member.role);
      json.key("online").boolean(!activity.empty()).key("activity").text(activity).end_object();
    }
    json.end_list().key("online").number(online).end_object();
  });
  return response.set("Cache-Control", "private, no-store").set("Vary", "Cookie");
}

}  // namespace

GalleryPage who_is_online() {
  return {
      .summary = "the members of a book club and who of them is online, as JSON",
      .why = "The members come with one query, but the cache is asked for each of them separately.",
      .knobs = {items_knob("members in the response", 2'560), dataset_knob()},
      .run = run,
      .labels = {{.name = "get-loop"}},
  };
}

}  // namespace caseload::gallery
