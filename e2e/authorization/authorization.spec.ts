import { expect, test } from "@playwright/test";
import { listActions, listOperations, listPages, listRoutes } from "../support/surface";
import { act, callOperation, callRoute, lastDifference, type Seen, visit } from "./perform";
import { makeSubjects, type Subjects } from "./subjects";
import { operations } from "./operations";
import { actions, callers, credentials, type Outcome, pages, routes } from "./table";

// Each test makes hundreds of calls, one after the other; a busy machine needs minutes for them.
test.describe.configure({ timeout: 300_000 });

let subjects: Subjects;

test.beforeAll(async () => {
  subjects = await makeSubjects();
});

test("every page, route, action and operation has a row, and every row has a target", () => {
  const pathsOf = (calls: readonly string[]) => calls.map((call) => call.split("?")[0] ?? "");
  expect({
    pages: unmatched(pathsOf(pages.map(([address]) => address)), listPages()),
    routes: unmatched(pathsOf(routes.map(([call]) => call)), listRoutes()),
    actions: unmatched(
      actions.map(([action]) => action),
      listActions().map(({ name }) => name),
    ),
    operations: unmatched(
      pathsOf(operations.map(([call]) => call)),
      listOperations().map((operation) => operation.replace(" /api/v1", " ")),
    ),
  }).toEqual({ pages: [], routes: [], actions: [], operations: [] });
});

test("pages respond to each caller as in the table", async () => {
  const cells = pages.flatMap(([address, ...expected]) =>
    callers.map((caller, column) => ({
      name: `${address}, ${caller}`,
      expected: expected[column],
      perform: () => visit(subjects, caller, address),
    })),
  );
  await expectCells(cells);
});

test("routes respond to each caller as in the table", async () => {
  const cells = routes.flatMap((row) =>
    callers.map((caller, column) => ({
      name: `${row[0]}, ${caller}`,
      expected: row[column + 2],
      perform: () => callRoute(subjects, caller, row),
    })),
  );
  await expectCells(cells);
});

test("API operations respond to each key as in the table", async () => {
  const cells = operations.flatMap((row) =>
    credentials.map((credential, column) => ({
      name: `${row[0]} ${row[1]}, ${credential}`.replace(" ,", ","),
      expected: row[column + 2],
      perform: () => callOperation(subjects, credential, row),
    })),
  );
  await expectCells(cells);
});

test("actions behave for each caller as in the table", async () => {
  const cells = actions.flatMap((row) =>
    callers.map((caller, column) => ({
      name: `${row[0]} ${row[1]}, ${caller}`.replace(" ,", ","),
      expected: row[column + 2],
      perform: () => act(subjects, caller, row),
    })),
  );
  await expectCells(cells);
});

type Cell = {
  readonly name: string;
  readonly expected: Outcome | string | undefined;
  readonly perform: () => Promise<Seen>;
};

/** Runs the cases sequentially, since some change data of others, and lists all that differ. */
async function expectCells(cells: readonly Cell[]): Promise<void> {
  const wrong: string[] = [];
  for (const { name, expected, perform } of cells) {
    const seen = await perform();
    const why = expected === "unknown" ? `, by ${lastDifference()}` : "";
    if (seen !== expected) wrong.push(`${name}: ${seen} instead of ${expected}${why}`);
  }
  expect(wrong).toEqual([]);
}

/** Calls in the table without a target in the product, and targets without a call in the table. */
function unmatched(calls: readonly string[], surface: readonly string[]): string[] {
  const isOf = (call: string, pattern: string) => patternOf(pattern).test(call);
  const free = surface.filter((pattern) => !calls.some((call) => isOf(call, pattern)));
  const lost = calls.filter((call) => !surface.some((pattern) => isOf(call, pattern)));
  return [...free.map((name) => `${name} has no row`), ...lost.map((call) => `${call} is a row of nothing`)];
}

/** "/keys/[id]" and "/keys/:hash" match one segment, "[...path]" one or more, "[[...path]]" any number. */
function patternOf(name: string): RegExp {
  const source = name
    .split("/")
    .map((step) => {
      if (step.startsWith("[[...")) return "__any__";
      if (step.startsWith("[...")) return ".+";
      return step.startsWith("[") || step.startsWith(":")
        ? "[^/]+"
        : step.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("/")
    .replace("/__any__", "(/.*)?");
  return new RegExp(`^${source}$`);
}
