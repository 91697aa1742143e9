import { Router } from "express";
import { Op, col, fn } from "sequelize";
import { Appointment, Doctor, Patient, Setting } from "./database.js";
import { after, handler, limit } from "./parameters.js";

export const appointments = Router();

appointments.get("/", handler(async (request, response) => {
  const found = await Appointment.findAll({ order: [["id", "ASC"]], limit: limit(request) });
  const rows = [];
  for (const appointment of found) {
    const doctor = await appointment.getDoctor();
    rows.push({ reference: appointment.reference, startsAt: appointment.startsAt, doctor: doctor.name });
  }
  response.json({ appointments: rows });
}));

// The next appointments after one, for the screen in the waiting room.
appointments.get("/screen", handler(async (request, response) => {
  const found = await Appointment.findAll({
    where: { id: { [Op.gt]: after(request) } },
    attributes: ["id", "reference", "startsAt", "doctorId"],
    order: [["id", "ASC"]],
    limit: limit(request),
  });
  const doctors = await Doctor.findAll({ where: { id: [...new Set(found.map((each) => each.doctorId))] }, attributes: ["id", "name"] });
  const names = new Map(doctors.map((doctor) => [doctor.id, doctor.name]));
  response.json({ appointments: found.map((each) => ({ reference: each.reference, startsAt: each.startsAt, doctor: names.get(each.doctorId) })) });
}));

async function withTax(price) {
  const tax = await Setting.findOne({ where: { name: "tax" } });
  return (price * (100 + Number(tax.value))) / 100;
}

appointments.get("/prices", handler(async (request, response) => {
  const found = await Appointment.findAll({ attributes: ["reference", "price"], order: [["id", "ASC"]], limit: limit(request) });
  response.json({ prices: await Promise.all(found.map(async (each) => ({ reference: each.reference, price: await withTax(each.price) }))) });
}));

appointments.get("/day", handler(async (request, response) => {
  const begin = new Date(`${request.query.date ?? "2024-03-01"}T00:00:00Z`);
  const end = new Date(begin.getTime() + 24 * 3600 * 1000);
  const found = await Appointment.findAll({
    where: { startsAt: { [Op.gte]: begin, [Op.lt]: end } },
    include: [{ model: Patient, attributes: ["name"] }],
    order: [["startsAt", "ASC"]],
  });
  response.json({ appointments: found.map((each) => ({ reference: each.reference, patient: each.patient.name })) });
}));

appointments.get("/workload", handler(async (request, response) => {
  const everything = await Appointment.findAll({ include: [{ model: Doctor, attributes: ["name"] }] });
  const minutes = {};
  for (const appointment of everything) {
    minutes[appointment.doctor.name] = (minutes[appointment.doctor.name] ?? 0) + appointment.minutes;
  }
  const top = Object.entries(minutes).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, 10);
  response.json({ workload: top.map(([doctor, total]) => ({ doctor, minutes: total })) });
}));

// One day only, so the index on the time limits what is read.
appointments.get("/workload/day", handler(async (request, response) => {
  const begin = new Date(`${request.query.date ?? "2024-03-01"}T00:00:00Z`);
  const rows = await Appointment.findAll({
    where: { startsAt: { [Op.gte]: begin, [Op.lt]: new Date(begin.getTime() + 24 * 3600 * 1000) } },
    attributes: ["doctorId", [fn("SUM", col("minutes")), "minutes"]],
    group: ["doctorId"],
    order: [["doctorId", "ASC"]],
    raw: true,
  });
  response.json({ workload: rows.map((row) => ({ doctor: row.doctorId, minutes: Number(row.minutes) })) });
}));

appointments.get("/reference/:reference", handler(async (request, response) => {
  const found = await Appointment.findOne({ where: { reference: request.params.reference } });
  if (!found) return response.status(404).json({ error: "unknown reference" });
  response.json({ reference: found.reference, startsAt: found.startsAt, minutes: found.minutes });
}));
