/** Bare SQLite with what Praxis writes in its mode "before out". */
import { bareSqlite } from "./bare-sqlite.ts";

export const engine = bareSqlite("before out");
