import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { foldUsage } from "@/lib/activity/fold-usage";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { getBalance } from "@/lib/ledger/get-balance";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, finishedGeneration, holdExactly } from "@/lib/testing/generations";
import { parseDollars } from "@/lib/kernel/money";
import { getStatement } from "./get-statement";
import { listStatements } from "./list-statements";
import { statementCsv } from "./rules/statement-csv";
import type { Statement } from "./rules/statement";

const zone = "America/New_York";
const clock = () => new Date("2027-01-15T12:00:00Z");

type Posted = { readonly at: string; readonly code: string; readonly amountNanos: bigint };

/** Writes transfers as they would have been written at their time: the ledger's verb dates everything now. */
async function post(workspaceId: string, { at, code, amountNanos }: Posted, reason: string | null = null) {
  const other = code === "usage" ? "usage_revenue" : code === "correction" ? "corrections" : "promotions";
  const [source, target] = amountNanos > 0n ? [other, "wallet"] : ["wallet", other];
  const size = amountNanos > 0n ? amountNanos : -amountNanos;
  await sqlTransaction(async (client) => {
    await client.query(
      `insert into transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash, created_at, reason)
       select $1, $2, d.id, c.id, $3, $4, $5, '', $6, $9 from ledger_accounts d, ledger_accounts c
        where d.kind::text = $7 and (d.workspace_id = $2 or d.workspace_id is null)
          and c.kind::text = $8 and (c.workspace_id = $2 or c.workspace_id is null)`,
      [uuidv7(), workspaceId, size, code, randomBytes(8).toString("hex"), at, source, target, reason],
    );
    const total = amountNanos > 0n ? "credited_nanos" : "debited_nanos";
    await client.query(`update wallets set ${total} = ${total} + $2 where workspace_id = $1`, [
      workspaceId,
      size,
    ]);
  });
}

type Used = { readonly model: string; readonly keyId: string; readonly costNanos: bigint };

/** A flush: requests that began at a moment, debited together at another. */
async function flush(workspaceId: string, began: string, ended: string, requests: readonly Used[]) {
  for (const { model, keyId, costNanos } of requests) {
    await sqlPool().query(
      `insert into usage_deltas (workspace_id, key_id, model, provider, quarter_hour, is_error, is_measured, prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, cost_nanos, latency_ms)
       values ($1, $2, $3, 'one', date_bin('15 minutes', $4::timestamptz, '2000-01-01'), false, false, 1, 1, 0, 0, $5, 1)`,
      [workspaceId, keyId, model, began, costNanos],
    );
  }
  const total = requests.reduce((sum, { costNanos }) => sum + costNanos, 0n);
  if (total > 0n) await post(workspaceId, { at: ended, code: "usage", amountNanos: -total });
}

const minute = 60_000;
const after = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

/**
 * October to December 2026 in New York, where clocks go back on November 1: months begin at 04:00, 04:00 and 05:00 UTC.
 * Something happens in the last millisecond and the first of each month, and in both hours from 1:00 on November 1.
 */
const moments = [
  ...["2026-10-05T10:00:00Z", "2026-11-01T03:59:59.999Z", "2026-11-01T04:00:00.000Z"],
  ...["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-11-15T23:00:00Z"],
  ...["2026-12-01T04:59:59.999Z", "2026-12-01T05:00:00.000Z", "2026-12-20T08:15:30.123Z"],
  ...["2027-01-01T04:59:59.999Z", "2027-01-01T05:00:00.000Z"],
];
const codes = [
  ...["purchase", "signup_grant", "grant", "refund", "dispute", "dispute_won", "correction", "forfeit"],
];
const negative = new Set(["refund", "dispute", "forfeit"]);

