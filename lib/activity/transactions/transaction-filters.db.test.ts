import { createHash } from "node:crypto";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { msPerDay } from "@/lib/kernel/clock";
import { parseDollars } from "@/lib/kernel/money";
import { codesOf, transferKinds } from "@/lib/ledger/rules/transfer-kind";
import { transferLabel } from "@/lib/ledger/rules/transfer-label";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey } from "@/lib/testing/generations";
import { exportTransactions } from "./export-transactions";
import { foldUsage } from "../fold-usage";
import { listTransactions } from "./list-transactions";
import { noFilter, type TransactionFilter } from "../rules/transaction-filter";
import type { MonthTotal, Transaction } from "../rules/transactions";

const now = Date.now();
const from = now - 70 * msPerDay;
const purchaseId = "0190a000-0000-7000-8000-00000000abcd";
const codes = transferKinds.flatMap((kind) => (kind === "usage" ? [] : codesOf(kind)));

type Posted = {
  readonly at: number;
  readonly code: string;
  readonly amountNanos: bigint;
  readonly reason: string | null;
};

/** Writes a posting as it would have been written at its time: the ledger's verb dates everything now. */
async function post(workspaceId: string, { at, code, amountNanos, reason }: Posted): Promise<void> {
  const [source, target] = amountNanos > 0n ? ["promotions", "wallet"] : ["wallet", "promotions"];
  const size = amountNanos > 0n ? amountNanos : -amountNanos;
  const key = `${code === "purchase" ? "purchase" : "reversal"}:${purchaseId}:${uuidv7()}`;
  await sqlTransaction(async (client) => {
    await client.query(
      `insert into transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash, created_at, reason)
       select $1, $2, d.id, c.id, $3, $4, $5, '', $6, $7 from ledger_accounts d, ledger_accounts c
        where d.kind::text = $8 and (d.workspace_id = $2 or d.workspace_id is null)
          and c.kind::text = $9 and (c.workspace_id = $2 or c.workspace_id is null)`,
      [uuidv7(), workspaceId, size, code, key, new Date(at), reason, source, target],
    );
    const total = amountNanos > 0n ? "credited_nanos" : "debited_nanos";
    await client.query(`update wallets set ${total} = ${total} + $2 where workspace_id = $1`, [
      workspaceId,
      size,
    ]);
  });
}

async function use(workspaceId: string, keyId: string, at: number, costNanos: bigint): Promise<void> {
  await sqlPool().query(
    `with used as (
       insert into usage_deltas (workspace_id, key_id, model, provider, quarter_hour, is_error, is_measured, prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, cost_nanos, latency_ms)
       values ($1, $2, 'm/a', 'one', date_bin('15 minutes', $3::timestamptz, '2000-01-01'), false, false, 1, 1, 0, 0, $4, 1)
       returning cost_nanos)
     update wallets set debited_nanos = debited_nanos + (select cost_nanos from used) where workspace_id = $1`,
    [workspaceId, keyId, new Date(at), costNanos],
  );
}

async function walk(actor: Actor, limit: number, filter: TransactionFilter = noFilter) {
  const rows: Transaction[] = [];
  const months = new Map<string, MonthTotal>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listTransactions>> = await listTransactions(actor, {
      cursor,
      limit,
      filter,
    });
    rows.push(...page.rows);
    for (const month of page.months) months.set(month.month, month);
    cursor = page.nextCursor;
  } while (cursor);
  return { rows, months: [...months.values()] };
}

/** What the filter means, over rows that have been read. */
function matches({ kind, search }: TransactionFilter, row: Transaction): boolean {
  const text = search.toLowerCase();
  if (row.kind === "usage") return search === "" && (kind === null || kind === "usage");
  const texts = [row.reason, row.purchaseId, row.id, transferLabel(row.code)];
  const isFound =
    texts.some((one) => one?.toLowerCase().includes(text)) ||
    (/^(no\. )?\d+$/.test(text) && Number(text.replace(/\D/g, "")) === row.number);
  return (kind === null || codesOf(kind).includes(row.code)) && isFound;
}

