import ejs from "ejs";
import { fileURLToPath } from "node:url";

// Templates may await lazy relations.
export async function view(reply, name, data) {
  const file = fileURLToPath(new URL(`views/${name}.ejs`, import.meta.url));
  return reply.type("text/html; charset=utf-8").send(await ejs.renderFile(file, data, { async: true, cache: true }));
}
