import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { contentCanary, userOf } from "./completion-calls";
import type { Outside } from "./outside";
import type { JournalCompletion } from "./provider-process";
import { verifyLedger } from "./start-product";

/** A generation and its hold from the database; amounts in nano-dollars. */
type BilledRow = {
  readonly id: string;
  readonly workspace_id: string;
  readonly end_user: string;
  readonly provider: string;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly cost_nanos: number;
  readonly cancelled: boolean;
  readonly estimated: boolean;
  readonly usage_capped?: boolean;
  readonly attempts: number;
  /** The hold, until it is deleted at its end. */
  readonly hold: { readonly state: string } | null;
  /** The debit that contains the cost. */
  readonly transfer: { readonly code: string; readonly amount_nanos: number } | null;
};

export type Accounts = {
  /** The row of a mark. Fails the test if there is none. */
  row(mark: string): BilledRow;
  /** The completion that the provider bills for a mark. Fails the test if there is none. */
  produced(mark: string): JournalCompletion;
  /** Marks that the provider bills and that have no row. */
  readonly unbilled: readonly string[];
  /** Output of `counterfoil verify-ledger`. */
  readonly ledger: string;
};

type Question = {
  readonly marks: readonly string[];
  /** How long it may take to release holds. */
  readonly withinMs?: number;
};

/**
 * Checks that every completion that the provider bills is billed once or counted as unaccounted, the ledger is clean,
 * nothing is held, and the log has no database errors and no content. Waits for running completions.
 */
export async function expectAccounted(
  outside: Outside,
  { marks, withinMs = 60_000 }: Question,
): Promise<Accounts> {
  await expect
    .poll(() => unsettled(outside, marks), {
      message: "unsettled after the scenario: running at the provider, held nano-dollars, unaccounted for",
      timeout: withinMs,
    })
    .toEqual({ running: 0, heldNanos: 0, unaccountedFor: [] });
  const rows = await rowsOf(outside, marks);
  const billable = (await billableOf(outside, marks)).filter(({ state }) => state !== "running");
  for (const mark of marks) {
    const own = rows.filter((row) => row.end_user === userOf(mark));
    expect(own.length, `rows of ${mark}`).toBeLessThanOrEqual(1);
    for (const { hold, transfer, cost_nanos: cost } of own) {
      expect(hold, `hold of ${mark}`).toBeNull();
      if (cost > 0) expect(transfer, `debit of ${mark}`).toMatchObject({ code: "usage" });
      expect(transfer?.amount_nanos ?? 0, `debit of ${mark}`).toBeGreaterThanOrEqual(cost);
      if (!billable.some((entry) => entry.mark === mark))
        expect(cost, `nothing produced for ${mark}`).toBe(0);
    }
  }
  const ledger = verifyLedger(outside.product().dataDir);
  expect(ledger).toContain("The ledger is clean.");
  expect(problemsIn(readFileSync(outside.product().logFile, "utf8"))).toEqual([]);
  const billed = new Set(rows.map((row) => row.end_user));
  return {
    row: (mark) => present(rows.find((row) => row.end_user === userOf(mark)) ?? null, `row of ${mark}`),
    produced: (mark) => present(billable.find((entry) => entry.mark === mark) ?? null, `completion ${mark}`),
    unbilled: billable.map(({ mark }) => mark).filter((mark) => !billed.has(userOf(mark))),
    ledger,
  };
}

/** Everything that is still pending; none of it may last. */
async function unsettled(outside: Outside, marks: readonly string[]) {
  const completions = await billableOf(outside, marks);
  const billed = new Set((await rowsOf(outside, marks)).map((row) => row.end_user));
  const missing = completions
    .filter(({ mark, state }) => state !== "running" && !billed.has(userOf(mark)))
    .map(({ mark }) => mark);
  const lost = missing.length > 0 ? await countUnaccounted(outside) : 0;
  return {
    running: completions.filter(({ state }) => state === "running").length,
    heldNanos: await heldNanos(outside),
    unaccountedFor: missing.length > lost ? missing : [],
  };
}

