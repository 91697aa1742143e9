#include <algorithm>
#include <map>
#include <span>

#include "io/json/json_writer.hpp"
#include "lab/gallery_page.hpp"
#include "shop/data_page.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t chunk = 100;
constexpr int lifetime_s = 900;
constexpr int unknown_lifetime_s = 60;  // a link may be created at any time
constexpr std::string_view unknown = "-";

constexpr std::string_view codes_sql = "SELECT code FROM chat_link ORDER BY message_id LIMIT ?";

struct Code {
  std::string code;
  static constexpr auto columns = std::tuple(&Code::code);
};

struct Link {
  std::string code, target;
  static constexpr auto columns = std::tuple(&Link::code, &Link::target);
};

class Resolver {
 public:
  explicit Resolver(Services& services) : services_(services) {}

  // For each code its target, or "-" if there is none.
  std::vector<std::string> resolve(std::span<const Code> codes) {
    std::vector<std::string> targets;
    for (std::size_t from = 0; from < codes.size(); from += chunk) {
      const auto some = codes.subspan(from, std::min(chunk, codes.size() - from));
      std::vector<std::string> keys;
      for (const Code& each : some) keys.push_back(key_of(each.code));
      auto found = services_.cache.get_many(keys);
      load_missing(some, found);
      for (auto& target : found) targets.push_back(std::move(target).value_or(std::string(unknown)));
    }
    return targets;
  }

 private:
  std::string key_of(std::string_view code) const {
    return "link " + std::string(name_of(services_.db.dataset())) + " " + std::string(code);
  }

  void load_missing(std::span<const Code> codes, std::vector<std::optional<std::string>>& targets) {
    std::string sql = "SELECT code, target FROM short_link WHERE code IN (";
    std::vector<Parameter> missing;
    for (std::size_t at = 0; at < codes.size(); ++at) {
      if (targets[at]) continue;
      sql += missing.empty() ? "?" : ", ?";
      missing.push_back(to_parameter(codes[at].code));
    }
    if (missing.empty()) return;
    std::map<std::string, std::string, std::less<>> loaded;
    for (Cursor rows = services_.db.run(sql + ")", missing); rows.next();) {
      auto link = map_row<Link>(rows);
      loaded.emplace(std::move(link.code), std::move(link.target));
    }
    for (std::size_t at = 0; at < codes.size(); ++at) {
      if (targets[at]) continue;
      const auto found = loaded.find(codes[at].code);
      // An unknown code is stored too. Otherwise each view would look for it again.
      targets[at] = found == loaded.end() ? std::string(unknown) : found->second;
      services_.cache.set(key_of(codes[at].code), *targets[at],
                          found == loaded.end() ? unknown_lifetime_s : lifetime_s);
    }
  }

  Services& services_;
};

Response run(const Request& request, Services& services) {
  const auto codes = services.db.query<Code>(codes_sql, request.knobs.n());
  const auto targets = Resolver(services).resolve(codes);
  Response response = data_page(services, [&](std::string& body) {
    io::JsonWriter json(body);
    json.begin_list();
    for (std::size_t at = 0; at < codes.size(); ++at) {
      json.begin_object().key("code").text(codes[at].code).key("target");
      targets[at] == unknown ? json.null() : json.text(targets[at]);
      json.end_object();
    }
    json.end_list();
  });
  response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

GalleryPage short_links() {
  return {
      .summary = "where the short links in a chat lead to, as JSON for its previews",
      .why =
          "A hundred links are asked for in one call to the cache, and those that it does not have in one "
          "query. Links that do not exist are remembered for a minute, so that they are no misses forever.",
      .knobs = {items_knob("links to resolve", 2'560), dataset_knob()},
      .run = run,
  };
}

}  // namespace caseload::gallery
