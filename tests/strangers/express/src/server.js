import express from "express";
import { appointments } from "./appointments.js";
import { sequelize } from "./database.js";
import { invoices } from "./invoices.js";
import { people } from "./people.js";

const app = express();
app.disable("x-powered-by");
app.get("/health", (request, response) => response.json({ status: "up" }));
app.use("/appointments", appointments);
app.use("/invoices", invoices);
app.use("/", people);
app.use((error, request, response, next) => {
  console.error(error);
  response.status(500).json({ error: "internal error" });
});

await sequelize.authenticate();
app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
