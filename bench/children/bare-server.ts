/**
 * The HTTP server without Praxis: the same framework and adaptor; a request is answered at once, with the same words, and its body is not read. Each line that it is told is answered with the
 * processor time that it has used.
 */
import { createInterface } from "node:readline";
import { Hono } from "hono";
import { listen } from "../../src/server/listen.ts";
import { cpuUsed } from "./spawn-child.ts";

const app = new Hono();
app.post("/hooks/:source", (context) => context.json({ status: "accepted", runs: [] }, 202));
const listening = await listen(app, { port: 0 });
process.stdout.write(`${JSON.stringify({ port: listening.port })}\n`);
for await (const _word of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(cpuUsed())}\n`);
await listening.close(0);
