/**
 * Words that stand in so many letters that nobody finds anything by them: in English, German, French, Spanish and Italian, as they are compared. Others
 * cost rows and do no harm.
 */
const lists = [
  "the and for you your yours with that this have has had not but was are were been will would could can may please thank thanks hello dear hi from they them",
  "there then than what when which who how why about into out our ours its his her she him all any some more most very just also only still again ever did",
  "does done get got let like know want wanted need because after before since here now kind regards best sincerely greetings since been being both each",
  "der die das den dem des ein eine einen einem einer und oder aber nicht ist sind war waren wird wurde haben habe hat hatte ich sie wir ihr ihre ihren mir",
  "mich mit von vom zum zur auf aus bei fur uber unter nach vor noch schon auch nur sehr bitte danke hallo guten tag liebe lieber gruss grusse freundlichen",
  "dass wenn weil wie was wer kann konnen mochte dann doch mein meine meinen meinem meiner",
  "les des une est pas que qui pour avec dans sur vous nous mon mes votre vos bonjour merci cordialement ete suis avez avoir elle ils mais plus tres",
  "los las una del por para con que como pero muy mas hola gracias saludos usted ustedes esta este estoy tengo ser fue han hay mis sus",
  "gli che non per con una sono della dello delle dei questo questa buongiorno grazie saluti mio mia vostro ciao ho avete",
];

export const stopWords: ReadonlySet<string> = new Set(lists.flatMap((list) => list.split(" ")));
