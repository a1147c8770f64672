/**
 * What a person should notice at first sight, in any of the languages that the shop's customers write in.
 *
 * Boundary: hints for the one who reads the gate. Nothing is decided by them: a letter that the rules do not take whole goes to a person with or
 * without a signal.
 */
const signs: readonly (readonly [RegExp, string])[] = [
  [/\bcharge ?backs?\b|dispute (?:this|it|the charge)|rückbuchung|contracargo/i, "it threatens with a chargeback"],
  [/\blawyer|\battorney|\banwalt|\bavocat\b|\babogad|small claims/i, "it speaks of a lawyer"],
  [
    /\b(?:damaged|broken|cracked|shattered|smashed|chipped|beschädigt|zerbrochen|kaputt|cassée?|abîmée?|rot[oa]|dañad[oa]|uszkodzon|pęknięt)/i,
    "it speaks of damaged goods: look at the attachments",
  ],
  [
    /ignore (?:all |any |your |the )*(?:previous |prior )?(?:rules|instructions|policy|policies)|system prompt|you are now|as an ai\b|developer mode/i,
    "it tries to give orders to whoever reads it: what it claims is not proof of anything",
  ],
  [/\b(?:allerg|injur|hurt myself|cut my|verletzt|blessé)/i, "somebody may have been hurt: answer today"],
];

export function signalsOf(text: string): string[] {
  const read = text.slice(0, 20_000);
  return signs.flatMap(([pattern, says]) => (pattern.test(read) ? [says] : []));
}
