/** What every log keeps of the bytes beside its events. Each implementation's test file runs this suite against itself. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assert as assume } from "../../kernel/errors.ts";
import type { BlobRef } from "../../kernel/event.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import type { LogUnderTest, Place } from "../conformance.ts";
import { type EventLog, largestBlobBytes } from "../event-log.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function textOf(log: EventLog, id: string): string {
  const read = log.readBlob(id);
  assert.equal(read?.status, "kept");
  assume(read.status === "kept", "it is kept");
  return new TextDecoder().decode(read.bytes);
}

/** Puts content and an event that names it. */
function put(log: EventLog, stream: string, content: Uint8Array, subject: string): BlobRef {
  return log.write((transaction) => {
    const ref = transaction.putBlob(content, subject);
    const data = { attachment: ref.blob };
    transaction.append(stream, transaction.head(stream), [{ type: "Kept", data, blobs: [ref] }], {
      principal: "system",
      subject,
    });
    return ref;
  }).value;
}

export function blobConformance(name: string, place: () => Place): void {
  const scene = (): { at: Place; open: () => LogUnderTest } => {
    const at = place();
    const clock = new ManualClock();
    let seed = 0;
    return { at, open: () => at.open({ ports: testPorts({ clock, seed: ++seed }), projections: [] }) };
  };
  const tamper = (log: EventLog, statement: string, ...values: readonly string[]): void => {
    assert.equal(log.write((transaction) => transaction.sql.run(statement, ...values)).value, 1);
  };

  describe(`${name}: blobs`, () => {
    test("what is put is read again, also by the next process, and lies sealed", async () => {
      const { at, open } = scene();
      const log = open();
      const content = bytes("Dear shop, my name is Mia Mustermann");
      const ref = put(log, "mail", content, "mia");
      await log.whenDurable();
      assert.equal(ref.bytes, content.length);
      assert.equal(textOf(log, ref.blob), "Dear shop, my name is Mia Mustermann");
      const stored = log.sql.get("SELECT sealed FROM blobs WHERE id = ?", ref.blob)?.sealed;
      assert.ok(stored instanceof Uint8Array && !Buffer.from(stored).includes("Mustermann"));
      assert.equal(log.readBlob("none"), undefined);
      log.close();
      const again = open();
      assert.equal(textOf(again, ref.blob), "Dear shop, my name is Mia Mustermann");
      again.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("the same bytes of one subject are kept once; of two subjects, twice", async () => {
      const { at, open } = scene();
      const log = open();
      const [one, two, other] = [
        put(log, "a", bytes("x"), "mia"),
        put(log, "b", bytes("x"), "mia"),
        put(log, "c", bytes("x"), "ben"),
      ];
      assert.deepEqual(two, one);
      assert.notEqual(other?.blob, one?.blob);
      assert.equal(log.sql.get("SELECT count(*) AS n FROM blobs")?.n, 2);
      await log.whenDurable();
      log.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("K3: a write that throws, or whose events do not name what it put, keeps nothing", async () => {
      const { at, open } = scene();
      const log = open();
      assert.throws(() => log.write((transaction) => transaction.putBlob(bytes("nobody's"), "mia")), /names each blob/);
      assert.throws(
        () =>
          log.write((transaction) => {
            transaction.putBlob(bytes("taken back"), "mia");
            throw new Error("changed my mind");
          }),
        /changed my mind/,
      );
      assert.equal(log.sql.get("SELECT count(*) AS n FROM blobs")?.n, 0);
      const ref = put(log, "a", bytes("kept"), "mia");
      await log.whenDurable();
      assert.equal(textOf(log, ref.blob), "kept");
      log.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("K1: a power cut takes what was not acknowledged", async () => {
      const { at, open } = scene();
      const log = open();
      const kept = put(log, "a", bytes("kept"), "mia");
      await log.whenDurable();
      const lost = put(log, "a", bytes("lost"), "mia");
      log.crash();
      const again = open();
      assert.equal(textOf(again, kept.blob), "kept");
      assert.equal(again.readBlob(lost.blob), undefined);
      again.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("K10: it is erased with its subject, the rest stays, and what is put afterwards is another one", async () => {
      const { at, open } = scene();
      const log = open();
      const [mia, ben] = [put(log, "a", bytes("same"), "mia"), put(log, "b", bytes("same"), "ben")];
      await log.erase("mia", { principal: "system" }).durable;
      assert.deepEqual(log.readBlob(mia.blob), { status: "erased" });
      assert.equal(textOf(log, ben.blob), "same");
      const back = put(log, "c", bytes("same"), "mia");
      assert.notEqual(back.blob, mia.blob);
      assert.equal(textOf(log, back.blob), "same");
      assert.deepEqual(log.readBlob(mia.blob), { status: "erased" });
      await log.whenDurable();
      log.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("25 MiB are kept, one byte more is refused and writes nothing", async () => {
      const { at, open } = scene();
      const log = open();
      const large = new Uint8Array(largestBlobBytes).fill(7);
      const ref = put(log, "a", large, "mia");
      await log.whenDurable();
      const read = log.readBlob(ref.blob);
      assert.ok(read?.status === "kept" && Buffer.from(read.bytes).equals(large));
      assert.throws(() => put(log, "a", new Uint8Array(largestBlobBytes + 1), "mia"), { code: "blob_too_large" });
      assert.equal(log.head().position, 1);
      log.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("K9: a blob that was changed, removed or added is found, without a key", async () => {
      const findings: [RegExp, (log: EventLog, ref: BlobRef) => void][] = [
        [/was changed/, (log, { blob }) => tamper(log, "UPDATE blobs SET sealed = zeroblob(40) WHERE id = ?", blob)],
        [/is missing/, (log, { blob }) => tamper(log, "DELETE FROM blobs WHERE id = ?", blob)],
        [/belongs to no event/, (log) => tamper(log, "INSERT INTO blobs VALUES ('planted', 1, 1, 'x', x'00')")],
        [
          /was changed/,
          (log, { blob }) => {
            const other = put(log, "z", bytes("another"), "mia");
            const swap = "UPDATE blobs SET sealed = (SELECT sealed FROM blobs WHERE id = ?) WHERE id = ?";
            tamper(log, swap, other.blob, blob);
          },
        ],
      ];
      for (const [problem, edit] of findings) {
        const { at, open } = scene();
        const log = open();
        const ref = put(log, "a", bytes("as it was"), "mia");
        edit(log, ref);
        await log.whenDurable();
        log.close();
        assert.match(at.problems().join("\n"), problem);
        at.remove();
      }
    });
  });
}
