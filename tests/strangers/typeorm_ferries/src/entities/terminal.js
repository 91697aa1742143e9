import { EntitySchema } from "typeorm";
import { belongsTo, id, moment, number, text, unique } from "./columns.js";

// The gates are another company's. They send the booking's reference as it is on the ticket.
export const Scan = new EntitySchema({
  name: "Scan",
  tableName: "scan",
  columns: { id, gate: number, bookingReference: text(12), result: { type: "varchar", length: 12, default: "boarded" }, scannedAt: { type: Date, createDate: true } },
  indices: [{ columns: ["gate"] }],
});

export const Notice = new EntitySchema({
  name: "Notice",
  tableName: "notice",
  columns: { id, title: text(120), author: text(80), body: { type: "text" }, publishedOn: { type: "date" } },
});

export const LostItem = new EntitySchema({
  name: "LostItem",
  tableName: "lost_item",
  columns: { id, shipId: number, description: text(200), foundAt: moment },
  relations: { ship: belongsTo("Ship", "shipId") },
  indices: [{ columns: ["shipId"] }],
});

export const Setting = new EntitySchema({
  name: "Setting",
  tableName: "setting",
  columns: { id, name: unique(40), value: text(40) },
});
