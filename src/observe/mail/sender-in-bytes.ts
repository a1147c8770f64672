/**
 * Who sent a mail that cannot be read as one: the first address in its From header, or else in another header that names a sender. A guess, and enough to know
 * whose mail it is when somebody is to be erased. Pure.
 */
const mostBytes = 64 * 1024;
const senders = ["from", "reply-to", "sender", "return-path"] as const;
const address = /[^\s<>"(),:;@[\]\\]{1,64}@[^\s<>"(),:;@[\]\\]{1,255}/u;

/** In lower case; null where there is none. */
export function senderInBytes(raw: Uint8Array): string | null {
  const text = Buffer.from(raw.subarray(0, mostBytes)).toString("utf8");
  const [head = ""] = text.split(/\r?\n\r?\n/, 1);
  const lines = head.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  for (const name of senders) {
    const line = lines.find((each) => each.toLowerCase().startsWith(`${name}:`));
    const found = line === undefined ? null : address.exec(line.slice(name.length + 1));
    if (found) return found[0].toLowerCase();
  }
  return null;
}