/** Waits until the provider works on these: for a client that disconnects earlier, nothing is sent. */
export async function untilSent(outside: Outside, marks: readonly string[]): Promise<void> {
  await expect.poll(async () => (await outside.provider.completions(marks)).length).toBe(marks.length);
}

/** What the provider bills, or will bill, for these marks. */
async function billableOf(outside: Outside, marks: readonly string[]): Promise<JournalCompletion[]> {
  return (await outside.provider.completions(marks)).filter(({ state }) => state !== "failed");
}

async function rowsOf(outside: Outside, marks: readonly string[]): Promise<BilledRow[]> {
  const rows = await outside.query<{
    generation: Omit<BilledRow, "hold" | "transfer">;
    hold: BilledRow["hold"];
    transfer: BilledRow["transfer"];
  }>(
    `select to_jsonb(g) as generation, to_jsonb(h) as hold, to_jsonb(t) as transfer
     from generations g left join holds h on h.id = g.id left join transfers t on t.id = g.transfer_id
     where g.end_user = any($1)`,
    [marks.map(userOf)],
  );
  return rows.map(({ generation, hold, transfer }) => ({ ...generation, hold, transfer }));
}

/** Completions that were lost with a process and have not been billed since. */
export async function countUnaccounted(outside: Outside): Promise<number> {
  if (!(await hasTable(outside, "unaccounted_completions"))) return 0;
  const [row] = await outside.query<{ count: string }>(
    "select count(*) as count from unaccounted_completions where billed_at is null and attempt = 0",
  );
  return Number(row?.count);
}

/** Amounts held by wallets and meters, in nano-dollars; zero while nothing runs. */
export async function heldNanos(outside: Outside): Promise<number> {
  const meters = (await hasTable(outside, "meters")) ? "meters" : "key_meters";
  const [row] = await outside.query<{ held: string }>(
    `select (select coalesce(sum(held_nanos), 0) from wallets)
          + (select coalesce(sum(held_nanos), 0) from ${meters}) as held`,
  );
  return Number(row?.held);
}

async function hasTable(outside: Outside, name: string): Promise<boolean> {
  const [row] = await outside.query<{ found: boolean }>("select to_regclass($1) is not null as found", [
    name,
  ]);
  return row?.found ?? false;
}

/** Credits minus spend, in nano-dollars. */
export async function balanceNanos(outside: Outside, workspaceId: string): Promise<number> {
  const [row] = await outside.query<{ balance: string }>(
    "select credited_nanos - debited_nanos as balance from wallets where workspace_id = $1",
    [workspaceId],
  );
  return Number(row?.balance);
}

const forbiddenInLogs: readonly (readonly [string, RegExp])[] = [
  ["content of a request", new RegExp(contentCanary, "i")],
  ["a key", /sk-or-v1-[0-9a-f]{64}/],
  [
    "an error of the database driver",
    /DatabaseError|pg-protocol|parseErrorMessage|^\s*(severity|detail|routine): /m,
  ],
];

/**
 * Structured lines may say where an error happened. Messages of a database driver, with values of rows, must not
 * appear.
 */
function problemsIn(log: string): string[] {
  const loose = log
    .split("\n")
    .filter((line) => !line.startsWith("{"))
    .join("\n");
  return forbiddenInLogs.flatMap(([name, pattern], index) => {
    const found = pattern.exec(index === 2 ? loose : log);
    if (!found) return [];
    const text = index === 2 ? loose : log;
    return [`The log holds ${name}: ${text.slice(Math.max(0, found.index - 200), found.index + 200)}`];
  });
}

function present<Value>(value: Value | null, name: string): Value {
  if (value === null) throw new Error(`There is no ${name}.`);
  return value;
}
