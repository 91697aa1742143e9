import { In } from "typeorm";
import { isPostgres, repository } from "../data_source.js";
import { Booking } from "../entities/sales.js";
import { LostItem, Scan } from "../entities/terminal.js";
import { listed, scanRows, searched } from "../parameters.js";

const scans = repository(Scan);
const bookings = repository(Booking);

const find = isPostgres
  ? "to_tsvector('simple', item.description) @@ plainto_tsquery('simple', :words)"
  : "MATCH(item.description) AGAINST(:words IN NATURAL LANGUAGE MODE)";

export async function boarding(app) {
  app.get("/api/scans", listed, async (request) => {
    const { limit, page } = request.query;
    const found = await scans.find({ order: { id: "ASC" }, skip: (page - 1) * limit, take: limit });
    return found.map(({ gate, bookingReference, result }) => ({ gate, bookingReference, result }));
  });

  app.get("/api/boarding/latest", listed, async (request) => {
    const found = await scans.find({ order: { id: "DESC" }, take: request.query.limit });
    return Promise.all(found.map(async (scan) => {
      const booking = await bookings.findOneBy({ reference: scan.bookingReference });
      return { gate: scan.gate, reference: scan.bookingReference, status: booking?.status ?? "unknown" };
    }));
  });

  app.get("/api/boarding/screen", listed, async (request) => {
    const found = await scans.find({ order: { id: "DESC" }, take: request.query.limit });
    const known = await bookings.find({ select: { reference: true, status: true }, where: { reference: In(found.map((scan) => scan.bookingReference)) } });
    const statuses = new Map(known.map(({ reference, status }) => [reference, status]));
    return found.map(({ gate, bookingReference }) => ({ gate, reference: bookingReference, status: statuses.get(bookingReference) ?? "unknown" }));
  });

  app.get("/api/gates/:gate/scans", listed, async (request) => {
    const found = await scans.find({ where: { gate: Number(request.params.gate) }, order: { scannedAt: "DESC" }, take: request.query.limit });
    return found.map(({ bookingReference, scannedAt }) => ({ bookingReference, scannedAt }));
  });

  app.post("/api/scans", scanRows, async (request) => {
    for (const row of request.body.rows) await scans.save(scans.create(row));
    return { stored: request.body.rows.length };
  });

  app.post("/api/scans/batch", scanRows, async (request) => {
    await scans.insert(request.body.rows);
    return { stored: request.body.rows.length };
  });

  app.get("/api/lost-items/search", searched, async (request) => {
    const found = await repository(LostItem)
      .createQueryBuilder("item")
      .where(`LOWER(item.description) LIKE :words`, { words: `%${request.query.q.toLowerCase()}%` })
      .orderBy("item.id", "ASC")
      .take(20)
      .getMany();
    return found.map(({ description, foundAt }) => ({ description, foundAt }));
  });

  app.get("/api/lost-items/find", searched, async (request) => {
    const found = await repository(LostItem).createQueryBuilder("item").where(find, { words: request.query.q }).take(20).getMany();
    return found.map(({ description, foundAt }) => ({ description, foundAt }));
  });
}
