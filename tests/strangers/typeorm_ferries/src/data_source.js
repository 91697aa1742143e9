import { DataSource } from "typeorm";
import * as fleet from "./entities/fleet.js";
import * as sales from "./entities/sales.js";
import * as terminal from "./entities/terminal.js";

const url = new URL(process.env.DATABASE_URL);
export const isPostgres = url.protocol === "postgresql:";

export const dataSource = new DataSource({
  type: isPostgres ? "postgres" : "mariadb",
  ...(isPostgres ? { extra: { idleTimeoutMillis: 0 } } : { connectorPackage: "mysql2", timezone: "Z", charset: "utf8mb4" }),
  host: url.hostname,
  port: Number(url.port),
  username: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
  database: url.pathname.slice(1),
  entities: [...Object.values(fleet), ...Object.values(sales), ...Object.values(terminal)],
  poolSize: 6,
  cache: { type: "database" },
});

export const repository = (entity) => dataSource.getRepository(entity);
