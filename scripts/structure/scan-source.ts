/**
 * Reads imports and exported names from TypeScript without parsing it.
 *
 * Comments become spaces and each string a numbered placeholder, so that code which is quoted in a string or a comment
 * (the planted violations of our own tests) is not taken for code. Import types and dynamic imports count as imports.
 */
export interface ScannedSource {
  /** Code with comments blanked and strings replaced by `"<index>"`. */
  readonly code: string;
  readonly strings: readonly string[];
  readonly imports: readonly string[];
  readonly exportedNames: readonly string[];
}

const cache = new Map<string, ScannedSource>();

export function scanSource(text: string): ScannedSource {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const { code, strings } = mask(text);
  const scanned = { code, strings, imports: findImports(code, strings), exportedNames: findExportedNames(code) };
  cache.set(text, scanned);
  return scanned;
}

const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|[`{}/]/g;
/** After these a slash begins a regular expression; after anything else it divides. */
const beforeRegExp = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|case|typeof|await|yield))\s*$/;
const regExp = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const templatePart = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{|$)/y;

function mask(text: string): { code: string; strings: string[] } {
  const strings: string[] = [];
  const openBraces: ("block" | "template")[] = [];
  let code = "";
  let position = 0;

  const emitString = (value: string) => {
    code += `"${strings.push(value) - 1}"`;
  };
  const readTemplate = (from: number) => {
    templatePart.lastIndex = from;
    const part = templatePart.exec(text)?.[0] ?? "";
    position = from + part.length;
    emitString(part.replace(/(?:`|\$\{)$/, ""));
    if (part.endsWith("${")) openBraces.push("template");
  };

  while (position < text.length) {
    token.lastIndex = position;
    const match = token.exec(text);
    code += text.slice(position, match?.index ?? text.length);
    if (match === null) break;
    const found = match[0];
    position = match.index + found.length;
    if (found.startsWith("//") || found.startsWith("/*")) code += " ";
    else if (found.length > 1) emitString(found.slice(1, -1));
    else if (found === "`") readTemplate(position);
    else if (found === "}" && openBraces.pop() === "template") readTemplate(position);
    else {
      if (found === "{") openBraces.push("block");
      regExp.lastIndex = match.index;
      const literal = found === "/" && beforeRegExp.test(code.slice(-20)) ? regExp.exec(text)?.[0] : undefined;
      if (literal !== undefined) position = match.index + literal.length;
      code += literal === undefined ? found : " /regexp/ ";
    }
  }
  return { code, strings };
}

const importForms = [
  /\b(?:import|export)\b(?!\s*\()[^;"()=]*?\bfrom\s*"(\d+)"/g,
  /\bimport\s*"(\d+)"/g,
  /\bimport\s*\(\s*"(\d+)"/g,
];

function findImports(code: string, strings: readonly string[]): string[] {
  const indexes = importForms.flatMap((form) => [...code.matchAll(form)].map((match) => Number(match[1])));
  return [...new Set(indexes.flatMap((index) => strings[index] ?? []))];
}

const declaration =
  /\bexport\s+(?:default\s+)?(?:declare\s+|abstract\s+|async\s+)*(?:const|let|var|function\s*\*?|class|interface|type|enum|namespace)\s+([\w$]+)/g;
const exportList = /\bexport\s+(?:type\s+)?\{([^}]*)\}/g;

function findExportedNames(code: string): string[] {
  const declared = [...code.matchAll(declaration)].flatMap((match) => match[1] ?? []);
  const listed = [...code.matchAll(exportList)].flatMap((match) => (match[1] ?? "").split(","));
  return [...declared, ...listed.flatMap((entry) => entry.trim().split(/\s+/).at(-1) || [])];
}
