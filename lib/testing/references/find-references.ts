export type Language = "script" | "sql" | "prisma";

/** A name in a text that should lead somewhere. */
export type Reference = {
  readonly line: number;
  readonly name: string;
  readonly kind: "path" | "link" | "route" | "script" | "command" | "name";
};

const extension = "(?:d\\.ts|tsx?|mjs|cjs|js|md|sql|prisma|json|css|toml|txt|svg|png)";
/** Of a path: a plain name, a group of routes in parentheses, or a part that an address leaves open in brackets. */
const part = String.raw`(?:[\w@.-]+|\([\w-]+\)|\[+[\w.-]+\]+)`;
const before = String.raw`(?<![\w@/.:*<-])`;
/** A file by its path: something with an ending that is ours. */
const fileName = new RegExp(
  String.raw`${before}(?:\.{1,2}/)?(?:${part}/)*[\w.-]*\w\.${extension}(?![\w/*-]|\.\w)`,
  "g",
);
/** A file or folder below one of the folders at the top. */
const topFolder = new RegExp(
  String.raw`${before}(?:app|components|docs|e2e|lib|prisma|public)(?:/${part})*/${part}`,
  "g",
);
/** In comments an address of a route stands without backticks as well. */
const apiAddress = /(?<![\w/.:])\/api\/[\w{}:[\]/-]*[\w}\]]/g;
const script = /\bnpm (?:run ([a-z][a-z:0-9-]*)|(start|test))\b/g;
const command = /\bnpm run counterfoil -- ([a-z][a-z-]*)/g;
/** A word of the code: one in camel case, a function called, a snake of a column or an error, a variable of the environment. */
const codeWord =
  /^(?:[a-z]\w*[A-Z]\w*|[a-z]\w*(?:_\w+)+|[A-Z][a-z]+[A-Z]\w*|[A-Z]{2,}(?:_[A-Z]+)+)(?:\(.*\))?$/;

/** Names in prose of a Markdown document: links, and what stands in backticks. Fenced blocks hold commands alone. */
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
    // What a row says to be absent is named there because it does not exist.
    const isAbsent = /\|\s*absent\s*\|/.test(source);
    const quoted = [...source.matchAll(/`([^`]+)`/g)]
      .flatMap(([, name = ""]) => quotedReference(name, line))
      .filter(({ kind }) => !isAbsent || kind === "path");
    return [...links.filter(({ name }) => !/^[a-z]+:/i.test(name)), ...quoted, ...commandsIn(source, line)];
  });
}

/** Names in the comments of a source. Paths count without backticks there, too. */
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

/** What is in backticks as a whole: a path, an address, or neither. */
function quotedReference(text: string, line: number): Reference[] {
  const route = /^(?:(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )?(\/(?:[^\s*]*)?)$/.exec(text)?.[1];
  if (route !== undefined) return isAddress(route) ? [{ line, name: route, kind: "route" }] : [];
  const word = codeWord.test(text) ? text.replace(/\(.*/, "") : null;
  if (word !== null) return [{ line, name: word, kind: "name" }];
  if (/[*<>$"'=…]|\s/.test(text) || /^[a-z]+:/i.test(text)) return pathsIn(text, line);
  // A folder by its slash at the end, such as `rules/`.
  if (/^[\w@.()[\]-]+(?:\/[\w@.()[\]-]+)*\/$/.test(text)) return [{ line, name: text, kind: "path" }];
  return pathsIn(text, line);
}

/** Not lengths of networks, places on the machine or regular expressions. */
function isAddress(route: string): boolean {
  return !/^\/\d+$|^\/(?:var|tmp|etc|proc|dev|usr|home)\b|[\\^$|+]|^\/\//.test(route);
}

function pathsIn(text: string, line: number): Reference[] {
  const found = [...text.matchAll(fileName), ...text.matchAll(topFolder)];
  // The end of a sentence is no part of a name.
  const names = new Set(found.map(([name]) => name.replace(/\.+$/, "")));
  // A path that another one continues was found by both patterns.
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

/** Comments, line by line, and the rest. */
function commentLines(text: string, language: Language): { line: number; comment: string }[] {
  return splitComments(text, language).flatMap(({ comment }, index) =>
    comment === null ? [] : [{ line: index + 1, comment }],
  );
}

/**
 * Parts each line of a source. The sources are formatted, so that a comment begins a line or follows code after a blank. A
 * string that holds such a thing is taken for a comment.
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
