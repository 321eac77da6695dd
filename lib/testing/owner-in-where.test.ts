import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

/**
 * Calls that access rows of all workspaces, or of one that no column names, each with the reason. `file` and `call` as
 * printed by the test.
 */
const allowed: readonly { readonly call: string; readonly reason: string }[] = [
  {
    call: "lib/accounts/delete-account.ts: member.findMany",
    reason: "a person's own memberships, everywhere",
  },
  {
    call: "lib/alerts/notices.ts: alert.deleteMany",
    reason: "the job deletes all that are too old",
  },
  {
    call: "lib/billing/auto-top-up/check-saved-cards.ts: savedCard.findMany",
    reason: "the job asks about all cards, and detaches all that were removed",
  },
  {
    call: "lib/keys/rejections/count-rejection.ts: keyRejection.deleteMany",
    reason: "the job deletes all that are too old",
  },
  {
    call: "lib/deletions/find-deletion.ts: deletion.findUnique",
    reason: "found by the hash of the link's secret",
  },
  {
    call: "lib/billing/expiry/expire-credits.ts: purchase.findMany",
    reason: "the job expires what is due, everywhere",
  },
  {
    call: "lib/billing/internal/expiry-terms.ts: purchase.updateMany",
    reason: "new terms apply to all",
  },
  {
    call: "lib/billing/internal/unmatched-payment.ts: stripeCustomer.findUnique",
    reason: "Stripe's customer leads to the workspace",
  },
  { call: "lib/privacy/apply-retention.ts: privacySettings.findMany", reason: "the job follows all changes" },
];

/** Functions that return a `where`, or a part of one, with the workspace. */
const ownerHelpers = new Set(["ownKeys", "ownPurchase"]);

const methods = new Set([
  ...["findUnique", "findUniqueOrThrow", "findFirst", "findFirstOrThrow", "findMany", "count", "aggregate"],
  ...["groupBy", "update", "updateMany", "updateManyAndReturn", "upsert", "delete", "deleteMany"],
]);

/** Prisma's names of the models with a workspace column. */
function ownedModels(): ReadonlySet<string> {
  const texts = readdirSync("prisma/schema").map((name) =>
    readFileSync(path.join("prisma/schema", name), "utf8"),
  );
  const models = texts.flatMap((text) => [...text.matchAll(/^model (\w+) \{([^}]*)^\}/gm)]);
  const owned = models.filter(([, , body = ""]) => /^\s+workspaceId\s/m.test(body));
  return new Set(owned.map(([, name = ""]) => name.charAt(0).toLowerCase() + name.slice(1)));
}

function sources(): string[] {
  return ["lib", "app"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => path.join(folder, name))
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.ts$|^lib\/(db\/generated|testing)\//.test(name)),
  );
}

/** `file: model.method` of every call on a model of `owned` whose `where` does not name the workspace. */
function ownerless(file: string, text: string, owned: ReadonlySet<string>): string[] {
  // Parsing is slow, and most files name no model.
  if (![...owned].some((model) => text.includes(`.${model}.`))) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name: method, expression: model } = node.expression;
      if (methods.has(method.text) && ts.isPropertyAccessExpression(model) && owned.has(model.name.text)) {
        const where = node.arguments[0] && propertyOf(node.arguments[0], "where");
        if (!where || !namesWorkspace(where, new Set()))
          found.push(`${file}: ${model.name.text}.${method.text}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function propertyOf(node: ts.Node, name: string): ts.Node | null {
  if (!ts.isObjectLiteralExpression(node)) return null;
  return node.properties.find((property) => property.name?.getText() === name) ?? null;
}

/**
 * True if the workspace is there directly, in a compound key, in a relation, or in the value of a name in the same
 * file.
 */
function namesWorkspace(node: ts.Node, seen: Set<ts.Node>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  if (ts.isTypeLiteralNode(node)) return node.members.some((member) => isOwner(member.name?.getText()));
  if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) {
    if (isOwner(node.name.getText())) return true;
    if (ts.isPropertyAssignment(node)) return namesWorkspace(node.initializer, seen);
    return leadsToWorkspace(node.name, seen);
  }
  if (ts.isCallExpression(node) && ownerHelpers.has(node.expression.getText())) return true;
  if (ts.isIdentifier(node)) return leadsToWorkspace(node, seen);
  return ts.forEachChild(node, (child) => namesWorkspace(child, seen)) ?? false;
}

function isOwner(name: string | undefined): boolean {
  return name === "workspaceId" || (name?.startsWith("workspaceId_") ?? false);
}

/** The declaration of a name in the nearest enclosing function, or in the file. */
function leadsToWorkspace(name: ts.Identifier, seen: Set<ts.Node>): boolean {
  for (let scope: ts.Node | undefined = name.parent; scope; scope = scope.parent) {
    const declared = ts.isFunctionLike(scope)
      ? scope.parameters.find((parameter) => parameter.name.getText() === name.text)
      : variableIn(scope, name.text);
    if (!declared) continue;
    const meaning = declared.initializer ?? declared.type;
    return meaning !== undefined && namesWorkspace(meaning, seen);
  }
  return false;
}

function variableIn(scope: ts.Node, name: string): ts.VariableDeclaration | undefined {
  if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) return undefined;
  return scope.statements
    .filter((statement) => ts.isVariableStatement(statement))
    .flatMap((statement) => [...statement.declarationList.declarations])
    .find((declaration) => declaration.name.getText() === name);
}

it("detects a where without the workspace, and recognizes all forms with it", () => {
  const owned = new Set(["meter"]);
  const judge = (code: string) => ownerless("x.ts", code, owned).length;
  expect(judge("tx.meter.findUnique({ where: { id } })")).toBe(1);
  expect(judge("tx.meter.findMany({ take: 5 })")).toBe(1);
  expect(judge("const where = { id: workspaceId }; tx.meter.count({ where })")).toBe(1);
  expect(judge("tx.meter.findUnique({ where: { id, workspaceId } })")).toBe(0);
  expect(judge("const where = { workspaceId }; tx.meter.count({ where: { ...where, id } })")).toBe(0);
  expect(judge("tx.meter.findUnique({ where: { workspaceId_id: { workspaceId, id } } })")).toBe(0);
  expect(judge("function f(where: { workspaceId: string }) { tx.meter.count({ where }) }")).toBe(0);
  expect(judge("tx.user.findUnique({ where: { id } })")).toBe(0);
});

it("rows of a workspace are read and written by their workspace, not only by id", () => {
  const owned = ownedModels();
  expect(owned).toContain("purchaseDispute");
  const found = sources().flatMap((file) => ownerless(file, readFileSync(file, "utf8"), owned));
  const known = new Set(allowed.map(({ call }) => call));
  expect(found.filter((call) => !known.has(call))).toEqual([]);
  // An exception that is no longer used has to be removed.
  expect([...known].filter((call) => !found.includes(call))).toEqual([]);
});
