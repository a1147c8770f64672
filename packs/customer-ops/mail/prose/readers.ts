/** For each language, what reads its sentences: made once, when the pack is loaded. */
import { type Pleasantries, pleasantriesOf } from "./pleasantries.ts";
import { type SentenceReader, sentenceReader } from "./sentence-rules.ts";
import type { Tongue } from "./tongues/tongue.ts";
import { tongues } from "./tongues/tongues.ts";

export interface Reader extends Pleasantries {
  readonly tongue: Tongue;
  readonly readSentence: SentenceReader;
}

export const readers: readonly Reader[] = tongues.map((tongue) => ({
  tongue,
  readSentence: sentenceReader(tongue),
  ...pleasantriesOf(tongue),
}));
