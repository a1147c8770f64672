/** The thread that reads mails: takes bytes, gives what they say. Who started it ends it where it takes too long (mail-parser.ts). */
import { parentPort } from "node:worker_threads";
import { messageOf } from "../../../kernel/errors.ts";
import { parseRequestSchema } from "./parse-request.ts";
import { readMail } from "./read-mail.ts";

parentPort?.on("message", (sent: unknown) => {
  const { raw, options } = parseRequestSchema.parse(sent);
  readMail(raw, options).then(
    (mail) => parentPort?.postMessage({ ok: true, mail }, buffersOf(mail.attachments)),
    (thrown: unknown) => parentPort?.postMessage({ ok: false, message: messageOf(thrown) }),
  );
});

parentPort?.postMessage("ready");

/** Handed over, not copied. Two attachments may lie in one buffer. */
function buffersOf(attachments: readonly { content: Uint8Array }[]): ArrayBuffer[] {
  return [...new Set(attachments.map(({ content }) => content.buffer))].filter(
    (buffer) => buffer instanceof ArrayBuffer,
  );
}
