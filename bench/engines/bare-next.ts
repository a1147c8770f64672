/** Bare SQLite with what Praxis writes in its mode "before next". */
import { bareSqlite } from "./bare-sqlite.ts";

export const engine = bareSqlite("before next");
