import { Between, In, LessThan, MoreThanOrEqual, And, Raw } from "typeorm";
import { repository } from "../data_source.js";
import { Booking, Passenger, Vehicle } from "../entities/sales.js";
import { Sailing } from "../entities/fleet.js";
import { view } from "../html.js";
import { boundsOf, completed, dated, listed } from "../parameters.js";

const all = repository(Booking);
const shown = ({ reference, status, totalCents }) => ({ reference, status, totalCents });

export async function bookings(app) {
  app.get("/bookings/latest", listed, async (request, reply) => {
    const found = await all.find({ order: { id: "DESC" }, take: request.query.limit });
    return view(reply, "bookings", { bookings: found });
  });

  app.get("/bookings/recent", listed, async (request, reply) => {
    const found = await all
      .createQueryBuilder("booking")
      .leftJoinAndSelect("booking.customer", "customer")
      .orderBy("booking.id", "DESC")
      .limit(request.query.limit)
      .getMany();
    return view(reply, "bookings", { bookings: found });
  });

  // For groups at the counter: who travels on each of the last bookings.
  app.get("/api/bookings/parties", listed, async (request) => {
    const found = await all.find({ relations: { passengers: true }, order: { bookedAt: "DESC" }, take: request.query.limit });
    return Promise.all(found.map(async (booking) => ({ reference: booking.reference, passengers: (await booking.passengers).map(({ name }) => name) })));
  });

  app.get("/api/bookings/groups", listed, async (request) => {
    const found = await all.find({
      relations: { passengers: true },
      relationLoadStrategy: "query",
      order: { bookedAt: "DESC" },
      take: request.query.limit,
    });
    return Promise.all(found.map(async (booking) => ({ reference: booking.reference, passengers: (await booking.passengers).map(({ name }) => name) })));
  });

  app.get("/api/bookings/booked", dated, async (request) => {
    const found = await all.find({ where: { bookedAt: Raw((column) => `DATE(${column}) = :day`, { day: request.query.day }) }, order: { id: "ASC" } });
    return found.map(shown);
  });

  app.get("/api/bookings/day", dated, async (request) => {
    const [begin, end] = boundsOf(request.query.day);
    const found = await all.find({ where: { bookedAt: And(MoreThanOrEqual(begin), LessThan(end)) }, order: { bookedAt: "ASC" } });
    return found.map(shown);
  });

  // The start of a reference, as it is typed.
  app.get("/api/bookings/complete", completed, async (request) => {
    const { prefix, limit } = request.query;
    const found = await all.find({ select: { id: true, reference: true }, where: { reference: Between(prefix, `${prefix}~`) }, order: { reference: "ASC" }, take: limit });
    return found.map(({ reference }) => ({ reference }));
  });

  app.get("/api/bookings/:reference", async (request) => {
    const booking = await all.findOneOrFail({
      where: { reference: request.params.reference },
      relations: { customer: true, sailing: { ship: true, route: { from: true, to: true } }, passengers: true, vehicles: true },
    });
    const sailing = await booking.sailing;
    const route = await sailing.route;
    return {
      reference: booking.reference,
      customer: (await booking.customer).name,
      ship: (await sailing.ship).name,
      departs: { from: route.from.name, to: route.to.name, at: sailing.departsAt },
      passengers: (await booking.passengers).map(({ name }) => name),
      vehicles: (await booking.vehicles).map(({ plate }) => plate),
    };
  });

  // Everybody on a cancelled sailing gets the money back.
  app.get("/api/refunds", async () => {
    const cancelled = await repository(Sailing).find({ select: { id: true }, where: { status: "cancelled" } });
    const due = await all.find({ where: { sailingId: In(cancelled.map(({ id }) => id)), status: "confirmed" }, order: { id: "ASC" }, take: 20 });
    return due.map(shown);
  });

  app.get("/api/passengers", listed, async (request) => {
    const { limit, page } = request.query;
    const [rows, count] = await repository(Passenger).findAndCount({ order: { id: "ASC" }, take: limit, skip: (page - 1) * limit });
    return { count, pages: Math.ceil(count / limit), passengers: rows.map(({ name, category }) => ({ name, category })) };
  });

  // One more than is shown says whether there is a next page.
  app.get("/api/passengers/browse", listed, async (request) => {
    const { limit, page } = request.query;
    const rows = await repository(Passenger).find({ order: { id: "ASC" }, take: limit + 1, skip: (page - 1) * limit });
    return { more: rows.length > limit, passengers: rows.slice(0, limit).map(({ name, category }) => ({ name, category })) };
  });

  app.get("/vehicles/deck", listed, async (request, reply) => {
    const found = await repository(Vehicle).find({ order: { id: "ASC" }, take: request.query.limit });
    return view(reply, "vehicles", { vehicles: found });
  });

  app.get("/vehicles/lanes", listed, async (request, reply) => {
    const found = await repository(Vehicle)
      .createQueryBuilder("vehicle")
      .leftJoinAndSelect("vehicle.booking", "booking")
      .leftJoinAndSelect("booking.sailing", "sailing")
      .leftJoinAndSelect("sailing.ship", "ship")
      .orderBy("vehicle.id", "ASC")
      .limit(request.query.limit)
      .getMany();
    return view(reply, "vehicles", { vehicles: found });
  });

  app.get("/api/vehicles", listed, async (request) => {
    const { limit, page } = request.query;
    const [rows, count] = await repository(Vehicle)
      .createQueryBuilder("vehicle")
      .leftJoinAndSelect("vehicle.booking", "booking")
      .orderBy("vehicle.id", "ASC")
      .skip((page - 1) * limit)
      .take(limit)
      .getManyAndCount();
    const vehicles = await Promise.all(rows.map(async (each) => ({ plate: each.plate, booking: (await each.booking).reference })));
    return { count, vehicles };
  });
}
