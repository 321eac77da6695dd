import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { DatabaseProblem } from "@/lib/db/connection-problem";
import { freePort } from "@/lib/server/process/free-port";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { describeFailure } from "./describe-failure";

await testDatabase();
afterAll(closeDb);

const canary = "canary-7f3a91";

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("expected a failure");
}

it("shows an unexpected error of the database without the row that caused it", async () => {
  const { actor } = await createWorkspace();
  const failures = [
    await failureOf(sqlPool().query("select $1::uuid", [canary])),
    await failureOf(
      sqlPool().query("insert into workspaces select * from workspaces where id = $1", [actor.workspaceId]),
    ),
    await failureOf(db().user.create({ data: { id: actor.userId, email: `${canary}@example.test` } })),
  ];
  for (const failure of failures) {
    const text = describeFailure(failure, "");
    expect(text).toMatch(/^Unexpected error \(\w+(, \w+)?\)\. Its message is left out/);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(actor.workspaceId);
  }
});

it("shows a sentence for the operator as it is", () => {
  expect(describeFailure(new DatabaseProblem("Do this."), "")).toBe("Do this.");
});

it.each([
  ["the start", ["lib/server/main.ts"]],
  ["a command", ["lib/server/commands/counterfoil.ts", "verify-ledger"]],
])("%s without its database ends with one sentence that names the variable", async (_, program) => {
  const port = await freePort();
  const env = {
    PATH: process.env.PATH ?? "",
    NODE_ENV: "production" as const,
    PORT: String(await freePort()),
    DATA_DIR: `.test/no-database-${port}`,
    DATABASE_URL: `postgres://counterfoil:hidden-word@127.0.0.1:${port}/counterfoil`,
    AUTH_SECRET: randomBytes(32).toString("base64"),
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  };
  const args = ["--import", "tsx", "--conditions=react-server", ...program];
  const run = await promisify(execFile)(process.execPath, args, { env, timeout: 50_000 }).then(
    () => ({ code: 0, stderr: "" }),
    (error: { code?: number; stderr?: string }) => ({ code: error.code, stderr: error.stderr ?? "" }),
  );
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(
    /The database at 127\.0\.0\.1:\d+\/counterfoil \(DATABASE_URL\) cannot be reached/,
  );
  expect(run.stderr).not.toMatch(/hidden-word|^\s+at |ECONNREFUSED/m);
  expect(run.stderr.trim().split("\n")).toHaveLength(1);
});
