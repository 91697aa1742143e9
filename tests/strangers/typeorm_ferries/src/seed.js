// Fills an empty database with the same rows every time: node src/seed.js FACTOR
import { dataSource, isPostgres } from "./data_source.js";
import { below, person, pick, random, text } from "./random.js";

const factor = Number(process.argv[2] ?? 1);
const HOUR_MS = 3600 * 1000;
const BUSY_DAY = Date.UTC(2024, 4, 6);
const IN_A_BATCH = 1000;

const padded = (number, digits) => String(number).padStart(digits, "0");
const day = (time) => new Date(time).toISOString().slice(0, 10);

// Within 2022 to 2025, but not close to the busy day.
function moment() {
  for (;;) {
    const found = Date.UTC(2022, 0, 1) + below(4 * 365 * 24 * 60) * 60000;
    if (Math.abs(found - BUSY_DAY) > 72 * HOUR_MS) return new Date(found);
  }
}

async function create(entity, number, row) {
  for (let begin = 0; begin < number; begin += IN_A_BATCH) {
    const rows = Array.from({ length: Math.min(IN_A_BATCH, number - begin) }, (_, i) => row(begin + i));
    await dataSource.createQueryBuilder().insert().into(entity).values(rows).updateEntity(false).execute();
  }
  return number;
}

async function fleet() {
  const places = "Arvik Brough Corran Dale Eid Farnes Gill Holm Ila Jura Kyle Lerwick Moss Ness Orfjord Port Quay Rousay Skei Tarbert Ulva Voss Wick Yell".split(" ");
  const harbours = await create("Harbour", places.length, (i) => ({ code: `H${padded(i, 2)}`, name: places[i], municipality: `${places[i % 7]} municipality` }));
  const routes = await create("Route", 40, (i) => {
    const from = 1 + (i % harbours);
    return { code: `R${padded(i, 3)}`, fromId: from, toId: 1 + ((from + Math.floor(i / harbours) * 5) % harbours), minutes: 20 + 5 * below(60) };
  });
  const ships = await create("Ship", 18, (i) => ({ name: `MV ${pick(places)} ${i}`, imo: `9${padded(i * 7919, 6)}`, berths: 80 + below(900), laneMetres: 100 + below(1200) }));
  const crew = await create("CrewMember", 300, (i) => ({ number: `C${padded(i, 5)}`, name: person(), rank: pick(["captain", "mate", "engineer", "deckhand", "deckhand", "steward"]) }));
  await create("Certificate", crew * 4, (i) => ({ holderId: 1 + Math.floor(i / 4), title: ["Basic safety", "Fire fighting", "First aid", "Radio"][i % 4], validUntil: day(Date.UTC(2026, 0, 1) + below(1500) * 24 * HOUR_MS) }));
  // One departure an hour. Few are cancelled, most of them in winter.
  const sailings = await create("Sailing", 10000 * factor, (i) => ({
    number: `S${padded(i, 6)}`,
    routeId: 1 + Math.floor(random() ** 2 * routes),
    shipId: 1 + Math.floor(random() ** 2 * ships),
    departsAt: new Date(Date.UTC(2023, 0, 1, i)),
    status: i % 50 === 49 ? "cancelled" : i % 11 === 0 ? "delayed" : "on time",
    delayMinutes: i % 11 === 0 ? below(90) : 0,
  }));
  await create("sailing_crew", sailings * 3, (i) => ({ sailingId: 1 + Math.floor(i / 3), crewMemberId: 1 + ((Math.floor(i / 3) * 7 + (i % 3) * 101) % crew) }));
  const hours = 90 * 24;
  await create("FuelReading", 6 * factor * hours, (i) => ({
    shipId: 1 + (Math.floor(i / hours) % ships),
    readAt: new Date(Date.UTC(2024, 1 - 3 * Math.floor(i / hours / ships), 1, i % hours)),
    litres: 100 + below(900),
    knots: 8 + below(14),
  }));
  await create("Tariff", routes * 6, (i) => ({ routeId: 1 + Math.floor(i / 6), category: ["adult", "child", "senior", "car", "van", "lorry"][i % 6], cents: 500 + 50 * below(200) }));
  return { ships, sailings };
}

