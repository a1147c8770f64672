/** The HTTP server without Praxis: the same framework and adaptor; a request is answered at once, with the same words, and its body is not read. */
import { Hono } from "hono";
import { listen } from "../../src/server/listen.ts";

const app = new Hono();
app.post("/hooks/:source", (context) => context.json({ status: "accepted", runs: [] }, 202));
const listening = await listen(app, { port: 0 });
process.stdout.write(`${JSON.stringify({ port: listening.port })}\n`);
process.stdin.resume();
process.stdin.on("end", () => listening.close(0));
