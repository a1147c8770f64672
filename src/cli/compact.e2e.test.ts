/** `praxis compact` as it is typed: beside a running server, and without one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { Place } from "./testing/praxis-process.ts";

const report = z.looseObject({ dryRun: z.boolean(), events: z.int(), bytesBefore: z.int(), bytesAfter: z.int() });
const code = `import { decision, process } from "praxis";
import { z } from "zod";
const parity = decision("parity", { input: z.object({ n: z.int() }), answer: z.boolean(), question: ({ n }) => \`Is \${n} even?\`,
  rules: [{ name: "by two", answer: ({ n }) => n % 2 === 0 }] });
export default process("notes", { on: "Noted", input: z.object({}) }, async (run) => {
  for (let n = 0; n < 1_200; n++) await run.decide(parity, { n });
});
`;

test("beside a server and without one: a dry run changes nothing, then it is archived, and it verifies", async () => {
  const place = new Place();
  try {
    const path = place.write("notes.ts", code);
    const server = await place.start([path]);
    assert.equal((await place.run("send", "Noted", "{}")).code, 0);
    while (!(await place.run("runs")).out.includes("done"));
    const dry = await place.json(report, "compact", "--older-than", "0", "--dry-run");
    assert.ok(dry.events >= 900 && dry.bytesAfter < dry.bytesBefore, JSON.stringify(dry));
    assert.equal((await place.json(report, "compact")).events, 0, "nothing is 30 days old");
    const done = await place.json(report, "compact", "--older-than", "0");
    assert.equal(done.events, dry.events);
    server.child.kill("SIGTERM");
    await server.ended;
    const said = await place.run("compact", "--older-than", "0 days");
    assert.match(said.out, /Nothing to archive/);
    const verified = await place.run("verify");
    assert.match(verified.out, /whole: every event is as it was recorded/);
    assert.equal((await place.run("compact", "--older-than", "30")).code, 2);
  } finally {
    place.close();
  }
});
