/** Parts of sentences made whole. */

/** Begins with a capital. A name such as `payments.refund` stays as it is. */
export function begun(text: string): string {
  const trimmed = text.trim();
  const isName = /^[\w-]+\.\w/.test(trimmed);
  return isName ? trimmed : trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
}

/** Begins with a capital and ends with a stop. */
export function sentence(text: string): string {
  const whole = begun(text);
  return whole === "" || /[.?!…]["')”]?$/.test(whole) ? whole : `${whole}.`;
}
