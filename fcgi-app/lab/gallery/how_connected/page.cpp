#include <algorithm>
#include <map>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

using Ids = std::vector<std::int64_t>;

constexpr std::size_t ids_per_query = 100;
constexpr int max_steps = 4;

struct Link {
  std::int64_t member, friend_id;
  static constexpr auto columns = std::tuple(&Link::member, &Link::friend_id);
};

struct Member {
  std::int64_t id;
  std::string name, country;
  static constexpr auto columns = std::tuple(&Member::id, &Member::name, &Member::country);
};

// "(?, ?, ..)" with room for a hundred. Fewer ids are filled up with the last one.
std::vector<Parameter> filled(const Ids& ids, std::size_t from) {
  std::vector<Parameter> parameters;
  for (std::size_t at = from; at < from + ids_per_query; ++at)
    parameters.push_back(to_parameter(ids[std::min(at, ids.size() - 1)]));
  return parameters;
}

std::string places() {
  std::string text = "(?";
  for (std::size_t at = 1; at < ids_per_query; ++at) text += ", ?";
  return text + ")";
}

// One end of the search: who was reached from there, and by whom.
struct End {
  explicit End(std::int64_t member) : reached_from{{member, member}}, newest{member} {}

  // From this member to the end, both included.
  Ids way_to_end(std::int64_t member) const {
    Ids way{member};
    while (reached_from.at(way.back()) != way.back()) way.push_back(reached_from.at(way.back()));
    return way;
  }

  std::map<std::int64_t, std::int64_t> reached_from;
  Ids newest;
};

class Search {
 public:
  explicit Search(Database& db) : db_(db) {}

  // From `from` to `to`, both included; empty if they are not connected within the limit. Goes on from the
  // end that has fewer members to ask, until the two ends meet.
  Ids path(std::int64_t from, std::int64_t to) {
    End left(from), right(to);
    if (from == to) return {from};
    for (int step = 0; step < max_steps; ++step) {
      const bool is_left_smaller = left.newest.size() <= right.newest.size();
      End& end = is_left_smaller ? left : right;
      const End& other = is_left_smaller ? right : left;
      go_on(end);
      const auto met = std::ranges::find_if(
          end.newest, [&](std::int64_t member) { return other.reached_from.contains(member); });
      if (met == end.newest.end()) continue;
      Ids path = left.way_to_end(*met);
      std::ranges::reverse(path);
      const Ids rest = right.way_to_end(*met);
      path.insert(path.end(), rest.begin() + 1, rest.end());
      return path;
    }
    return {};
  }

 private:
  void go_on(End& end) {
    const std::string sql = "SELECT member_id, friend_id FROM pal_link WHERE member_id IN " + places();
    Ids found;
    for (std::size_t from = 0; from < end.newest.size(); from += ids_per_query)
      for (Cursor rows = db_.run(sql, filled(end.newest, from)); rows.next();) {
        const auto link = map_row<Link>(rows);
        if (end.reached_from.emplace(link.friend_id, link.member).second) found.push_back(link.friend_id);
      }
    end.newest = std::move(found);
  }

  Database& db_;
};

std::vector<Member> members_on(const Ids& path, Database& db) {
  if (path.empty()) return {};
  std::map<std::int64_t, Member> by_id;
  const std::string sql =
      "SELECT c.id, c.name, k.name FROM customer AS c JOIN country AS k ON k.id = c.country_id "
      "WHERE c.id IN " +
      places();
  for (Cursor rows = db.run(sql, filled(path, 0)); rows.next();) {
    auto member = map_row<Member>(rows);
    by_id.emplace(member.id, std::move(member));
  }
  std::vector<Member> members;
  for (const std::int64_t id : path) members.push_back(by_id.at(id));
  return members;
}

Response run(const Request& request, Services& services) {
  const Ids path = Search(services.db).path(request.knobs.integer("member"), request.knobs.integer("other"));
  const auto members = members_on(path, services.db);
  return data_page(
             services,
             [&](std::string& body) {
               io::JsonWriter json(body);
               json.begin_object().key("are_connected").boolean(!path.empty());
               json.key("steps").number(std::max<std::int64_t>(std::ssize(path) - 1, 0));
               json.key("through").begin_list();
               for (const Member& each : members)
                 json.begin_object().key("name").text(each.name).key("from").text(each.country).end_object();
               json.end_list().end_object();
             })
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage how_connected() {
  return {
      .summary = "over whom two members of a community know each other, as JSON",
      .why =
          "Innocent: queries in a loop, with ids that the query before has found. But the loop is over four "
          "steps, from both ends by turns, which meet in the middle. A query takes a hundred members, and "
          "each "
          "of its rows is needed to know where the search has been.",
      .knobs =
          {{.name = "member", .help = "number of a member", .initial = 19, .minimum = 1, .maximum = 2'500},
           {.name = "other",
            .help = "number of another member",
            .initial = 603,
            .minimum = 1,
            .maximum = 2'500},
           dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
