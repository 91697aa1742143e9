export const limit = (request, fallback = 20) => {
  const value = Number(request.query.limit ?? fallback);
  return Number.isInteger(value) && value > 0 ? Math.min(value, 200) : fallback;
};

export const page = (request) => {
  const value = Number(request.query.page ?? 1);
  return Number.isInteger(value) && value > 0 ? value : 1;
};

export const after = (request) => Number(request.query.after ?? 0) || 0;

// Express 4 does not see a rejected promise.
export const handler = (work) => (request, response, next) => work(request, response, next).catch(next);
