// Fills an empty database with the same rows every time: node src/seed.js FACTOR
import * as db from "./database.js";

const factor = Number(process.argv[2] ?? 1);

// mulberry32, a small generator with a fixed seed.
let state = 7;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (number) => Math.floor(random() * number);
const pick = (list) => list[below(list.length)];

const first = ["Amina", "Björn", "Carla", "Dmitri", "Eva", "Farid", "Gül", "Hana", "Igor", "Jo", "Kofi", "Léa"];
const last = ["Abebe", "Berg", "Costa", "D'Amico", "Engel", "Fontaine", "Gruber", "Haddad", "Ivanov", "Jansen", "Kaur", "Lund"];
const words = "pain in the left knee after running with mild swelling and no fever since last week or sudden cough at night".split(" ");
const person = () => `${pick(first)} ${pick(last)}`;
const text = (length) => Array.from({ length }, () => pick(words)).join(" ");
const opened = Date.UTC(2021, 0, 1);
const moment = () => new Date(opened + below(3 * 365 * 24 * 60) * 60000);
const busyDay = (number) => new Date(Date.UTC(2024, 2, 1, 8, number * 15));

async function create(model, number, row) {
  const rows = Array.from({ length: number }, (_, i) => ({ id: i + 1, ...row(i) }));
  for (let begin = 0; begin < number; begin += 1000) await model.bulkCreate(rows.slice(begin, begin + 1000));
  return number;
}

await db.sequelize.sync();
const clinics = await create(db.Clinic, 60, (i) => ({ name: `${pick(last)} clinic ${i}`, street: `${i} ${pick(last)} street` }));
await create(db.Room, clinics * 4, (i) => ({ name: `Room ${i % 4}`, clinicId: 1 + Math.floor(i / 4) }));
const specialties = await create(db.Specialty, 24, (i) => ({ name: `${pick(words)} medicine ${i}` }));
const doctors = await create(db.Doctor, 80 * factor, (i) => ({ name: `Dr ${person()}`, licence: `L${100000 + i}`, clinicId: 1 + below(clinics) }));
const held = [];
for (let doctor = 1; doctor <= doctors; doctor++) {
  const begin = below(specialties);
  for (let i = 0; i < 3; i++) held.push({ doctorId: doctor, specialtyId: 1 + ((begin + i * 5) % specialties) });
}
await db.sequelize.models.doctor_specialties.bulkCreate(held);
const patients = await create(db.Patient, 1500 * factor, (i) => ({ name: person(), email: `patient${i}@mail.example`, bornOn: `19${50 + below(49)}-0${1 + below(9)}-1${below(10)}` }));
const medications = await create(db.Medication, 400 * factor, (i) => ({ name: `Medicine ${i}`, form: pick(["tablet", "syrup", "drops"]), leaflet: text(30) }));
await create(db.Setting, 3, (i) => ({ name: ["tax", "currency", "reminder"][i], value: ["19", "EUR", "24"][i] }));
// The references are those of an older system, newest first.
await create(db.Appointment, 4000 * factor, (i) => ({
  reference: `A-${String(4000 * factor - i).padStart(8, "0")}`,
  startsAt: i < 16 ? busyDay(i) : moment(),
  minutes: pick([15, 30, 45]),
  price: 20 + below(180),
  doctorId: i < 16 ? 1 + (i % 8) : 1 + below(doctors),
  patientId: i % 100 === 0 ? 1 : 1 + below(patients),
}));
await create(db.MedicalRecord, 200, (i) => ({ title: `Record ${i}: ${text(4)}`, body: text(1600), patientId: 1 + below(patients) }));
await create(db.Prescription, 3000 * factor, (i) => ({ dose: `${1 + below(4)} a day`, issuedAt: moment(), patientId: i % 100 === 0 ? 1 : 1 + below(patients), medicationId: 1 + below(medications) }));
await create(db.Invoice, 3000 * factor, (i) => ({
  number: `I-${String(i).padStart(8, "0")}`,
  subject: [5, 55, 555, 1055].includes(i) ? `Physiotherapy ${text(3)}` : text(5),
  amount: 20 + below(400),
  issuedAt: i < 12 ? busyDay(i) : moment(),
  patientId: 1 + below(patients),
}));
await db.sequelize.close();
