/** What this tab keeps while it is open, also through a page to sign in and back; nothing where its storage may not be used. */
const prefix = "praxis.";

export function keep(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // It holds until the page is left.
  }
}

export function kept(key: string): unknown {
  try {
    const text = sessionStorage.getItem(prefix + key);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param isMeant of a key as it was given to `keep` */
export function forget(isMeant: (key: string) => boolean): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(prefix) && isMeant(key.slice(prefix.length))) sessionStorage.removeItem(key);
    }
  } catch {
    // There was nothing to forget.
  }
}

export function keptKeys(): readonly string[] {
  try {
    return Object.keys(sessionStorage).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  } catch {
    return [];
  }
}
