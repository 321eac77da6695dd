import { readFileSync } from "node:fs";
import ts from "typescript";
import { expect, it } from "vitest";
import { repositoryFiles } from "./repository-files";

/** A constant path of this product, alone or followed by a query, or a path that `ownPath` let through. */
const safe = /^(?:paths\.\w+|`\$\{paths\.\w+\}(?:\?[^`]*)?`|ownPath\(.*\) \?\? paths\.\w+)$/;

/** Reviewed targets that are something else, and why a request cannot choose them. */
const reviewed: Readonly<Record<string, string>> = {
  "next ?? paths.activity": "app/(auth)/sign-in/page.tsx: from safeNext, which uses ownPath",
  "adapter.leaveTo(value)": "lib/web/define-action.ts: the address of a payment page, from Stripe's response",
};

const redirecting = /(?:^|\.)(?:redirect|permanentRedirect)$/;

/** The targets of all redirects in a file; both branches of a condition. */
function targetsIn(text: string): string[] {
  const file = ts.createSourceFile("file.tsx", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const targets: string[] = [];
  const add = (target: ts.Expression | undefined) => {
    if (target && ts.isConditionalExpression(target)) return [target.whenTrue, target.whenFalse].forEach(add);
    targets.push(target?.getText(file) ?? "");
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && redirecting.test(node.expression.getText(file))) add(node.arguments[0]);
    // Under another name, calls would not be found.
    if (ts.isImportSpecifier(node) && redirecting.test(node.propertyName?.text ?? ""))
      targets.push(node.getText(file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return targets;
}

const unsafe = (text: string) =>
  targetsIn(text).filter((target) => !safe.test(target) && !Object.hasOwn(reviewed, target));

it("every redirect leads to a constant path, or to one that ownPath let through", () => {
  const sources = ["app", "lib", "components"]
    .flatMap((folder) => repositoryFiles(folder))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^lib\/(?:sandbox|testing)\//.test(file));
  const texts = [...sources, "proxy.ts"].map((file) => [file, readFileSync(file, "utf8")] as const);
  const found = texts.flatMap(([file, text]) => unsafe(text).map((target) => `${file}: ${target}`));
  expect(found).toEqual([]);
  const used = new Set(texts.flatMap(([, text]) => targetsIn(text)));
  expect(Object.keys(reviewed).filter((target) => !used.has(target))).toEqual([]);
});

it.each([
  "redirect(query.next)",
  "redirect(found ? paths.keys : query.next)",
  "redirect(`${query.next}?a=1`)",
  "redirect(`${paths.keys}${query.next}`)",
  "NextResponse.redirect(new URL(query.next, origin))",
  'import { redirect as go } from "next/navigation"',
])("finds the target of %s", (text) => {
  expect(unsafe(text)).toHaveLength(1);
});