async function seed(): Promise<MadeWorkspace & { readonly keys: readonly string[] }> {
  const made = await createWorkspace({ timeZone: zone });
  const keys = [await createSpendingKey(made.workspaceId), await createSpendingKey(made.workspaceId)];
  let n = 7n;
  for (const at of moments) {
    for (const code of codes) {
      n = (n * 1_103_515_245n + 12_345n) % 2n ** 31n;
      const down = negative.has(code) || (code === "correction" && n % 2n === 0n);
      await post(made.workspaceId, { at, code, amountNanos: down ? -(n + 1n) : n * 37n + 1n });
    }
    const requests = [0, 1, 2, 3, 4].map((place) => {
      n = (n * 1_103_515_245n + 12_345n) % 2n ** 31n;
      const keyId = keys[place % 2] ?? "";
      return { model: `m/${place % 3}`, keyId, costNanos: place === 4 ? 0n : n };
    });
    await flush(made.workspaceId, at, at, requests);
    // Half of it is folded, half is not.
    if (at === moments[4]) await foldUsage();
  }
  return { ...made, keys };
}

/** The ledger by month and code, written independently: PostgreSQL counts the months. */
async function ledgerByMonth(workspaceId: string): Promise<Map<string, Map<string, bigint>>> {
  const { rows } = await sqlPool().query<{ month: string; code: string; sum: bigint }>(
    `select to_char(t.created_at at time zone '${zone}', 'YYYY-MM') as month, t.code,
            sum(case when c.kind = 'wallet' then t.amount_nanos else -t.amount_nanos end)::bigint as sum
       from transfers t join ledger_accounts c on c.id = t.credit_account_id
      where t.workspace_id = $1 group by 1, 2`,
    [workspaceId],
  );
  const months = new Map<string, Map<string, bigint>>();
  for (const { month, code, sum } of rows) {
    months.set(month, (months.get(month) ?? new Map<string, bigint>()).set(code, sum));
  }
  return months;
}

async function statementOf(made: MadeWorkspace, month: string): Promise<Statement> {
  const statement = await getStatement(made.actor, month, clock);
  if (!statement) throw new Error(`no statement of ${month}`);
  return statement;
}

const total = (amounts: Iterable<bigint>) => [...amounts].reduce((sum, amount) => sum + amount, 0n);
const sumOf = (lines: readonly { readonly costNanos: bigint }[]) =>
  total(lines.map(({ costNanos }) => costNanos));

