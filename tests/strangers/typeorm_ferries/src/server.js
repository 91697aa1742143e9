import fastify from "fastify";
import { dataSource } from "./data_source.js";
import { boarding } from "./routes/boarding.js";
import { bookings } from "./routes/bookings.js";
import { customers } from "./routes/customers.js";
import { exports } from "./routes/exports.js";
import { office } from "./routes/office.js";
import { payments } from "./routes/payments.js";
import { sailings } from "./routes/sailings.js";

await dataSource.initialize();
const app = fastify();
app.setErrorHandler((error, request, reply) => {
  const status = error.name === "EntityNotFoundError" ? 404 : error.statusCode ?? 500;
  if (status >= 500) console.error(error);
  reply.status(status).send({ error: status >= 500 ? "internal error" : error.message });
});
for (const routes of [office, bookings, customers, payments, sailings, boarding, exports]) app.register(routes);
await app.listen({ port: Number(process.env.PORT ?? 3000), host: "127.0.0.1" });
