import { Router } from "express";
import { Op } from "sequelize";
import { Appointment, Clinic, Doctor, MedicalRecord, Medication, Patient, Prescription, Room, Specialty } from "./database.js";
import { after, handler, limit, page } from "./parameters.js";

export const people = Router();

people.get("/doctors", handler(async (request, response) => {
  const found = await Doctor.findAll({ order: [["name", "ASC"], ["id", "ASC"]], limit: limit(request) });
  const doctors = await Promise.all(found.map(async (doctor) => {
    const specialties = await doctor.getSpecialties({ order: [["name", "ASC"]] });
    const clinic = await doctor.getClinic();
    return { name: doctor.name, clinic: clinic.name, specialties: specialties.map((each) => each.name) };
  }));
  response.json({ doctors });
}));

people.get("/specialists", handler(async (request, response) => {
  const found = await Doctor.findAll({ where: { id: { [Op.gt]: after(request) } }, order: [["id", "ASC"]], limit: limit(request) });
  const specialties = await Specialty.findAll({
    include: [{ model: Doctor, attributes: ["id"], where: { id: found.map((doctor) => doctor.id) } }],
  });
  response.json({ doctors: found.map((doctor) => ({
    name: doctor.name,
    specialties: specialties.filter((each) => each.doctors.some((other) => other.id === doctor.id)).map((each) => each.name),
  })) });
}));

people.get("/clinics", handler(async (request, response) => {
  const clinics = await Clinic.findAll({
    include: [{ model: Room, attributes: ["id", "name", "clinicId"], separate: true, order: [["id", "ASC"]] }],
    order: [["id", "ASC"]],
    limit: limit(request),
  });
  response.json({ clinics: clinics.map((clinic) => ({ street: clinic.street, rooms: clinic.rooms.map((room) => room.name) })) });
}));

people.get("/patients", handler(async (request, response) => {
  const size = limit(request);
  const { count, rows } = await Patient.findAndCountAll({ order: [["id", "ASC"]], limit: size, offset: (page(request) - 1) * size });
  response.json({ count, pages: Math.ceil(count / size), patients: rows.map(({ name, bornOn }) => ({ name, bornOn })) });
}));

people.get("/patients/:id(\\d+)", handler(async (request, response) => {
  const patient = await Patient.findByPk(request.params.id, {
    include: [
      { model: Appointment, separate: true, order: [["id", "DESC"]], limit: 5 },
      { model: Prescription, separate: true, include: [{ model: Medication, attributes: ["name"] }], order: [["id", "DESC"]], limit: 5 },
    ],
  });
  if (!patient) return response.status(404).json({ error: "unknown patient" });
  response.json({
    name: patient.name,
    appointments: patient.appointments.map((each) => each.reference),
    prescriptions: patient.prescriptions.map((each) => `${each.medication.name}, ${each.dose}`),
  });
}));

people.get("/records", handler(async (request, response) => {
  const found = await MedicalRecord.findAll({ order: [["id", "DESC"]], limit: limit(request) });
  response.json({ records: found.map(({ id, title }) => ({ id, title })) });
}));

people.get("/records/:id(\\d+)", handler(async (request, response) => {
  const record = await MedicalRecord.findByPk(request.params.id);
  if (!record) return response.status(404).json({ error: "unknown record" });
  response.json({ id: record.id, title: record.title, body: record.body });
}));

people.get("/medications", handler(async (request, response) => {
  const found = await Medication.findAll({
    attributes: ["id", "name", "form"],
    where: { id: { [Op.gt]: after(request) } },
    order: [["id", "ASC"]],
    limit: limit(request),
  });
  response.json({ medications: found, next: found.length ? `?after=${found.at(-1).id}` : null });
}));

people.get("/prescriptions", handler(async (request, response) => {
  const size = limit(request);
  const all = await Prescription.findAll({ order: [["issuedAt", "DESC"], ["id", "DESC"]] });
  const shown = all.slice((page(request) - 1) * size, page(request) * size);
  response.json({ count: all.length, prescriptions: shown.map(({ id, dose }) => ({ id, dose })) });
}));
