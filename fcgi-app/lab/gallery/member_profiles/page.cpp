#include "lab/gallery_page.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::string_view members_sql = "SELECT id, name, country_id FROM customer ORDER BY id DESC LIMIT ?";
constexpr std::string_view profiles_sql =
    "SELECT customer_id, nickname, motto, since FROM reader_profile WHERE customer_id IN (";
constexpr std::string_view countries_sql = "SELECT id, name FROM country";

struct Member {
  std::int64_t id;
  std::string name;
  std::int64_t country_id;
  static constexpr auto columns = std::tuple(&Member::id, &Member::name, &Member::country_id);
};

struct Profile {
  std::int64_t customer_id;
  std::string nickname, motto;
  std::int64_t since;
  static constexpr auto columns =
      std::tuple(&Profile::customer_id, &Profile::nickname, &Profile::motto, &Profile::since);
};

struct Country {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Country::id, &Country::name);
};

using Profiles = std::unordered_map<std::int64_t, Profile>;

void load_chunk(Database& db, std::span<const Member> members, Profiles& into) {
  std::string sql(profiles_sql);
  std::vector<Parameter> ids;
  for (const Member& member : members) {
    sql += ids.empty() ? "?" : ", ?";
    ids.push_back(to_parameter(member.id));
  }
  Cursor cursor = db.run(sql + ")", ids);
  while (cursor.next()) {
    auto profile = map_row<Profile>(cursor);
    into.emplace(profile.customer_id, std::move(profile));
  }
}

Profiles profiles_of(Database& db, std::span<const Member> members) {
  constexpr std::size_t chunk = 100;
  Profiles profiles;
  for (std::size_t at = 0; at < members.size(); at += chunk)
    load_chunk(db, members.subspan(at, std::min(chunk, members.size() - at)), profiles);
  return profiles;
}

Response run(const Request& request, Services& services) {
  const auto members = services.db.query<Member>(members_sql, request.knobs.n());
  const Profiles profiles = profiles_of(services.db, members);
  std::unordered_map<std::int64_t, std::string> countries;
  for (const Country& country : services.db.query<Country>(countries_sql))
    countries.emplace(country.id, country.name);

  Rows rows({"name", "country", "profile", "motto", "since"});
  for (const Member& member : members) {
    const auto profile = profiles.find(member.id);
    if (profile == profiles.end())
      rows.add(member.name, countries.at(member.country_id), false, nullptr, nullptr);
    else
      rows.add(profile->second.nickname, countries.at(member.country_id), true, profile->second.motto,
               profile->second.since);
  }
  return services.page(Value::object({{"members", std::move(rows)}})).set("Cache-Control", "private");
}

}  // namespace

GalleryPage member_profiles() {
  return {
      .summary = "the newest members of the reading circle with what they tell about themselves",
      .why =
          "A query for profiles runs in a loop, but it loads those of a hundred members, of whom two in "
          "three have one. The 120 countries are read once and kept for the request.",
      .knobs = {items_knob("members on the page", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