describe("getStatement", () => {
  beforeAll(async () => {
    await testDatabase();
    // The ledger opens its own accounts when they are first used.
    await sqlPool().query(
      `insert into ledger_accounts (id, kind)
       select gen_random_uuid(), kind::ledger_account_kind
         from unnest(array['promotions', 'corrections', 'usage_revenue']) kind on conflict do nothing`,
    );
  });
  afterAll(closeDb);

  it("agrees with the ledger to the nano-dollar, over month ends and a change of the clocks", async () => {
    const made = await seed();
    const ledger = await ledgerByMonth(made.workspaceId);
    expect([...ledger.keys()].sort()).toEqual(["2026-10", "2026-11", "2026-12", "2027-01"]);
    let balance = 0n;
    for (const month of [...ledger.keys()].sort()) {
      const expected = ledger.get(month) ?? new Map<string, bigint>();
      const statement = await statementOf(made, month);
      expect(statement.openingNanos).toBe(balance);
      balance += total(expected.values());
      expect(statement.closingNanos).toBe(balance);
      expect(statement.usedNanos).toBe(-(expected.get("usage") ?? 0n));
      const found = new Map<string, bigint>();
      for (const { amountNanos, code } of statement.sections.flatMap(({ entries }) => entries)) {
        found.set(code, (found.get(code) ?? 0n) + amountNanos);
      }
      expect(found).toEqual(new Map([...expected].filter(([code]) => code !== "usage")));
      expect(total(statement.sections.map((section) => section.totalNanos))).toBe(total(found.values()));
      for (const { lines, inProgressNanos } of [statement.byModel, statement.byKey]) {
        expect(sumOf(lines)).toBe(statement.usedNanos);
        expect(inProgressNanos).toBe(0n);
        expect(total(lines.map(({ requests }) => requests)) % 5n).toBe(0n);
      }
      expect(statement.byModel.lines.map(({ name }) => name).sort()).toEqual(["m/0", "m/1", "m/2"]);
      expect(statement.byKey.lines).toHaveLength(2);
      expect(statement.isFinished).toBe(month < "2027-01");
    }
    expect(balance).toBe((await getBalance(made.workspaceId)).balanceNanos);
    const listed = (await listStatements(made.actor, clock)).toReversed();
    expect(listed.map(({ month }) => month)).toEqual([...ledger.keys()].sort());
    for (const { month, sums } of listed) {
      const { usedNanos, closingNanos, sections } = await statementOf(made, month);
      const addedNanos = total(sections.map((section) => section.totalNanos));
      expect(sums).toEqual({ addedNanos, usedNanos, closingNanos });
    }
  });

  it("itemizes a request in the month in which it began, and its debit in that of the ledger", async () => {
    const made = await createWorkspace({ timeZone: zone });
    const keyId = await createSpendingKey(made.workspaceId);
    await post(made.workspaceId, { at: "2026-11-02T00:00:00Z", code: "purchase", amountNanos: 10n ** 9n });
    const used = (model: string, costNanos: bigint) => [{ model, keyId, costNanos }];
    await flush(made.workspaceId, "2026-11-20T00:00:00Z", "2026-11-20T00:00:01Z", used("m/a", 5n));
    const monthEnd = "2026-12-01T05:00:00Z";
    await flush(made.workspaceId, after(monthEnd, -minute), after(monthEnd, minute), used("m/b", 300n));
    const [november, december] = [await statementOf(made, "2026-11"), await statementOf(made, "2026-12")];
    expect([november.usedNanos, november.byModel.inProgressNanos]).toEqual([5n, -300n]);
    expect(november.byKey.inProgressNanos).toBe(-300n);
    expect([december.usedNanos, december.byModel.inProgressNanos]).toEqual([300n, 300n]);
    expect(december.byModel.lines).toEqual([]);
    for (const { byModel, usedNanos } of [november, december]) {
      expect(sumOf(byModel.lines) + byModel.inProgressNanos).toBe(usedNanos);
    }
    expect(statementCsv(december)).toContain(
      "usage_by_model,,,,Requests in progress at the start or end of the month,,,,,,-0.0000003\r\n",
    );
  });

  it("contains a request of the running month as soon as it is settled, and is unfinished", async () => {
    const { workspaceId, actor } = await createWorkspace({ credits: 10n ** 9n });
    const keyId = await createSpendingKey(workspaceId);
    const id = uuidv7();
    await holdExactly(workspaceId, keyId, 100n, id);
    await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: 42n }));
    const [running] = await listStatements(actor);
    const statement = await getStatement(actor, running?.month ?? "");
    expect(statement).toMatchObject({ isFinished: false, usedNanos: 42n, closingNanos: 10n ** 9n - 42n });
    expect(statement?.byKey.lines).toEqual([
      { name: "Test key", label: "sk-or-v1-abc...123", requests: 1n, costNanos: 42n },
    ]);
    expect(statement?.sections.find(({ kind }) => kind === "grants")?.entries).toMatchObject([{ number: 1 }]);
  });

  it("has a section for codes that it does not know, and keeps its sums", async () => {
    const made = await createWorkspace();
    await post(made.workspaceId, { at: "2026-12-03T00:00:00Z", code: "mystery", amountNanos: 9n });
    const statement = await statementOf(made, "2026-12");
    expect(statement.sections.at(-1)).toMatchObject({ kind: "other", totalNanos: 9n });
    expect(statement.closingNanos).toBe(9n);
  });

  it("fails instead of showing a statement that does not add up", async () => {
    const made = await createWorkspace();
    await post(made.workspaceId, { at: "2026-12-03T00:00:00Z", code: "grant", amountNanos: 9n });
    await sqlPool().query("update wallets set credited_nanos = credited_nanos + 1 where workspace_id = $1", [
      made.workspaceId,
    ]);
    await expect(getStatement(made.actor, "2026-12", clock)).rejects.toThrow("adds up");
  });

  it("exists from the workspace's first month to the running one, for owners and admins", async () => {
    const made = await createWorkspace({ timeZone: zone });
    await post(made.workspaceId, { at: "2026-11-01T03:59:59Z", code: "purchase", amountNanos: 1n });
    const months = ["2027-01", "2026-12", "2026-11", "2026-10"];
    const listed = await listStatements(made.actor, clock);
    expect(listed.map(({ month }) => month)).toEqual(months);
    expect(listed.map(({ isFinished }) => isFinished)).toEqual([false, true, true, true]);
    for (const month of months) expect((await statementOf(made, month)).month).toBe(month);
    for (const month of ["2026-09", "2027-02", "2026-13", "2026-1", "x", "2026-11-01"]) {
      expect(await getStatement(made.actor, month, clock)).toBeNull();
    }
    const admin = { ...made.actor, role: "admin" } as const;
    expect(await getStatement(admin, "2026-11", clock)).not.toBeNull();
    const member = { ...made.actor, role: "member" } as const;
    expect(await getStatement(member, "2026-11", clock)).toBeNull();
    expect(await listStatements(member, clock)).toEqual([]);
    // Another workspace began later: that month does not exist there.
    const other = await createWorkspace();
    expect(await getStatement(other.actor, "2026-10", clock)).toBeNull();
  });

  it("is final only when no transaction of its last moments can still be committed", async () => {
    const made = await createWorkspace();
    await post(made.workspaceId, { at: "2026-11-02T00:00:00Z", code: "purchase", amountNanos: 1n });
    /** As the statement says, and as the list of statements does. */
    const finished = async (text: string) => {
      const at = () => new Date(text);
      const listed = (await listStatements(made.actor, at)).find(({ month }) => month === "2026-11");
      return [(await getStatement(made.actor, "2026-11", at))?.isFinished, listed?.isFinished];
    };
    expect(await finished("2026-11-30T23:59:59Z")).toEqual([false, false]);
    expect(await finished("2026-12-01T00:00:30Z")).toEqual([false, false]);
    expect(await finished("2026-12-01T00:01:00Z")).toEqual([true, true]);
  });

  it("keeps its balances and transactions once it is finished, while a long request completes its breakdown", async () => {
    const made = await createWorkspace({ timeZone: zone });
    const keyId = await createSpendingKey(made.workspaceId);
    await post(made.workspaceId, { at: "2026-11-02T00:00:00Z", code: "purchase", amountNanos: 10n ** 9n });
    const before = await statementOf(made, "2026-11");
    // Began in November, and was charged hours after its end.
    await flush(made.workspaceId, "2026-12-01T04:00:00Z", "2026-12-01T09:00:00Z", [
      { model: "m/a", keyId, costNanos: 7n },
    ]);
    const after = await statementOf(made, "2026-11");
    expect(before.isFinished).toBe(true);
    const { byModel: _was, byKey: _wasBy, readAt: _then, ...kept } = before;
    expect(after).toMatchObject(kept);
    expect(after.byModel).toMatchObject({ lines: [{ name: "m/a", costNanos: 7n }], inProgressNanos: -7n });
  });

  it("is the same as CSV: lines add up, text is safe, and the end is marked", async () => {
    const made = await seed();
    await post(
      made.workspaceId,
      { at: "2026-11-09T00:00:00Z", code: "correction", amountNanos: 3n },
      '=1+1,"x"',
    );
    const statement = await statementOf(made, "2026-11");
    const text = statementCsv(statement);
    expect(text).toContain(`,"'=1+1,""x""",`);
    const lines = text.trimEnd().split("\r\n").slice(1);
    expect(lines.at(-1)).toMatch(new RegExp(`^end,,,,${lines.length - 1} lines,`));
    const cells = lines.filter((line) => !line.includes("=1+1")).map((line) => line.split(","));
    const sumBy = (column: number, kind?: string) =>
      total(
        cells.filter(([line]) => !kind || line === kind).map((row) => parseDollars(row[column] || "0") ?? 0n),
      );
    expect(sumBy(9, "opening_balance")).toBe(statement.openingNanos);
    expect(sumBy(9, "opening_balance") + sumBy(8) + 3n).toBe(sumBy(9, "closing_balance"));
    expect(sumBy(10, "usage_by_model")).toBe(-statement.usedNanos);
    expect(sumBy(10, "usage_by_key")).toBe(-statement.usedNanos);
  });
});
