/** What is recorded when a person starts a run by hand, in the stream `start/<run>`. */
import { z } from "zod";

export const startRequestedSchema = z.object({ process: z.string(), why: z.string(), by: z.string() });

export const startRequestStream = (run: string): string => `start/${run}`;
