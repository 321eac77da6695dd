import { isObject, type JsonObject } from "@/lib/sandbox/http/json";

const forbidden = new Set(["__proto__", "constructor", "prototype"]);

/** Reads Stripe's form encoding: `a[b][0][c]=x` becomes `{ a: { b: [{ c: "x" }] } }`. Every value is text. */
export function parseForm(body: string): JsonObject {
  const root: JsonObject = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const path = pathOf(name);
    if (path.length === 0 || path.length > 10 || path.some((part) => forbidden.has(part))) continue;
    put(root, path, value);
  }
  return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, withLists(value)]));
}

function pathOf(name: string): string[] {
  const head = /^[^[\]]+/.exec(name)?.[0];
  if (!head) return [];
  return [head, ...[...name.slice(head.length).matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? "")];
}

function put(target: JsonObject, path: readonly string[], value: string): void {
  const [part = "", ...rest] = path;
  // `a[]=x` appends.
  const name = part === "" ? String(Object.keys(target).length) : part;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const inner = isObject(target[name]) ? target[name] : {};
  target[name] = inner;
  put(inner, rest, value);
}

/** Turns objects with names 0, 1, 2… into lists. */
function withLists(value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const isList = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name));
  if (isList) return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => withLists(inner));
  return Object.fromEntries(entries.map(([name, inner]) => [name, withLists(inner)]));
}
