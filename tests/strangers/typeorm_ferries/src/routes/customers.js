import { In, MoreThan } from "typeorm";
import { dataSource, isPostgres, repository } from "../data_source.js";
import { Booking, Customer } from "../entities/sales.js";
import { listed } from "../parameters.js";

const all = repository(Customer);
const shown = ({ number, name }) => ({ number, name });
const MAX_COUNTED = 1001;

async function journeys(customer) {
  const booked = [];
  for (const booking of await customer.bookings) {
    booked.push({ reference: booking.reference, travellers: (await booking.passengers).map(({ name }) => name) });
  }
  return { number: customer.number, booked };
}

export async function customers(app) {
  app.get("/api/customers", listed, async (request) => {
    const { limit, page } = request.query;
    const found = await all.find({ order: { name: "ASC", id: "ASC" } });
    return { count: found.length, customers: found.slice((page - 1) * limit, page * limit).map(shown) };
  });

  app.get("/api/customers/directory", listed, async (request) => {
    const { limit, after } = request.query;
    const found = await all.find({ where: { id: MoreThan(after) }, order: { id: "ASC" }, take: limit });
    return { customers: found.map(shown), next: found.length === limit ? `?after=${found.at(-1).id}` : null };
  });

  app.get("/api/customers/journeys", listed, async (request) => {
    const { limit, after } = request.query;
    const found = await all.find({ where: { id: MoreThan(after) }, order: { id: "ASC" }, take: limit });
    const rows = [];
    for (const customer of found) rows.push(await journeys(customer));
    return rows;
  });

  app.get("/api/customers/history", listed, async (request) => {
    const { limit, after } = request.query;
    const found = await all.find({
      where: { id: MoreThan(after) },
      relations: { bookings: { passengers: true } },
      relationLoadStrategy: "query",
      order: { id: "ASC" },
      take: limit,
    });
    return Promise.all(found.map(journeys));
  });

  // A travel agency has thousands of bookings. Nobody needs to know the exact number.
  app.get("/api/customers/:id/bookings", listed, async (request) => {
    const customerId = Number(request.params.id);
    const counted = await dataSource
      .createQueryBuilder()
      .select("COUNT(*)", "number")
      .from((subquery) => subquery.select("booking.id", "id").from(Booking, "booking").where("booking.customerId = :customerId", { customerId }).limit(MAX_COUNTED), "few")
      .getRawOne();
    const found = await repository(Booking).find({ where: { customerId }, order: { bookedAt: "DESC" }, take: request.query.limit });
    const number = Number(counted.number);
    return { number: number < MAX_COUNTED ? String(number) : "more than 1,000", bookings: found.map(({ reference, bookedAt }) => ({ reference, bookedAt })) };
  });

  // Eight customers are asked how they liked the journey.
  app.get("/api/survey", async () => {
    const chosen = await all.createQueryBuilder("customer").orderBy(isPostgres ? "RANDOM()" : "RAND()").limit(8).getMany();
    return chosen.map(shown);
  });

  app.get("/api/survey/quick", async () => {
    const last = await all.maximum("id");
    const ids = new Set();
    while (ids.size < 8) ids.add(1 + Math.floor(Math.random() * last));
    const chosen = await all.findBy({ id: In([...ids]) });
    return chosen.map(shown);
  });
}
