#include <algorithm>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr auto members_sql = "select id, name from customer where id > ? order by id limit ?";
constexpr auto add_sql = "insert into name_check (first_id, members, pairs) values (?, ?, ?)";
constexpr auto add_pair_sql =
    "insert into name_check_pair (check_id, position, left_name, right_name) values ";
constexpr auto remove_sql = "delete from name_check where id = ?";  // with its pairs
constexpr std::int64_t checks_kept = 500;
constexpr std::size_t max_pairs = 40;
constexpr int entry_s = 600;

struct Member {
  std::int64_t id;
  std::string name;
  static constexpr auto columns = std::tuple(&Member::id, &Member::name);
};

struct Pair {
  std::string left, right;
};

// What is left of a name when it is written without vowels, doubled letters and accents: two spellings of one
// name have the same skeleton.
std::string skeleton_of(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower < 'a' || lower > 'z' || std::string_view("aeiouy").find(lower) != std::string_view::npos)
      continue;
    if (letters.empty() || letters.back() != lower) letters += lower;
  }
  return letters;
}

std::vector<Pair> similar(const std::vector<Member>& members) {
  std::vector<std::pair<std::string, const Member*>> sorted;
  for (const Member& each : members) sorted.emplace_back(skeleton_of(each.name), &each);
  std::ranges::stable_sort(sorted, {}, &std::pair<std::string, const Member*>::first);
  std::vector<Pair> pairs;
  for (std::size_t at = 1; at < sorted.size() && pairs.size() < max_pairs; ++at)
    if (sorted[at].first == sorted[at - 1].first)
      pairs.push_back({.left = sorted[at - 1].second->name, .right = sorted[at].second->name});
  return pairs;
}

void store(Database& db, std::int64_t first, std::int64_t members, const std::vector<Pair>& pairs) {
  std::string places;
  for (std::size_t at = 0; at < pairs.size(); ++at) places += at == 0 ? "(?, ?, ?, ?)" : ", (?, ?, ?, ?)";
  db.transaction([&] {
    db.execute(add_sql, first, members, static_cast<std::int64_t>(pairs.size()));
    const std::int64_t id = db.last_insert_id();
    std::vector<Parameter> values;
    for (std::size_t at = 0; at < pairs.size(); ++at)
      values.insert(values.end(), {to_parameter(id), to_parameter(static_cast<std::int64_t>(at)),
                                   to_parameter(pairs[at].left), to_parameter(pairs[at].right)});
    if (!values.empty()) db.run_write(add_pair_sql + places, values);
    db.execute(remove_sql, id - checks_kept);
  });
}

Response check(const Request& request, Services& services) {
  const std::int64_t after = request.knobs.integer("after");
  const auto members = services.db.query<Member>(members_sql, after, request.knobs.n());
  const auto pairs = similar(members);
  store(services.db, after, static_cast<std::int64_t>(members.size()), pairs);
  services.cache.set("name check/" + std::string(name_of(services.db.dataset())),
                     std::to_string(pairs.size()), entry_s);
  Rows rows({"left", "right"});
  for (const Pair& each : pairs) rows.add(each.left, each.right);
  return services.page(Value::object({{"members", members.size()}, {"pairs", std::move(rows)}}))
      .set("Cache-Control", "private, no-store");
}

}  // namespace

GalleryPage spelling_of_names() {
  return {
      .summary = "a club looks for members who are listed twice with different spellings",
      .why =
          "Innocent: the request compares names in code, writes rows, calls the cache and renders a page. "
          "But the transaction begins when everything is computed, and it is committed before the cache is "
          "called.",
      .knobs = {items_knob("members to compare", 1'280),
                {.name = "after",
                 .help = "members with a higher number",
                 .initial = 300,
                 .minimum = 0,
                 .maximum = 1'200},
                dataset_knob()},
      .run = check,
      .method = Method::post,
  };
}

}  // namespace caseload::gallery
