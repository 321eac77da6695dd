import { randomBytes } from "node:crypto";
import fc from "fast-check";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import type { Actor } from "@/lib/kernel/actor";
import { msPerDay } from "@/lib/kernel/clock";
import { getBalance } from "@/lib/ledger/get-balance";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import {
  createSpendingKey,
  finishedGeneration,
  generationIdAt,
  holdExactly,
} from "@/lib/testing/generations";
import { ensurePartitions } from "../partitions/ensure-partitions";
import { foldUsage } from "../fold-usage";
import { getBalanceHistory } from "./get-balance-history";
import { readRows } from "../internal/statement/read-statement";
import * as statement from "../internal/statement/statement-rows";
import { listTransactions } from "./list-transactions";
import { dayIn, oneZone } from "../rules/reporting-calendar";
import type { MonthTotal, Transaction } from "../rules/transactions";

const now = Date.now();
const from = now - 70 * msPerDay;

type Posted = { readonly at: number; readonly amountNanos: bigint };
type Used = { readonly at: number; readonly costNanos: bigint };

/** Writes a posting as it would have been written at its time: the ledger's verb dates everything now. */
async function post(workspaceId: string, { at, amountNanos }: Posted): Promise<string> {
  const id = uuidv7();
  const [source, target] = amountNanos > 0n ? ["promotions", "wallet"] : ["wallet", "promotions"];
  const size = amountNanos > 0n ? amountNanos : -amountNanos;
  await sqlTransaction(async (client) => {
    await client.query(
      `insert into transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash, created_at)
       select $1, $2, d.id, c.id, $3, $4, $5, $6, $7 from ledger_accounts d, ledger_accounts c
        where d.kind::text = $8 and (d.workspace_id = $2 or d.workspace_id is null)
          and c.kind::text = $9 and (c.workspace_id = $2 or c.workspace_id is null)`,
      [
        id,
        workspaceId,
        size,
        amountNanos > 0n ? "purchase" : "refund",
        randomBytes(8).toString("hex"),
        Buffer.from("test"),
        new Date(at),
        source,
        target,
      ],
    );
    const total = amountNanos > 0n ? "credited_nanos" : "debited_nanos";
    await client.query(`update wallets set ${total} = ${total} + $2 where workspace_id = $1`, [
      workspaceId,
      size,
    ]);
  });
  return id;
}

async function use(workspaceId: string, keyId: string, { at, costNanos }: Used): Promise<void> {
  const id = generationIdAt(new Date(at));
  await holdExactly(workspaceId, keyId, 10n, id);
  await settleGeneration(finishedGeneration({ workspaceId, keyId, id, retention: "d90", costNanos }));
}

async function walk(actor: Actor, limit: number): Promise<{ rows: Transaction[]; months: MonthTotal[] }> {
  const rows: Transaction[] = [];
  const months = new Map<string, MonthTotal>();
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listTransactions>> = await listTransactions(actor, {
      cursor,
      limit,
    });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows);
    for (const month of page.months) {
      // A month that continues on the next page has the same sums there.
      expect(months.get(month.month) ?? month).toEqual(month);
      months.set(month.month, month);
    }
    cursor = page.nextCursor;
  } while (cursor);
  return { rows, months: [...months.values()] };
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