async function exported(actor: Actor, filter?: TransactionFilter, rowsPerPage?: number): Promise<string> {
  let text = "";
  for await (const part of exportTransactions(actor, filter, rowsPerPage)) text += part;
  return text;
}

const net = (months: readonly MonthTotal[]) =>
  months.reduce((sum, one) => sum + one.addedNanos - one.removedNanos - one.usedNanos, 0n);
const sumOf = (rows: readonly Transaction[]) => rows.reduce((sum, { amountNanos }) => sum + amountNanos, 0n);

describe("a filter of transactions", () => {
  beforeAll(async () => {
    await testDatabase();
  });
  afterAll(closeDb);

  it("leaves rows out and changes none, on pages and in the file", async () => {
    const posting = fc.record({
      at: fc.integer({ min: from, max: now }),
      code: fc.constantFrom(...codes),
      amountNanos: fc.bigInt(-(10n ** 12n), 10n ** 12n).filter((amount) => amount !== 0n),
      reason: fc.constantFrom(null, "Apology for an outage", "=Formula 100%", "under_score"),
    });
    const usage = fc.record({
      at: fc.integer({ min: from, max: now }),
      costNanos: fc.bigInt(0n, 10n ** 10n),
    });
    const filter = fc.record({
      kind: fc.constantFrom(null, ...transferKinds),
      search: fc.constantFrom(
        "",
        "",
        "APOLOGY",
        "%",
        "_",
        "No. 0002",
        "3",
        "refund",
        "abcd",
        "nothing like it",
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(posting, { maxLength: 10 }),
        fc.array(usage, { maxLength: 10 }),
        filter,
        fc.record({
          timeZone: fc.constantFrom("UTC", "America/New_York", "Pacific/Kiritimati"),
          limit: fc.constantFrom(1, 2, 3, 25),
        }),
        async (postings, usages, chosen, { timeZone, limit }) => {
          const { workspaceId, actor } = await createWorkspace({ credits: 10n ** 15n, timeZone });
          const keyId = await createSpendingKey(workspaceId);
          for (const one of postings) await post(workspaceId, one);
          for (const [index, { at, costNanos }] of usages.entries()) {
            await use(workspaceId, keyId, at, costNanos);
            if (index === usages.length >> 1) await foldUsage();
          }
          const all = await walk(actor, 25);
          const expected = all.rows.filter((row) => matches(chosen, row));
          const found = await walk(actor, limit, chosen);
          expect(found.rows).toEqual(expected);
          expect(net(found.months)).toBe(sumOf(expected));

          const lines = (await exported(actor, chosen, limit)).split("\r\n").slice(1, -1);
          const last = lines.pop() ?? "";
          const cells = lines.map((line) => line.split(","));
          expect(cells.map((row) => [parseDollars(row[7] ?? ""), parseDollars(row[8] ?? "")])).toEqual(
            expected.map(({ amountNanos, balanceNanos }) => [amountNanos, balanceNanos]),
          );
          expect(last).toContain(`end,,,End of file,${expected.length} rows; sum `);
          expect(last).toContain(`days in ${timeZone}`);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("is named at the end of the file, with a hash of what is before it, and text that is no formula", async () => {
    const { workspaceId, actor } = await createWorkspace({ credits: 5n });
    await post(workspaceId, { at: now, code: "correction", amountNanos: -2n, reason: '=1+1,"x"' });
    const text = await exported(actor, { kind: "corrections", search: "=1" });
    expect(text).toContain(`"'=1+1,""x"""`);
    const end = text.indexOf("end,,,");
    const digest = createHash("sha256").update(text.slice(0, end)).digest("hex");
    expect(text.slice(end)).toBe(
      `end,,,End of file,1 rows; sum -0.000000002; kind: Corrections; search: =1; days in UTC; SHA-256 of the lines above: ${digest},,,,,\r\n`,
    );
  });

  it("does not end the file when the balances do not lead to zero", async () => {
    const { workspaceId, actor } = await createWorkspace({ credits: 5n });
    await sqlPool().query("update wallets set credited_nanos = 6 where workspace_id = $1", [workspaceId]);
    await expect(exported(actor)).rejects.toThrow("lead to zero");
  });
});
