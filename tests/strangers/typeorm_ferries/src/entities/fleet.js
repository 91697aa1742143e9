import { EntitySchema } from "typeorm";
import { belongsTo, hasMany, id, moment, number, text, unique } from "./columns.js";

export const Harbour = new EntitySchema({
  name: "Harbour",
  tableName: "harbour",
  columns: { id, code: unique(5), name: text(60), municipality: text(60) },
});

export const Route = new EntitySchema({
  name: "Route",
  tableName: "route",
  columns: { id, code: unique(11), fromId: number, toId: number, minutes: number },
  relations: { from: belongsTo("Harbour", "fromId"), to: belongsTo("Harbour", "toId") },
});

export const Ship = new EntitySchema({
  name: "Ship",
  tableName: "ship",
  columns: { id, name: text(60), imo: unique(10), berths: number, laneMetres: number },
  relations: { sailings: hasMany("Sailing", "ship", { lazy: true }) },
});

export const Sailing = new EntitySchema({
  name: "Sailing",
  tableName: "sailing",
  columns: {
    id,
    number: unique(10),
    routeId: number,
    shipId: number,
    departsAt: moment,
    status: text(12),
    delayMinutes: { type: "int", default: 0 },
    updatedAt: { type: Date, updateDate: true },
  },
  relations: {
    route: belongsTo("Route", "routeId", { lazy: true }),
    ship: belongsTo("Ship", "shipId", { lazy: true, inverseSide: "sailings" }),
    bookings: hasMany("Booking", "sailing", { lazy: true }),
    crew: {
      type: "many-to-many",
      target: "CrewMember",
      joinTable: { name: "sailing_crew", joinColumn: { name: "sailingId" }, inverseJoinColumn: { name: "crewMemberId" } },
    },
  },
  indices: [{ columns: ["shipId", "departsAt"] }, { columns: ["routeId"] }, { columns: ["departsAt"] }, { columns: ["status"] }],
});

export const CrewMember = new EntitySchema({
  name: "CrewMember",
  tableName: "crew_member",
  columns: { id, number: unique(8), name: text(80), rank: text(30) },
  relations: { certificates: hasMany("Certificate", "holder", { eager: true }) },
});

export const Certificate = new EntitySchema({
  name: "Certificate",
  tableName: "certificate",
  columns: { id, holderId: number, title: text(80), validUntil: { type: "date" } },
  relations: { holder: belongsTo("CrewMember", "holderId", { inverseSide: "certificates" }) },
  indices: [{ columns: ["holderId"] }],
});

export const FuelReading = new EntitySchema({
  name: "FuelReading",
  tableName: "fuel_reading",
  columns: { id, shipId: number, readAt: moment, litres: number, knots: number },
  relations: { ship: belongsTo("Ship", "shipId") },
  indices: [{ columns: ["shipId", "readAt"], unique: true }],
});