describe("listTransactions", () => {
  beforeAll(async () => {
    await testDatabase();
    await ensurePartitions({ from: new Date(from), to: new Date(now) });
  });
  afterAll(closeDb);

  it("has an exact balance after every row, whatever the pages and the zone, and ends at zero", async () => {
    const moment = fc.integer({ min: from, max: now });
    const posting = fc.record({ at: moment, amountNanos: fc.bigInt(-(10n ** 12n), 10n ** 12n) });
    const usage = fc.record({ at: moment, costNanos: fc.bigInt(0n, 10n ** 10n) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(posting, { maxLength: 8 }),
        fc.array(usage, { maxLength: 12 }),
        fc.constantFrom("UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"),
        fc.constantFrom(1, 2, 3, 25),
        async (postings, usages, timeZone, limit) => {
          const { workspaceId, actor } = await createWorkspace({ credits: 10n ** 15n, timeZone });
          const keyId = await createSpendingKey(workspaceId);
          const posted = postings.filter(({ amountNanos }) => amountNanos !== 0n);
          for (const one of posted) await post(workspaceId, one);
          for (const [index, one] of usages.entries()) {
            await use(workspaceId, keyId, one);
            // Some usage is folded and some is not.
            if (index === usages.length >> 1) await foldUsage();
          }
          const { rows, months } = await walk(actor, limit);

          const { balanceNanos } = await getBalance(workspaceId);
          expect(rows[0]?.balanceNanos).toBe(balanceNanos);
          for (const [index, row] of rows.entries()) {
            expect(row.balanceNanos - row.amountNanos).toBe(rows[index + 1]?.balanceNanos ?? 0n);
          }
          const days = new Map<string, bigint>();
          for (const { at, costNanos } of usages) {
            const day = dayIn(oneZone(timeZone), new Date(at));
            days.set(day, (days.get(day) ?? 0n) + costNanos);
          }
          const shown = rows.filter(({ kind }) => kind === "usage").map((row) => [row.day, -row.amountNanos]);
          const paid = [...days].filter(([, cost]) => cost > 0n).toSorted(([a], [b]) => (a < b ? 1 : -1));
          expect(shown).toEqual(paid);
          const numbers = rows.flatMap((row) => (row.kind === "posting" ? [row.number] : []));
          expect(numbers).toEqual(numbers.map((_, index) => posted.length + 1 - index));
          expect(rows.map(({ day }) => day)).toEqual(
            rows
              .map(({ day }) => day)
              .toSorted()
              .toReversed(),
          );

          const net = months.map((one) => one.addedNanos - one.removedNanos - one.usedNanos);
          expect(sum(net)).toBe(balanceNanos);
          const { days: history } = await getBalanceHistory(actor);
          expect(history.at(-1)?.closingNanos).toBe(balanceNanos);
          for (const { day, closingNanos } of history) {
            expect(closingNanos).toBe(rows.find((row) => row.day <= day)?.balanceNanos ?? 0n);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it("counts all requests of a day, and shows no row for a day of free requests", async () => {
    const { workspaceId, actor } = await createWorkspace({ credits: 1_000n });
    const keyId = await createSpendingKey(workspaceId);
    const day = Math.floor((now - 3 * msPerDay) / msPerDay) * msPerDay;
    for (const costNanos of [7n, 0n, 5n]) await use(workspaceId, keyId, { at: day + 1_000, costNanos });
    await use(workspaceId, keyId, { at: day - msPerDay, costNanos: 0n });
    const { rows } = await walk(actor, 25);
    expect(rows.filter(({ kind }) => kind === "usage")).toEqual([
      {
        kind: "usage",
        id: new Date(day).toISOString().slice(0, 10),
        day: new Date(day).toISOString().slice(0, 10),
        requests: 3n,
        amountNanos: -12n,
        balanceNanos: -12n,
      },
    ]);
  });

  it("reads no usage when none has cost anything, and few batches to what was used long ago", async () => {
    const { workspaceId, actor } = await createWorkspace({ credits: 10n ** 9n });
    const freeDays = (count: number, offset: number) =>
      sqlPool().query(
        `insert into usage_dimension_days (workspace_id, dimension, span_start, value, requests, errors, prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, cost_nanos)
         select $1, 'app', date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' - (n + $3) * interval '1 day', '', 1, 0, 1, 1, 0, 0, 0
           from generate_series(1, $2::int) n`,
        [workspaceId, count, offset],
      );
    const scansOf = async (client: PoolClient) => {
      const { rows } = await client.query<{ scans: bigint }>(
        "select seq_scan + idx_scan as scans from pg_stat_xact_user_tables where relname = 'usage_dimension_days'",
      );
      return rows[0]?.scans ?? 0n;
    };
    const read = () =>
      sqlTransaction(async (client) => {
        // The connection counts also what it did before.
        const before = await scansOf(client);
        const source = { client, workspaceId, calendar: oneZone("UTC") };
        const rows = await readRows(source, null, await statement.pendingUsage(client, workspaceId), 26);
        return { rows, scans: (await scansOf(client)) - before };
      });
    await freeDays(900, 0);
    expect(await read()).toMatchObject({ rows: [{ kind: "posting" }], scans: 0n });

    await freeDays(900, 900);
    await sqlPool().query(
      `update usage_dimension_days set cost_nanos = 5 where workspace_id = $1 and span_start < now() - interval '1800 days'`,
      [workspaceId],
    );
    await sqlPool().query("update wallets set debited_nanos = debited_nanos + 5 where workspace_id = $1", [
      workspaceId,
    ]);
    const { rows, scans } = await read();
    expect(rows.map(({ amountNanos }) => amountNanos)).toEqual([10n ** 9n, -5n]);
    expect(scans).toBeLessThan(8n);
    const { months } = await listTransactions(actor);
    expect(months.map(({ addedNanos, usedNanos }) => [addedNanos, usedNanos])).toEqual([
      [10n ** 9n, 0n],
      [0n, 5n],
    ]);
  });

  it("starts from the top for a cursor of another workspace, or of nothing", async () => {
    const other = await createWorkspace({ credits: 5n });
    const { actor } = await createWorkspace({ credits: 7n });
    const foreign = (await listTransactions(other.actor)).rows[0]?.id ?? "";
    for (const cursor of [foreign, uuidv7(), "2026-02-31", "x"]) {
      const { rows } = await listTransactions(actor, { cursor });
      expect(rows.map(({ amountNanos }) => amountNanos)).toEqual([7n]);
    }
  });

  it("reads as few transfers with many flushes between two postings as with none", async () => {
    const { workspaceId } = await createWorkspace({ credits: 10n ** 12n });
    await sqlPool().query(
      `insert into transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash)
       select gen_random_uuid(), $1, d.id, c.id, 1, 'usage', n::text, ''
         from generate_series(1, 20000) n, ledger_accounts d, ledger_accounts c
        where d.workspace_id = $1 and c.kind = 'promotions'`,
      [workspaceId],
    );
    const read = await sqlTransaction(async (client) => {
      const { older } = await statement.countPostings(client, workspaceId, null);
      expect(older).toBe(1);
      expect(await statement.postingsBefore(client, workspaceId, null, 26)).toHaveLength(1);
      expect(await statement.postingsBetween(client, workspaceId, new Date(from), null)).toHaveLength(1);
      const { rows } = await client.query<{ rows: bigint }>(
        "select seq_tup_read + idx_tup_fetch as rows from pg_stat_xact_user_tables where relname = 'transfers'",
      );
      return rows[0]?.rows;
    });
    // Without statistics, PostgreSQL may also read the few postings of the other tests; never the flushes.
    expect(read).toBeLessThan(2_000n);
  });
});
