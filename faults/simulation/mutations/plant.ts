/** Loaded before anything else (`node --import`): plants the mutation that the environment names. @throws where the text is not there, for then the mutation says nothing */
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { mutations } from "./mutations.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const name = process.env.FAULTS_MUTATION;
const mutation = mutations.find((each) => each.name === name);
if (!mutation) throw new Error(`there is no mutation "${name ?? ""}"`);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const edits = mutation.edits.filter(({ file }) => url.startsWith("file:") && fileURLToPath(url) === root + file);
    if (edits.length === 0) return loaded;
    let source = textOf(loaded.source);
    for (const { file, text, becomes } of edits) {
      if (source.split(text).length !== 2) throw new Error(`${file} does not hold, once: ${text}`);
      source = source.replace(text, () => becomes);
    }
    return { ...loaded, source };
  },
});

function textOf(source: unknown): string {
  if (typeof source === "string") return source;
  if (source instanceof Uint8Array) return Buffer.from(source).toString();
  if (source instanceof ArrayBuffer) return Buffer.from(source).toString();
  throw new Error("this source cannot be read");
}
