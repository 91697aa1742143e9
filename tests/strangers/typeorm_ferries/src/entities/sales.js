import { EntitySchema } from "typeorm";
import { belongsTo, hasMany, id, moment, number, text, unique } from "./columns.js";

export const Customer = new EntitySchema({
  name: "Customer",
  tableName: "customer",
  columns: { id, number: unique(10), name: text(80), email: unique(120), phone: text(30), joinedOn: { type: "date" } },
  relations: { bookings: hasMany("Booking", "customer", { lazy: true }) },
});

export const Booking = new EntitySchema({
  name: "Booking",
  tableName: "booking",
  columns: {
    id,
    reference: unique(12),
    customerId: number,
    sailingId: number,
    bookedAt: moment,
    status: text(12),
    channel: text(12),
    totalCents: number,
  },
  relations: {
    customer: belongsTo("Customer", "customerId", { lazy: true, inverseSide: "bookings" }),
    sailing: belongsTo("Sailing", "sailingId", { lazy: true, inverseSide: "bookings" }),
    passengers: hasMany("Passenger", "booking", { lazy: true }),
    vehicles: hasMany("Vehicle", "booking", { lazy: true }),
  },
  indices: [{ columns: ["customerId", "bookedAt"] }, { columns: ["sailingId"] }, { columns: ["bookedAt"] }],
});

export const Passenger = new EntitySchema({
  name: "Passenger",
  tableName: "passenger",
  columns: { id, bookingId: number, name: text(80), category: text(12), bornOn: { type: "date" } },
  relations: { booking: belongsTo("Booking", "bookingId", { inverseSide: "passengers" }) },
  indices: [{ columns: ["bookingId"] }],
});

export const Vehicle = new EntitySchema({
  name: "Vehicle",
  tableName: "vehicle",
  columns: { id, bookingId: number, plate: text(12), class: text(16), lengthCm: number },
  relations: { booking: belongsTo("Booking", "bookingId", { lazy: true, inverseSide: "vehicles" }) },
  indices: [{ columns: ["bookingId"] }],
});

export const Payment = new EntitySchema({
  name: "Payment",
  tableName: "payment",
  columns: { id, bookingId: number, method: text(12), amountCents: number, paidAt: moment, transactionCode: text(20) },
  relations: { booking: belongsTo("Booking", "bookingId") },
  indices: [{ columns: ["bookingId"] }, { columns: ["paidAt"] }],
});

export const Tariff = new EntitySchema({
  name: "Tariff",
  tableName: "tariff",
  columns: { id, routeId: number, category: text(12), cents: number },
  relations: { route: belongsTo("Route", "routeId") },
  indices: [{ columns: ["routeId", "category"], unique: true }],
});
