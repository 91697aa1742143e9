import { Transform } from "node:stream";
import { repository } from "../data_source.js";
import { Booking, Payment } from "../entities/sales.js";

const csv = (reply) => reply.type("text/csv; charset=utf-8");

export async function exports(app) {
  app.get("/export/bookings.csv", async (request, reply) => {
    const found = await repository(Booking).find({ order: { id: "ASC" } });
    const lines = found.map(({ reference, status, channel, totalCents }) => `${reference},${status},${channel},${totalCents}\n`);
    return csv(reply).send(lines.join(""));
  });

  app.get("/export/payments.csv", async (request, reply) => {
    const rows = await repository(Payment)
      .createQueryBuilder("payment")
      .select("payment.transactionCode", "code")
      .addSelect("payment.method", "method")
      .addSelect("payment.amountCents", "cents")
      .orderBy("payment.id", "ASC")
      .stream();
    const lines = new Transform({
      writableObjectMode: true,
      transform: ({ code, method, cents }, _encoding, done) => done(null, `${code},${method},${cents}\n`),
    });
    rows.once("error", (error) => lines.destroy(error));
    return csv(reply).send(rows.pipe(lines));
  });
}
