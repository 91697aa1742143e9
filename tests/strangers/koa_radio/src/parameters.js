export const limit = (context) => {
  const value = Number(context.query.limit ?? 20);
  return Number.isInteger(value) && value > 0 ? Math.min(value, 200) : 20;
};

export const page = (context) => Math.max(1, Number.parseInt(context.query.page ?? "1", 10) || 1);

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);
