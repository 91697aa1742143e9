import { repository } from "../data_source.js";
import { Payment, Tariff } from "../entities/sales.js";
import { Setting } from "../entities/terminal.js";
import { boundsOf, dated, listed } from "../parameters.js";

const all = repository(Payment);

async function withSurcharge(cents) {
  const surcharge = await repository(Setting).findOneByOrFail({ name: "fuel_surcharge" });
  return Math.round((cents * (100 + Number(surcharge.value))) / 100);
}

export async function payments(app) {
  app.get("/api/payments", listed, async (request) => {
    const found = await all.find({ relations: { booking: true }, order: { id: "DESC" }, take: request.query.limit });
    return found.map(({ amountCents, booking }) => ({ amountCents, reference: booking.reference }));
  });

  app.get("/api/payments/transaction/:code", async (request) => {
    const { transactionCode, amountCents, paidAt } = await all.findOneByOrFail({ transactionCode: request.params.code });
    return { transactionCode, amountCents, paidAt };
  });

  app.get("/api/reports/takings", async () => {
    const takings = new Map();
    for (const payment of await all.find()) {
      takings.set(payment.method, (takings.get(payment.method) ?? 0) + payment.amountCents);
    }
    return [...takings].sort().map(([method, cents]) => ({ method, cents }));
  });

  app.get("/api/reports/takings/day", dated, async (request) => {
    const [begin, end] = boundsOf(request.query.day);
    const rows = await all
      .createQueryBuilder("payment")
      .select("payment.method", "method")
      .addSelect("SUM(payment.amountCents)", "cents")
      .where("payment.paidAt >= :begin AND payment.paidAt < :end", { begin, end })
      .groupBy("payment.method")
      .orderBy("payment.method", "ASC")
      .getRawMany();
    return rows.map(({ method, cents }) => ({ method, cents: Number(cents) }));
  });

  app.get("/api/quotes", listed, async (request) => {
    const found = await repository(Tariff).find({ order: { id: "ASC" }, take: request.query.limit });
    return Promise.all(found.map(async ({ category, cents }) => ({ category, cents: await withSurcharge(cents) })));
  });

  app.get("/api/quotes/current", listed, async (request) => {
    const surcharge = await repository(Setting).findOneByOrFail({ name: "fuel_surcharge" });
    const found = await repository(Tariff).find({ order: { id: "ASC" }, take: request.query.limit });
    return found.map(({ category, cents }) => ({ category, cents: Math.round((cents * (100 + Number(surcharge.value))) / 100) }));
  });
}
