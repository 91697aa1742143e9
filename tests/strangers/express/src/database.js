import { DataTypes, Sequelize } from "sequelize";

export const sequelize = new Sequelize(process.env.DATABASE_URL, {
  dialect: "mysql",
  logging: false,
  pool: { max: 5, idle: 600000 },
  define: { underscored: true, timestamps: false },
});

const text = (length) => ({ type: DataTypes.STRING(length), allowNull: false });

export const Clinic = sequelize.define("clinic", { name: text(80), street: text(80) });
export const Room = sequelize.define("room", { name: text(40) });
export const Specialty = sequelize.define("specialty", { name: text(60) });
export const Doctor = sequelize.define("doctor", { name: text(80), licence: { ...text(12), unique: true } });
export const Patient = sequelize.define("patient", {
  name: text(80),
  email: { ...text(120), unique: true },
  bornOn: DataTypes.DATEONLY,
});
export const Medication = sequelize.define("medication", { name: text(80), form: text(20), leaflet: DataTypes.TEXT });
export const Setting = sequelize.define("setting", { name: { ...text(40), unique: true }, value: text(40) });
export const Appointment = sequelize.define(
  "appointment",
  { reference: text(16), startsAt: DataTypes.DATE, minutes: DataTypes.INTEGER, price: DataTypes.INTEGER },
  { indexes: [{ fields: ["starts_at"] }] },
);
export const MedicalRecord = sequelize.define("record", { title: text(120), body: DataTypes.TEXT });
export const Prescription = sequelize.define("prescription", { dose: text(60), issuedAt: DataTypes.DATE });
export const Invoice = sequelize.define("invoice", {
  number: { ...text(14), unique: true },
  subject: text(120),
  amount: DataTypes.INTEGER,
  issuedAt: DataTypes.DATE,
});

Clinic.hasMany(Room);
Room.belongsTo(Clinic);
Clinic.hasMany(Doctor);
Doctor.belongsTo(Clinic);
Doctor.belongsToMany(Specialty, { through: "doctor_specialties", timestamps: false });
Specialty.belongsToMany(Doctor, { through: "doctor_specialties", timestamps: false });
Doctor.hasMany(Appointment);
Appointment.belongsTo(Doctor);
Patient.hasMany(Appointment);
Appointment.belongsTo(Patient);
Patient.hasMany(MedicalRecord);
MedicalRecord.belongsTo(Patient);
Patient.hasMany(Prescription);
Prescription.belongsTo(Patient);
Medication.hasMany(Prescription);
Prescription.belongsTo(Medication);
Patient.hasMany(Invoice);
Invoice.belongsTo(Patient);
