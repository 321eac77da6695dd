export type Language = "script" | "sql" | "prisma";

/** A name in a text that should refer to something. */
export type Reference = {
  readonly line: number;
  readonly name: string;
  readonly kind: "path" | "link" | "route" | "script" | "command" | "name";
};

const extension = "(?:d\\.ts|tsx?|mjs|cjs|js|md|sql|prisma|json|css|toml|txt|svg|png)";
/** A path segment: a plain name, a route group in parentheses, or a route parameter in brackets. */
const part = String.raw`(?:[\w@.-]+|\([\w-]+\)|\[+[\w.-]+\]+)`;
const before = String.raw`(?<![\w@/.:*<-])`;
/** A file path with one of our extensions. */
const fileName = new RegExp(
  String.raw`${before}(?:\.{1,2}/)?(?:${part}/)*[\w.-]*\w\.${extension}(?![\w/*-]|\.\w)`,
  "g",
);
/** A file or folder below one of the top-level folders. */
const topFolder = new RegExp(
  String.raw`${before}(?:app|components|docs|e2e|lib|prisma|public)(?:/${part})*/${part}`,
  "g",
);
/** In comments a route's address can also be written without backticks. */
const apiAddress = /(?<![\w/.:])\/api\/[\w{}:[\]/-]*[\w}\]]/g;
const script = /\bnpm (?:run ([a-z][a-z:0-9-]*)|(start|test))\b/g;
const command = /\bnpm run counterfoil -- ([a-z][a-z-]*)/g;
/** A name in the code: camel case, a function call, a snake-case column or error, an environment variable. */
const codeWord =
  /^(?:[a-z]\w*[A-Z]\w*|[a-z]\w*(?:_\w+)+|[A-Z][a-z]+[A-Z]\w*|[A-Z]{2,}(?:_[A-Z]+)+)(?:\(.*\))?$/;

/** Names in a Markdown document: links, and text in backticks. Fenced blocks are only searched for commands. */
export function markdownReferences(text: string): Reference[] {
  let fenced = false;
  return text.split("\n").flatMap((source, index): Reference[] => {
    const line = index + 1;
    if (/^\s*(```|~~~)/.test(source)) {
      fenced = !fenced;
      return [];
    }
    if (fenced) return commandsIn(source, line);
    const links = [...source.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, name = ""]): Reference => ({
      line,
      name,
      kind: "link",
    }));
    // A row about an absent feature names it because it does not exist.
    const isAbsent = /\|\s*absent\s*\|/.test(source);
    const quoted = [...source.matchAll(/`([^`]+)`/g)]
      .flatMap(([, name = ""]) => quotedReference(name, line))
      .filter(({ kind }) => !isAbsent || kind === "path");
    return [...links.filter(({ name }) => !/^[a-z]+:/i.test(name)), ...quoted, ...commandsIn(source, line)];
  });
}

/** Names in the comments of a source. Paths also count without backticks there. */
export function commentReferences(text: string, language: Language): Reference[] {
  return commentLines(text, language).flatMap(({ line, comment }) => {
    const quoted = [...comment.matchAll(/`([^`]+)`/g)].flatMap(([, name = ""]) =>
      quotedReference(name, line),
    );
    const bare = comment.replace(/`[^`]*`/g, " ").replace(/\bhttps?:\S+/g, " ");
    const addresses = [...bare.matchAll(apiAddress)].map(([name]): Reference => ({
      line,
      name,
      kind: "route",
    }));
    return [...quoted, ...addresses, ...pathsIn(bare, line), ...commandsIn(comment, line)];
  });
}

/** Classifies the whole text in backticks: a path, an address, or neither. */
function quotedReference(text: string, line: number): Reference[] {
  const route = /^(?:(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )?(\/(?:[^\s*]*)?)$/.exec(text)?.[1];
  if (route !== undefined) return isAddress(route) ? [{ line, name: route, kind: "route" }] : [];
  const word = codeWord.test(text) ? text.replace(/\(.*/, "") : null;
  if (word !== null) return [{ line, name: word, kind: "name" }];
  if (/[*<>$"'=…]|\s/.test(text) || /^[a-z]+:/i.test(text)) return pathsIn(text, line);
  // A folder with a trailing slash, such as `rules/`.
  if (/^[\w@.()[\]-]+(?:\/[\w@.()[\]-]+)*\/$/.test(text)) return [{ line, name: text, kind: "path" }];
  return pathsIn(text, line);
}

/** Excludes network prefix lengths, system paths and regular expressions. */
function isAddress(route: string): boolean {
  return !/^\/\d+$|^\/(?:var|tmp|etc|proc|dev|usr|home)\b|[\\^$|+]|^\/\//.test(route);
}

function pathsIn(text: string, line: number): Reference[] {
  const found = [...text.matchAll(fileName), ...text.matchAll(topFolder)];
  // The period at the end of a sentence is not part of a name.
  const names = new Set(found.map(([name]) => name.replace(/\.+$/, "")));
  // A path that is a prefix of another one was found by both patterns.
  const whole = [...names].filter(
    (name) => ![...names].some((other) => other !== name && other.startsWith(name)),
  );
  return whole.map((name) => ({ line, name, kind: "path" }));
}

function commandsIn(text: string, line: number): Reference[] {
  const scripts = [...text.matchAll(script)].map(([, name, short = ""]) => name ?? short);
  const commands = [...text.matchAll(command)].map(([, name = ""]) => name);
  return [
    ...scripts.map((name): Reference => ({ line, name, kind: "script" })),
    ...commands.map((name): Reference => ({ line, name, kind: "command" })),
  ];
}

/** The comment of each line, and the rest. */
function commentLines(text: string, language: Language): { line: number; comment: string }[] {
  return splitComments(text, language).flatMap(({ comment }, index) =>
    comment === null ? [] : [{ line: index + 1, comment }],
  );
}

/**
 * Splits each line of a source into code and comment. Sources are formatted, so a comment starts a line or follows code
 * after a space. A string that contains such text is treated as a comment.
 */
export function splitComments(text: string, language: Language): { code: string; comment: string | null }[] {
  const opener = language === "sql" ? /(?:^|\s)--\s/ : /(?:^|\s)\/\/\/?\s|(?:^|\s|\{)\/\*/;
  let isInside = false;
  return text.split("\n").map((source) => {
    if (isInside) {
      isInside = !source.includes("*/");
      return { code: "", comment: source };
    }
    const start = source.search(opener);
    if (start < 0) return { code: source, comment: null };
    const comment = source.slice(start);
    isInside = language !== "sql" && /^\s?\{?\/\*/.test(comment) && !comment.includes("*/");
    return { code: source.slice(0, start), comment };
  });
}
