import Koa from "koa";
import { row } from "./database.js";
import { listeners } from "./listeners.js";
import { programme } from "./programme.js";

const app = new Koa();
app.use(programme.routes());
app.use(listeners.routes());

await row("SELECT 1");
app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
