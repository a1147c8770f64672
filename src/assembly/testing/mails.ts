/** Mails for tests, written as they travel. */
export interface Written {
  readonly id?: string;
  readonly from?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly inReplyTo?: string;
  readonly references?: string;
  /** Further header lines. */
  readonly headers?: readonly string[];
}

export function mailBytes(mail: Written = {}): Uint8Array {
  const { id = "<1@example.com>", from = "Mia <mia@example.com>", subject = "My mug", text = "It came broken." } = mail;
  const lines = [
    ...(mail.headers ?? []),
    `From: ${from}`,
    "To: help@shop.example",
    `Subject: ${subject}`,
    ...(id === "" ? [] : [`Message-ID: ${id}`]),
    ...(mail.inReplyTo === undefined ? [] : [`In-Reply-To: ${mail.inReplyTo}`]),
    ...(mail.references === undefined ? [] : [`References: ${mail.references}`]),
    "",
    text,
  ];
  return new TextEncoder().encode(lines.join("\r\n"));
}

/** With a photo of 5 bytes. */
export function mailWithPhoto(id = "<photo@example.com>"): Uint8Array {
  const lines = [
    "From: Mia <mia@example.com>",
    `Message-ID: ${id}`,
    "Subject: Photo",
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "",
    "See the photo.",
    "--b",
    'Content-Type: image/png; name="photo.png"',
    "Content-Disposition: attachment",
    "Content-Transfer-Encoding: base64",
    "",
    "aGVsbG8=",
    "--b--",
  ];
  return new TextEncoder().encode(lines.join("\r\n"));
}

/** What no parser takes: parts in parts without an end. */
export function unreadableMail(): Uint8Array {
  let text = "Message-ID: <bad@example.com>\r\nFrom: eve@example.com\r\n";
  for (let level = 0; level < 300; level++)
    text += `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`;
  return new TextEncoder().encode(text);
}
