#include <algorithm>
#include <span>

#include "lab/gallery_page.hpp"
#include "shop/services.hpp"

namespace caseload::gallery {

namespace {

constexpr std::size_t per_page = 40;
constexpr std::int64_t last_page = 250;

constexpr std::string_view all_ids_sql =
    "select id from customer_order where status in ('delivered', 'returned') order by placed_at desc, id "
    "desc";

struct Id {
  std::int64_t id;
  static constexpr auto columns = std::tuple(&Id::id);
};

struct Parcel {
  std::int64_t id;
  std::string date, status, recipient;
  static constexpr auto columns = std::tuple(&Parcel::id, &Parcel::date, &Parcel::status, &Parcel::recipient);
};

std::string parcels_sql(std::size_t ids) {
  std::string sql =
      "select o.id, date_format(o.placed_at, '%Y-%m-%d'), o.status, c.name from customer_order o "
      "left join customer c on c.id = o.customer_id where o.id in (";
  for (std::size_t i = 0; i < ids; ++i) sql += i == 0 ? "?" : ", ?";
  return sql + ") order by o.placed_at desc, o.id desc";
}

template <class T>
std::span<const T> slice(const std::vector<T>& all, std::int64_t page) {
  const std::size_t first = std::min(static_cast<std::size_t>(page - 1) * per_page, all.size());
  return std::span(all).subspan(first, std::min(per_page, all.size() - first));
}

Response show(const Request& request, Services& services) {
  const auto ids = services.db.query<Id>(all_ids_sql);
  std::vector<Parameter> on_page;
  for (const Id& each : slice(ids, request.knobs.page())) on_page.push_back(to_parameter(each.id));

  std::vector<Parcel> parcels;
  if (!on_page.empty())
    for (Cursor found = services.db.run(parcels_sql(on_page.size()), on_page); found.next();)
      parcels.push_back(map_row<Parcel>(found));
  Rows rows({"id", "date", "status", "recipient"});
  for (const Parcel& each : parcels) rows.add(each.id, each.date, each.status, each.recipient);
  return services.page(Value::object({{"page", request.knobs.page()}, {"parcels", std::move(rows)}}))
      .set("Cache-Control", "private");
}

}  // namespace

GalleryPage depot_archive() {
  return {
      .summary = "a depot's archive of finished parcels, newest first, 40 on a page",
      .why =
          "Only the forty parcels of the page are loaded with their columns, but their ids are a slice of "
          "all ids, which each request fetches and sorts. The query could start after the page before.",
      .knobs = {page_knob(last_page), dataset_knob()},
      .run = show,
      .labels = {{.name = "pagination"}},
  };
}

}  // namespace caseload::gallery
