import { Between, In, MoreThan } from "typeorm";
import { dataSource, repository } from "../data_source.js";
import { CrewMember, FuelReading, Sailing } from "../entities/fleet.js";
import { dayAfter, delayRows, listed, spanned } from "../parameters.js";

const all = repository(Sailing);

export async function sailings(app) {
  app.get("/api/sailings/connections", listed, async (request) => {
    const found = await all.find({ where: { id: MoreThan(request.query.after) }, order: { id: "ASC" }, take: request.query.limit });
    const rows = [];
    for (const sailing of found) {
      const ship = await sailing.ship;
      const trips = await all.find({
        where: { shipId: ship.id, departsAt: Between(sailing.departsAt, dayAfter(sailing.departsAt)) },
        order: { departsAt: "ASC" },
      });
      const next = trips.find((trip) => trip.departsAt > sailing.departsAt);
      rows.push({ sailing: sailing.number, ship: ship.name, next: next?.number ?? null });
    }
    return rows;
  });

  app.get("/api/sailings/turnarounds", listed, async (request) => {
    const found = await all
      .createQueryBuilder("sailing")
      .innerJoinAndSelect("sailing.ship", "ship")
      .where("sailing.id > :after", request.query)
      .orderBy("sailing.id", "ASC")
      .limit(request.query.limit)
      .getMany();
    if (found.length === 0) return [];
    const trips = await all.find({
      where: { shipId: In([...new Set(found.map(({ shipId }) => shipId))]), departsAt: Between(found[0].departsAt, dayAfter(found.at(-1).departsAt)) },
      order: { departsAt: "ASC" },
    });
    const ofShip = new Map(trips.map(({ shipId }) => [shipId, []]));
    for (const trip of trips) ofShip.get(trip.shipId).push(trip);
    return Promise.all(found.map(async (sailing) => {
      const next = ofShip.get(sailing.shipId).find(({ departsAt }) => departsAt > sailing.departsAt && departsAt <= dayAfter(sailing.departsAt));
      return { sailing: sailing.number, ship: (await sailing.ship).name, next: next?.number ?? null };
    }));
  });

  // How full the next sailings are.
  app.get("/api/sailings/load", listed, async (request) => {
    const found = await all.find({
      where: { id: MoreThan(request.query.after) },
      relations: { bookings: true },
      relationLoadStrategy: "query",
      order: { id: "ASC" },
      take: request.query.limit,
    });
    return Promise.all(found.map(async (sailing) => {
      const bookings = await sailing.bookings;
      return { sailing: sailing.number, bookings: bookings.length, cents: bookings.reduce((sum, { totalCents }) => sum + totalCents, 0) };
    }));
  });

  app.get("/api/sailings/counts", listed, async (request) => {
    const found = await all
      .createQueryBuilder("sailing")
      .loadRelationCountAndMap("sailing.booked", "sailing.bookings")
      .where("sailing.id > :after", request.query)
      .orderBy("sailing.id", "ASC")
      .limit(request.query.limit)
      .getMany();
    return found.map(({ number, booked }) => ({ sailing: number, booked }));
  });

  app.get("/api/sailings/crews", listed, async (request) => {
    const found = await all.find({
      where: { id: MoreThan(request.query.after) },
      relations: { crew: true },
      relationLoadStrategy: "query",
      order: { id: "ASC" },
      take: request.query.limit,
    });
    return found.map(({ number, crew }) => ({ sailing: number, crew: crew.map(({ name, certificates }) => `${name}: ${certificates.map(({ title }) => title).join(", ")}`) }));
  });

  app.get("/api/sailings/:id", async (request) => {
    const sailing = await all.findOneOrFail({ where: { id: Number(request.params.id) }, relations: { route: { from: true, to: true }, ship: true, crew: true } });
    const route = await sailing.route;
    return { sailing: sailing.number, ship: (await sailing.ship).name, from: route.from.name, to: route.to.name, crew: sailing.crew.map(({ name }) => name) };
  });

  app.get("/api/crew", listed, async (request) => {
    const found = await repository(CrewMember).find({ order: { id: "ASC" }, take: request.query.limit });
    return found.map(({ number, name, rank }) => ({ number, name, rank }));
  });

  app.get("/api/crew/certificates", listed, async (request) => {
    const found = await repository(CrewMember).find({ where: { id: MoreThan(request.query.after) }, order: { id: "ASC" }, take: request.query.limit });
    return found.map(({ number, certificates }) => ({ number, certificates: certificates.map(({ title, validUntil }) => `${title} until ${validUntil}`) }));
  });

  app.get("/api/ships/:id/log", listed, async (request) => {
    const found = await all.find({ where: { shipId: Number(request.params.id) }, order: { departsAt: "DESC" }, take: request.query.limit });
    return found.map(({ number, departsAt, status }) => ({ sailing: number, departsAt, status }));
  });

  app.get("/api/ships/:id/fuel", spanned, async (request) => {
    const begin = new Date(`${request.query.from}T00:00:00Z`);
    const end = new Date(dayAfter(begin, request.query.days).getTime() - 1);
    const found = await repository(FuelReading).find({ where: { shipId: Number(request.params.id), readAt: Between(begin, end) }, order: { readAt: "ASC" } });
    return found.map(({ readAt, litres, knots }) => ({ readAt, litres, knots }));
  });

  app.post("/api/sailings/delays", delayRows, async (request) => {
    for (const { number, minutes } of request.body.rows) {
      const sailing = await all.findOneByOrFail({ number });
      sailing.delayMinutes += minutes;
      await all.save(sailing);
    }
    return { delayed: request.body.rows.length };
  });

  app.post("/api/sailings/delays/batch", delayRows, async (request) => {
    const { rows } = request.body;
    const cases = rows.map((row, i) => `WHEN :number${i} THEN :minutes${i}`).join(" ");
    const column = dataSource.driver.escape("number");
    await all
      .createQueryBuilder()
      .update()
      .set({ delayMinutes: () => `${dataSource.driver.escape("delayMinutes")} + CASE ${column} ${cases} ELSE 0 END` })
      .where({ number: In(rows.map(({ number }) => number)) })
      .setParameters(Object.fromEntries(rows.flatMap(({ number, minutes }, i) => [[`number${i}`, number], [`minutes${i}`, minutes]])))
      .execute();
    return { delayed: rows.length };
  });
}
