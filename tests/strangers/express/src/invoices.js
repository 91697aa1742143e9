import { Router } from "express";
import { Op, col, fn, where } from "sequelize";
import { Invoice } from "./database.js";
import { handler } from "./parameters.js";

export const invoices = Router();
const shown = ({ number, subject, amount }) => ({ number, subject, amount });

invoices.get("/search", handler(async (request, response) => {
  const found = await Invoice.findAll({
    where: { subject: { [Op.like]: `%${request.query.q ?? ""}%` } },
    order: [["number", "ASC"]],
    limit: 20,
  });
  response.json({ invoices: found.map(shown) });
}));

invoices.get("/starting/:start", handler(async (request, response) => {
  const found = await Invoice.findAll({ where: { number: { [Op.startsWith]: request.params.start } }, order: [["number", "ASC"]], limit: 20 });
  response.json({ invoices: found.map(shown) });
}));

invoices.get("/year/:year/month/:month", handler(async (request, response) => {
  const { year, month } = request.params;
  const found = await Invoice.findAll({
    where: { [Op.and]: [where(fn("YEAR", col("issued_at")), Number(year)), where(fn("MONTH", col("issued_at")), Number(month))] },
    order: [["id", "ASC"]],
  });
  response.json({ invoices: found.map(shown) });
}));

invoices.get("/number/:number", handler(async (request, response) => {
  const found = await Invoice.findOne({ where: { number: request.params.number } });
  if (!found) return response.status(404).json({ error: "unknown invoice" });
  response.json(shown(found));
}));
