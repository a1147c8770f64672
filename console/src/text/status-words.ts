/** States in the design's words, and the one colour that each has everywhere. */
export type Tone = "done" | "person" | "failed" | "moving" | "past";

export interface StatusWords {
  readonly text: string;
  readonly tone: Tone;
}

const runWords: Readonly<Record<string, StatusWords>> = {
  moving: { text: "Moving", tone: "moving" },
  waiting: { text: "Waiting", tone: "past" },
  "waiting for a person": { text: "Waiting for a person", tone: "person" },
  done: { text: "Done", tone: "done" },
  cancelled: { text: "Cancelled", tone: "past" },
  "set aside": { text: "Set aside", tone: "failed" },
};

const effectWords: Readonly<Record<string, StatusWords>> = {
  intended: { text: "About to be done", tone: "moving" },
  attempting: { text: "Being done", tone: "moving" },
  succeeded: { text: "Done", tone: "done" },
  refused: { text: "Refused", tone: "failed" },
  failed: { text: "Failed", tone: "failed" },
  unknown: { text: "Unknown", tone: "failed" },
  compensating: { text: "Being undone", tone: "moving" },
  compensated: { text: "Undone", tone: "past" },
};

const gateWords: Readonly<Record<string, StatusWords>> = {
  open: { text: "Waits for an answer", tone: "person" },
  approved: { text: "Approved", tone: "done" },
  answered: { text: "Answered", tone: "done" },
  declined: { text: "Declined", tone: "past" },
  expired: { text: "Expired", tone: "past" },
  withdrawn: { text: "Withdrawn", tone: "past" },
};

const words = { run: runWords, effect: effectWords, gate: gateWords };

export function statusWords(kind: keyof typeof words, status: string): StatusWords {
  return words[kind][status] ?? { text: status, tone: "past" };
}

/** A run that waits for a person is amber; one that waits for the world outside is grey. */
export function runStatus(run: { status: string; waits: readonly { kind: string }[] }): StatusWords {
  const asksPerson = run.status === "waiting" && run.waits.some(({ kind }) => kind === "gate");
  return statusWords("run", asksPerson ? "waiting for a person" : run.status);
}

const tierWords: Readonly<Record<string, string>> = {
  read: "Only reads",
  T0: "T0: inside Praxis, exactly once",
  T1: "T1: the other side recognises a repeat, so it is done once",
  T2: "T2: the other side can be asked what happened before anything is repeated",
  T3: "T3: at most once; if the answer is lost, a person says what happened",
};

export const explainTier = (tier: string): string => tierWords[tier] ?? tier;