// A travel agency, customer 1, makes one of ten bookings. Half of the others are made by one customer in ten.
async function sales(sailings) {
  const customers = await create("Customer", 5000 * factor, (i) => ({
    number: `N${padded(i, 7)}`,
    name: i === 0 ? "Fjord & Firth Travel" : person(),
    email: `traveller${i}@post.example`,
    phone: `+99 ${padded(below(10000000), 7)}`,
    joinedOn: day(moment()),
  }));
  const anyone = () => (random() < 0.5 ? 10 * (1 + below(customers / 10 - 1)) : 2 + below(customers - 1));
  const busy = (i) => new Date(BUSY_DAY + (7 * 60 + 40 * i) * 60000);
  const booked = [];
  const bookings = await create("Booking", 20000 * factor, (i) => {
    booked.push(i < 12 ? busy(i) : moment());
    return {
      reference: `FB-${padded(i, 6)}`,
      customerId: i % 10 === 7 ? 1 : anyone(),
      sailingId: 1 + below(sailings),
      bookedAt: booked[i],
      status: pick(["confirmed", "confirmed", "confirmed", "boarded", "boarded", "cancelled"]),
      channel: pick(["web", "web", "app", "counter"]),
      totalCents: 1500 + 50 * below(800),
    };
  });
  const parties = Array.from({ length: bookings }, (_, i) => (i % 13 === 0 ? 4 : 1 + (i % 3)));
  const travellers = parties.flatMap((size, i) => Array(size).fill(i + 1));
  await create("Passenger", travellers.length, (i) => ({ bookingId: travellers[i], name: person(), category: pick(["adult", "adult", "adult", "child", "senior"]), bornOn: day(Date.UTC(1940, 0, 1) + below(28000) * 24 * HOUR_MS) }));
  await create("Vehicle", 10000 * factor, (i) => ({ bookingId: 1 + ((i * 13) % bookings), plate: `NS ${padded((i * 7919) % 1000003, 6)}`, class: pick(["car", "car", "car", "van", "lorry", "motorcycle"]), lengthCm: 180 + 10 * below(160) }));
  await create("Payment", bookings, (i) => ({
    bookingId: i + 1,
    method: ["card", "card", "invoice", "cash", "voucher"][(i * 3) % 5],
    amountCents: 1500 + 50 * below(800),
    paidAt: booked[i],
    transactionCode: `T${padded(((bookings - i) * 37) % 1000003, 9)}`,
  }));
  return bookings;
}

async function terminals(ships, bookings) {
  // Gate 1 is the main gate.
  await create("Scan", 30000 * factor, () => ({ gate: random() < 0.3 ? 1 : 2 + below(30), bookingReference: `FB-${padded(below(bookings), 6)}`, result: pick(["boarded", "boarded", "boarded", "late", "refused"]), scannedAt: moment() }));
  await create("Notice", 400, (i) => ({ title: `Notice ${i}: ${text(4)}`, author: person(), body: text(1200), publishedOn: day(moment()) }));
  await create("LostItem", 8000 * factor, (i) => ({ shipId: 1 + below(ships), description: [60, 600, 6000].includes(i) ? `umbrella, ${text(5)}` : text(6), foundAt: moment() }));
  await create("Setting", 3, (i) => ({ name: ["fuel_surcharge", "currency", "check_in_minutes"][i], value: ["7", "EUR", "45"][i] }));
}

await dataSource.initialize();
await dataSource.synchronize();
await dataSource.query(isPostgres
  ? "CREATE INDEX lost_item_words ON lost_item USING GIN (to_tsvector('simple', description))"
  : "CREATE FULLTEXT INDEX lost_item_words ON lost_item (description)");
const { ships, sailings } = await fleet();
await terminals(ships, await sales(sailings));
await dataSource.destroy();
