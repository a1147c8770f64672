/** JSON as SQLite holds it: text that becomes `unknown`, for the next schema to read. */
import { z } from "zod";

export const jsonText = z.string().transform((text): unknown => JSON.parse(text));
