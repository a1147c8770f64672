import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import { openPack } from "./open-pack.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "praxis-pack-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function pack(text: string): string {
  const path = join(folder, "pack.mjs");
  writeFileSync(path, text);
  return pathToFileURL(path).href;
}

test("a pack is opened on the data folder, with its secrets and its demo, and closed", async () => {
  const name = pack(`
    export let closed = false;
    export const openCustomerOps = async ({ dataFolder }) => ({
      definitions: [{ kind: "process", name: "tickets" }],
      environment: { FOLDER: dataFolder },
      close: () => { closed = true; },
    });
    export const demo = async ({ url, environment, print }) => { print(url + environment.FOLDER); return true; };`);
  const served = await openPack(name, folder);
  assert.equal(served.environment.FOLDER, folder);
  assert.equal(served.definitions[0]?.definitions[0]?.name, "tickets");
  assert.match(served.definitions[0]?.codeDigest ?? "", /^[0-9a-f]{32}$/);
  const printed: string[] = [];
  const print = (line: string): void => void printed.push(line);
  assert.equal(await served.demo?.({ url: "http://praxis", token: "", print }), true);
  assert.deepEqual(printed, [`http://praxis${folder}`]);
  await served.close();
  const { closed }: { closed: unknown } = await import(name);
  assert.equal(closed, true);
});

test("a pack that is missing, or opens something else, is refused with what to do", async () => {
  const refused = { code: "no_pack", next: /praxis start \.\/processes/ };
  await assert.rejects(openPack("praxis/no-such-pack", folder), refused);
  await assert.rejects(openPack(pack("export const openCustomerOps = () => ({ definitions: [7] });"), folder), refused);
});
