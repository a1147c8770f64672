/** Mails that nobody sends who means well, made when they are needed: the large ones would not fit into a repository. */
const encoder = new TextEncoder();

const head =
  "From: Eve <eve@example.com>\r\nTo: shop@example.com\r\nMessage-ID: <hostile@example.com>\r\nSubject: hello\r\n";

function nestedMultiparts(depth: number): string {
  let open = head;
  for (let level = 0; level < depth; level++)
    open += `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`;
  return `${open}Content-Type: text/plain\r\n\r\nat the bottom\r\n`;
}

function messagesInMessages(depth: number): string {
  const opened = `${head}Content-Type: message/rfc822\r\n\r\n`.repeat(depth);
  return `${opened}${head}\r\nat the bottom`;
}

function manyParts(count: number): string {
  const part =
    "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a\r\n\r\nx\r\n";
  return `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(count)}--b--\r\n`;
}

/** Each part declares a boundary of its own, that every following line is compared with. */
function manyBoundaries(count: number): string {
  let text = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n`;
  for (let index = 0; index < count; index++)
    text += `--b\r\nContent-Type: multipart/mixed; boundary=c${index}\r\n\r\n--c${index}\r\n\r\n--x\r\n`;
  return text;
}

/** By name. What can be read comes out small; what cannot is refused: both in bounded time and memory. */
export const hostileMails: Readonly<Record<string, () => Uint8Array>> = {
  "10,000 multiparts in each other": () => encoder.encode(nestedMultiparts(10_000)),
  "90 multiparts in each other": () => encoder.encode(nestedMultiparts(90)),
  "1,000 messages in each other": () => encoder.encode(messagesInMessages(1_000)),
  "20,000 attachments": () => encoder.encode(manyParts(20_000)),
  "5,000 boundaries": () => encoder.encode(manyBoundaries(5_000)),
  "one header of 20 MB": () => encoder.encode(`${head}X-Bomb: ${"x".repeat(20_000_000)}\r\n\r\nhi`),
  "300,000 header lines": () => encoder.encode(`${head}${"X-Bomb: x\r\n".repeat(300_000)}\r\nhi`),
  "a header that is folded 500,000 times": () =>
    encoder.encode(`${head}References: <a@b>\r\n${" <c@d>\r\n".repeat(500_000)}\r\nhi`),
  "100,000 recipients": () => encoder.encode(`${head}Cc: ${"a <a@b.c>, ".repeat(100_000)}\r\n\r\nhi`),
  "an address of a megabyte of brackets": () => encoder.encode(`From: ${'(<"'.repeat(300_000)}\r\n\r\nhi`),
  "base64 without an end": () =>
    encoder.encode(
      `${head}Content-Transfer-Encoding: base64\r\nContent-Type: application/zip\r\n\r\n${"AAAA".repeat(5_000_000)}`,
    ),
  "base64 of letters that are none": () =>
    encoder.encode(
      `${head}Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n\r\n${"=?*".repeat(2_000_000)}`,
    ),
  "quoted-printable of nothing but soft breaks": () =>
    encoder.encode(
      `${head}Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html\r\n\r\n${"=\r\n".repeat(3_000_000)}`,
    ),
  "character sets that do not exist": () =>
    encoder.encode(
      `From: =?x-nonsense-9?B?${"/".repeat(4_000)}?= <eve@example.com>\r\nSubject: =?utf-7?Q?=00=FF?= =?${"a".repeat(5_000)}?Q?x?=\r\nContent-Type: text/plain; charset="\\x00nonsense; charset=utf-999"\r\n\r\nhi \u{1F600}`,
    ),
  "encoded words by the thousand": () =>
    encoder.encode(`${head}Subject: ${"=?utf-8?B?w6Q=?= ".repeat(50_000)}\r\n\r\nhi`),
  "zero bytes and halves of letters": () => {
    const bytes = encoder.encode(`${head}\r\n\0\0hello`);
    return new Uint8Array([...bytes, 0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]);
  },
  "a million open tags": () =>
    encoder.encode(`${head}Content-Type: text/html\r\n\r\n${"<div><a href='".repeat(1_000_000)}`),
  "200,000 lines that begin like a quote": () => encoder.encode(`${head}\r\n${"On x wrote\n".repeat(200_000)}`),
  "a line of 24 MB": () => encoder.encode(`${head}\r\n${"On ".repeat(8_000_000)}wrote:`),
  nothing: () => new Uint8Array(0),
  "nothing but line breaks": () => encoder.encode("\r\n".repeat(200_000)),
};
