import { repository } from "../data_source.js";
import { Route, Sailing, Ship } from "../entities/fleet.js";
import { Booking, Customer } from "../entities/sales.js";
import { Notice, Scan } from "../entities/terminal.js";
import { view } from "../html.js";
import { listed } from "../parameters.js";

const CACHED_MS = 600000;

const byStatus = (entity) =>
  repository(entity).createQueryBuilder("each").select("each.status", "status").addSelect("COUNT(*)", "number").groupBy("each.status").orderBy("each.status", "ASC");

export async function office(app) {
  app.get("/", async (request, reply) => {
    const [bookings, sailings] = await Promise.all([byStatus(Booking).getRawMany(), byStatus(Sailing).getRawMany()]);
    return view(reply, "start", { bookings, sailings });
  });

  app.get("/reports/routes", async (request, reply) => {
    const routes = await repository(Sailing)
      .createQueryBuilder("sailing")
      .innerJoin("sailing.route", "route")
      .select("route.code", "code")
      .addSelect("COUNT(*)", "sailings")
      .addSelect("AVG(sailing.delayMinutes)", "delay")
      .groupBy("route.code")
      .orderBy("route.code", "ASC")
      .cache("routes", CACHED_MS)
      .getRawMany();
    return view(reply, "routes", { routes });
  });

  // What the office has on its wall: one query for each part, at once.
  app.get("/api/wall", listed, async (request) => {
    const take = request.query.limit;
    const [sailings, bookings, customers, scans, ships, routes] = await Promise.all([
      repository(Sailing).find({ order: { departsAt: "DESC" }, take }),
      repository(Booking).find({ order: { bookedAt: "DESC" }, take }),
      repository(Customer).find({ order: { id: "DESC" }, take }),
      repository(Scan).find({ order: { id: "DESC" }, take }),
      repository(Ship).find({ order: { name: "ASC" } }),
      repository(Route).find({ order: { code: "ASC" } }),
    ]);
    return {
      sailings: sailings.map(({ number, status }) => ({ number, status })),
      bookings: bookings.map(({ reference, totalCents }) => ({ reference, totalCents })),
      customers: customers.map(({ name }) => ({ name })),
      scans: scans.map(({ gate, result }) => ({ gate, result })),
      ships: ships.map(({ name }) => name),
      routes: routes.map(({ code }) => code),
    };
  });

  app.get("/api/notices", listed, async (request) => {
    const found = await repository(Notice).find({ order: { id: "DESC" }, take: request.query.limit });
    return found.map(({ id, title, publishedOn }) => ({ id, title, publishedOn }));
  });

  app.get("/api/notices/titles", listed, async (request) => {
    const found = await repository(Notice).find({ select: { id: true, title: true, publishedOn: true }, order: { id: "DESC" }, take: request.query.limit });
    return found.map(({ id, title, publishedOn }) => ({ id, title, publishedOn }));
  });

  app.get("/notices/:id", async (request, reply) => {
    const notice = await repository(Notice).findOneByOrFail({ id: Number(request.params.id) });
    return view(reply, "notice", { notice });
  });
}
