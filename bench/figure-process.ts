/** The process in which one figure is measured: `figure-process.ts <module> <plan as JSON>`; run-figure.ts hears what it says. */
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { type MeasureFigure, type Message, planSchema } from "./figures/figure.ts";

const [module = "", plan = ""] = process.argv.slice(2);
const figureSchema = z.object({ measure: z.custom<MeasureFigure>((value) => typeof value === "function") });
const { measure } = figureSchema.parse(await import(pathToFileURL(module).href));
const tell = (message: Message) => process.send?.(message);
const measured = await measure(planSchema.parse(JSON.parse(plan)), (line) => tell({ say: line }));
tell({ measured });
process.disconnect?.();
