// Reads {name: SQL} from its input and prints {name: error} for what a parser of MySQL 8.0 does not accept.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { default: MySQLParser, SqlMode } = createRequire(import.meta.url)("ts-mysql-parser");

// The version that the SQL is meant to run on. The grammar has the words and clauses of each version.
const parser = new MySQLParser({ version: "8.0.36", mode: SqlMode.NoMode, charsets: ["_utf8mb4", "_binary", "_latin1"] });

const errors = {};
for (const [name, sql] of Object.entries(JSON.parse(await text(process.stdin)))) {
  try {
    const result = parser.parse(sql);
    const error = result.lexerError ?? result.parserError;
    if (error) errors[name] = error.message;
  } catch (error) {
    errors[name] = String(error.message);
  }
}
console.log(JSON.stringify(errors));
