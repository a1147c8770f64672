/** The languages that letters are read in. */
import { german } from "./de.ts";
import { english } from "./en.ts";
import { spanish } from "./es.ts";
import { french } from "./fr.ts";
import { italian } from "./it.ts";
import type { Tongue } from "./tongue.ts";

export const tongues: readonly Tongue[] = [english, german, french, spanish, italian];
