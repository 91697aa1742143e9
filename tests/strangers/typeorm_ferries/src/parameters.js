// Fastify checks these before a handler runs, and converts them to numbers.
const querystring = (properties) => ({ schema: { querystring: { type: "object", properties } } });

const limit = { type: "integer", minimum: 1, maximum: 500, default: 20 };
const page = { type: "integer", minimum: 1, maximum: 100000, default: 1 };
const after = { type: "integer", minimum: 0, default: 0 };
const day = { type: "string", format: "date", default: "2024-05-06" };

export const listed = querystring({ limit, page, after });
export const dated = querystring({ day });
export const searched = querystring({ q: { type: "string", minLength: 3, maxLength: 40 } });
export const completed = querystring({ prefix: { type: "string", minLength: 1, maxLength: 12 }, limit });
export const spanned = querystring({ from: { ...day, default: "2024-02-01" }, days: { type: "integer", minimum: 1, maximum: 90, default: 7 } });

export const dayAfter = (date, days = 1) => new Date(date.getTime() + days * 24 * 3600 * 1000);

// The half-open range of a day.
export const boundsOf = (text) => {
  const begin = new Date(`${text}T00:00:00Z`);
  return [begin, dayAfter(begin)];
};

const rowsOf = (properties) => ({
  schema: {
    body: {
      type: "object",
      required: ["rows"],
      properties: { rows: { type: "array", maxItems: 1000, items: { type: "object", required: Object.keys(properties), properties } } },
    },
  },
});

export const scanRows = rowsOf({ bookingReference: { type: "string", maxLength: 12 }, gate: { type: "integer" } });
export const delayRows = rowsOf({ number: { type: "string", maxLength: 10 }, minutes: { type: "integer" } });
