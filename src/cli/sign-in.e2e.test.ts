/** Signing in with what the command line prints. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { z } from "zod";
import { announcements, Place } from "./testing/praxis-process.ts";

const linkShape = z.object({ url: z.string() });
const sessionShape = z.object({ person: z.object({ name: z.string(), role: z.string() }).nullable() });
let place: Place;

beforeEach(() => {
  place = new Place();
  place.write(
    "echo.ts",
    'import { process as define } from "praxis";\nimport { z } from "zod";\nexport const echo = define("echo", { on: "Said", input: z.object({}) }, async () => null);\n',
  );
});
afterEach(() => place.close());

async function signIn(link: string): Promise<z.infer<typeof sessionShape>["person"]> {
  const { origin, hash } = new URL(link);
  const response = await fetch(`${origin}/api/session`, {
    method: "POST",
    headers: { origin, "x-praxis-console": "1" },
    body: JSON.stringify({ code: hash.slice("#code=".length) }),
  });
  return response.ok ? sessionShape.parse(await response.json()).person : null;
}

test("a first start lets the owner of the machine in as an admin; a later one and `praxis login` know them again", async () => {
  const first = await place.start(["--no-supervisor", "echo.ts"]);
  const [announced] = announcements(first.output());
  const loginUrl = announced?.loginUrl ?? "";
  assert.deepEqual(await signIn(loginUrl), { name: "lea", role: "admin" });
  assert.equal(await signIn(loginUrl), null, "once");
  const { url } = await place.json(linkShape, "login");
  assert.deepEqual(await signIn(url), { name: "lea", role: "admin" });

  assert.equal((await place.run("people", "add", "maria", "--role", "approver")).code, 0);
  assert.equal((await place.run("people", "add", "maria", "--role", "approver")).code, 5);
  assert.equal((await place.run("people", "add", "otto")).code, 2);
  const marias = await place.json(linkShape, "login", "--as", "maria");
  assert.deepEqual(await signIn(marias.url), { name: "maria", role: "approver" });
  assert.equal((await place.run("people", "role", "maria", "viewer")).code, 0);
  assert.match((await place.run("people")).out, /maria +viewer/);
  assert.equal((await place.run("people", "remove", "maria")).code, 0);
  assert.equal((await place.run("login", "--as", "maria")).code, 3);
  assert.equal((await place.run("people", "remove", "lea")).code, 5, "the only admin");
  first.child.kill("SIGTERM");
  assert.equal((await first.ended).code, 0);

  const stopped = await place.run("login");
  assert.equal(stopped.code, 5);
  assert.match(stopped.err, /praxis start/);
  const second = await place.start(["--no-supervisor", "echo.ts"]);
  const again = announcements(second.output())[0]?.loginUrl ?? "";
  assert.deepEqual(await signIn(again), { name: "lea", role: "admin" });
  const list = await place.json(z.object({ people: z.array(z.unknown()) }), "people");
  assert.equal(list.people.length, 1);
});
