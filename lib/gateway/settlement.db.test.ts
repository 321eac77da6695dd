import pg from "pg";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { generationField, recordedNames } from "@/lib/activity/rules/generation-fields";
import { closeDb, sqlPool } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { startDatabaseProxy } from "@/lib/testing/database-proxy";
import { createWorkspace } from "@/lib/testing/factories";
import {
  createSpendingKey,
  finishedGeneration,
  generationIdAt,
  holdExactly,
  moneyOf,
} from "@/lib/testing/generations";
import { untilWaitingForLock } from "@/lib/testing/locks";
import { releaseHold } from "./release-hold";
import { type SettledGeneration, settleGeneration } from "./settle-generation";
import { settlementFigures } from "./process-figures";

const directUrl = await testDatabase();
const proxy = await startDatabaseProxy(directUrl);
process.env.DATABASE_URL = proxy.url;
const direct = new pg.Client({ connectionString: directUrl });

beforeAll(async () => {
  await direct.connect();
  await ensurePartitions();
});
afterAll(async () => {
  await direct.end();
  await closeDb();
  await proxy.stop();
});

const change = (sql: string) => asOwner((client) => client.query(sql));
type Spender = { readonly workspaceId: string; readonly keyId: string };

async function spender(): Promise<Spender> {
  const { workspaceId } = await createWorkspace({ credits: 1_000_000n });
  return { workspaceId, keyId: await createSpendingKey(workspaceId) };
}

/** A finished request with its hold taken. */
async function finished(by: Spender, parts: Partial<SettledGeneration> = {}): Promise<SettledGeneration> {
  const id = uuidv7();
  expect(await holdExactly(by.workspaceId, by.keyId, 10n, id)).toMatchObject({ ok: true });
  return finishedGeneration({ ...by, id, costNanos: 7n, ...parts });
}

async function rowOf(id: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await sqlPool().query("select * from generations where id = $1", [id]);
  return rows[0];
}

/** The same sums everywhere, for this many requests of seven each. */
function spentOn(requests: bigint) {
  const spent = requests * 7n;
  return {
    balance: 1_000_000n - spent,
    held: 0n,
    usage: spent,
    rows: spent,
    days: spent,
    quarters: spent,
    keys: spent,
  };
}

async function untilTrue(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error("the condition did not become true");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const texts = recordedNames.filter((name) => generationField(name).type === "text");
const unwritable = {
  "a NUL": "x\0y",
  "a lone surrogate": "x\ud800y",
  // Random, so that no index can compress it below its limit.
  "an oversized text": Array.from({ length: 20_000 }, () => uuidv7().slice(-1)).join(""),
};

describe("a generation that cannot be written as it is", () => {
  it.each(Object.entries(unwritable))(
    "with %s in any text is billed once, with a row and sums",
    async (_what, text) => {
      const [odd, plain] = [await spender(), await spender()];
      const before = settlementFigures();
      const unusual = await Promise.all(texts.map((name) => finished(odd, { [name]: text })));
      const others = await Promise.all(
        Array.from({ length: 20 }, (_, index) => finished(plain, { endUser: `user-${index}` })),
      );
      await Promise.all([...unusual, ...others].map(settleGeneration));
      expect(await moneyOf(odd.workspaceId)).toEqual(spentOn(BigInt(texts.length)));
      expect(await moneyOf(plain.workspaceId)).toEqual(spentOn(20n));
      for (const { id, endUser } of others) {
        expect(await rowOf(id)).toMatchObject({
          end_user: endUser,
          upstream_id: "up-1",
          finish_reason: "stop",
        });
      }
      const after = settlementFigures();
      expect(after.degradedRows - before.degradedRows).toBe(texts.length);
      expect(after.lostRows).toBe(before.lostRows);
    },
  );

  it("with numbers too large for their columns is billed once, with the largest that fit", async () => {
    const by = await spender();
    const generations = [
      await finished(by, { imageCount: 100_000 }),
      await finished(by, { latencyMs: 10 ** 12, promptTokens: 10 ** 10 }),
      await finished(by, { reasoningTokens: 21, completionTokens: 20 }),
      await finished(by, { promptNanos: 1n }),
    ];
    await Promise.all(generations.map(settleGeneration));
    expect(await moneyOf(by.workspaceId)).toEqual(spentOn(4n));
    const [images, large, reasoning, parts] = await Promise.all(generations.map(({ id }) => rowOf(id)));
    expect(images).toMatchObject({ image_count: 32_767 });
    expect(large).toMatchObject({ latency_ms: 2_147_483_647, prompt_tokens: 2_147_483_647 });
    expect(reasoning).toMatchObject({ reasoning_tokens: 20 });
    expect(parts).toMatchObject({ cost_nanos: 7n, prompt_nanos: 0n, request_nanos: 7n });
  });

  it("that only the database rejects is billed with a bare row or finally without one, and does not affect others", async () => {
    // An example of a rule of the database that our own list of fields does not know.
    await change(
      `alter table generations add constraint unforeseen
       check (end_user is distinct from 'unforeseen' and model <> 'unforeseen')`,
    );
    const [odd, plain] = [await spender(), await spender()];
    const before = settlementFigures();
    const bare = await finished(odd, { endUser: "unforeseen" });
    const rowless = await finished(odd, { model: "unforeseen" });
    const others = await Promise.all(Array.from({ length: 20 }, () => finished(plain)));
    await Promise.all([...others.slice(10), bare, rowless, ...others.slice(0, 10)].map(settleGeneration));
    expect(await moneyOf(plain.workspaceId)).toEqual(spentOn(20n));
    expect(await moneyOf(odd.workspaceId)).toMatchObject({
      held: 0n,
      usage: 14n,
      rows: 7n,
      // A generation without a row is still in the sums, so that charts add up to the ledger.
      days: 14n,
      keys: 14n,
    });
    expect(await rowOf(bare.id)).toMatchObject({ end_user: null, model: "sandbox/plain", request_nanos: 7n });
    expect(await rowOf(rowless.id)).toBeUndefined();
    const after = settlementFigures();
    expect(after.degradedRows - before.degradedRows).toBe(1);
    expect(after.lostRows - before.lostRows).toBe(1);
    await settleGeneration(bare);
    await settleGeneration(rowless);
    expect((await moneyOf(odd.workspaceId)).usage).toBe(14n);
    await change("alter table generations drop constraint unforeseen");
  });
});

describe("a debit", () => {
  it("that keeps failing for a temporary reason is made once the reason is gone", async () => {
    const by = await spender();
    const generation = await finished(by);
    const rename = (from: string, to: string) => change(`alter function ${from} rename to ${to}`);
    await rename("settle_holds", "settle_holds_away");
    let isThrough = false;
    const through = settleGeneration(generation).then(() => (isThrough = true));
    const failedBefore = settlementFigures().oldestPendingMs;
    await untilTrue(() => settlementFigures().oldestPendingMs > failedBefore + 2_000);
    expect(isThrough).toBe(false);
    await rename("settle_holds_away", "settle_holds");
    await through;
    expect(await moneyOf(by.workspaceId)).toEqual(spentOn(1n));
  });

  it("that the ledger cannot hold releases its credits and counts as unaccounted", async () => {
    const by = await spender();
    const generation = await finished(by, { costNanos: 2n ** 63n, promptNanos: 2n ** 63n });
    await expect(settleGeneration(generation)).rejects.toMatchObject({ code: "22003" });
    expect(await moneyOf(by.workspaceId)).toEqual(spentOn(0n));
    const { rows } = await sqlPool().query(
      "select amount_nanos, billed_at from unaccounted_completions where hold_id = $1",
      [generation.id],
    );
    expect(rows).toEqual([{ amount_nanos: 10n, billed_at: null }]);
  });
});

it("a row that loses every race is finally billed without its text, and does not block other rows for good", async () => {
  await change(`create function lose_race() returns trigger language plpgsql as $$
     begin
       if new.end_user = 'loser' then raise exception 'lost' using errcode = '40001'; end if;
       return new;
     end $$;
     create trigger lose_race before insert on generations for each row execute function lose_race()`);
  const [odd, plain] = [await spender(), await spender()];
  const loser = await finished(odd, { endUser: "loser" });
  const others = await Promise.all(Array.from({ length: 10 }, () => finished(plain)));
  await Promise.all([...others.slice(5), loser, ...others.slice(0, 5)].map(settleGeneration));
  expect(await moneyOf(plain.workspaceId)).toEqual(spentOn(10n));
  expect(await moneyOf(odd.workspaceId)).toEqual(spentOn(1n));
  expect(await rowOf(loser.id)).toMatchObject({ end_user: null });
  await change("drop trigger lose_race on generations; drop function lose_race");
});

it("a row of a week without a partition is settled with the others once its partition is created", async () => {
  const by = await spender();
  const id = generationIdAt(new Date("2031-01-05"));
  expect(await holdExactly(by.workspaceId, by.keyId, 10n, id)).toMatchObject({ ok: true });
  const early = finishedGeneration({ ...by, id, costNanos: 7n });
  const others = await Promise.all([finished(by), finished(by)]);
  await Promise.all([...others, early].map(settleGeneration));
  expect(await moneyOf(by.workspaceId)).toEqual(spentOn(3n));
  const { rows } = await sqlPool().query(
    "select relname from pg_class where relkind = 'r' and relname ~ '^generations_d30_20(29|30|31)'",
  );
  expect(rows).toEqual([{ relname: "generations_d30_20301230" }]);
});

describe("a wallet that another client has locked", () => {
  it("delays only the settlements of its own workspace", async () => {
    const [locked, free] = [await spender(), await spender()];
    const waiting = await Promise.all(Array.from({ length: 5 }, () => finished(locked)));
    const quick = await Promise.all(Array.from({ length: 40 }, () => finished(free)));
    await direct.query("begin");
    await direct.query("select 1 from wallets where workspace_id = $1 for update", [locked.workspaceId]);
    let isThrough = false;
    const through = Promise.all(waiting.map(settleGeneration)).then(() => {
      isThrough = true;
    });
    await untilWaitingForLock();
    await untilTrue(() => settlementFigures().lanes === 1);
    for (const generation of quick) await settleGeneration(generation);
    expect(isThrough).toBe(false);
    expect(settlementFigures().oldestPendingMs).toBeGreaterThan(0);
    expect(await moneyOf(free.workspaceId)).toEqual(spentOn(40n));
    // No other flush runs into the lock again: only the lane waits for it.
    expect(settlementFigures().lanes).toBe(1);
    await direct.query("rollback");
    await through;
    expect(await moneyOf(locked.workspaceId)).toEqual(spentOn(5n));
    await untilTrue(() => settlementFigures().lanes === 0);
    expect(settlementFigures().pending).toBe(0);
  });
});

describe("a database that is down", () => {
  it("loses no settlement and doubles none, however often it fails", async () => {
    const by = await spender();
    const generations = await Promise.all(Array.from({ length: 60 }, () => finished(by)));
    proxy.become("refused");
    const settled = Promise.all(generations.map(settleGeneration));
    expect(settlementFigures().pending).toBe(60);
    for (let turn = 0; turn < 5; turn += 1) {
      await untilRefused();
      proxy.become("open");
      // Disconnect again as soon as there is a connection, perhaps in the middle of a flush.
      await untilConnected();
      proxy.become("refused");
    }
    proxy.become("open");
    await settled;
    expect(await moneyOf(by.workspaceId)).toEqual(spentOn(60n));
  });

  it("that does not respond is waited for too", async () => {
    const by = await spender();
    const generations = await Promise.all(Array.from({ length: 3 }, () => finished(by)));
    proxy.become("silent");
    let isThrough = false;
    const settled = Promise.all(generations.map(settleGeneration)).then(() => {
      isThrough = true;
    });
    // The driver gives up a silent connection after six seconds, and the settlement continues after that.
    await untilTrue(() => settlementFigures().oldestPendingMs > 8_000);
    expect(isThrough).toBe(false);
    proxy.become("open");
    await settled;
    expect(await moneyOf(by.workspaceId)).toEqual(spentOn(3n));
  });

  async function connections(): Promise<number> {
    const { rows } = await direct.query<{ count: string }>(
      "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    return Number(rows[0]?.count ?? 0);
  }
  const untilRefused = () => untilTrue(async () => (await connections()) === 0);
  const untilConnected = () => untilTrue(async () => (await connections()) > 0);
});

describe("a hold that is ended twice", () => {
  it("ends as first requested, settled or released", async () => {
    const by = await spender();
    const [first, second] = [await finished(by), await finished(by)];
    await Promise.all([
      settleGeneration(first),
      settleGeneration({ ...first, costNanos: 9n, promptNanos: 9n }),
      releaseHold(by.workspaceId, first.id),
      releaseHold(by.workspaceId, second.id),
      settleGeneration(second),
    ]);
    await settleGeneration({ ...first, costNanos: 9n, promptNanos: 9n });
    await releaseHold(by.workspaceId, first.id);
    await settleGeneration(second);
    expect(await moneyOf(by.workspaceId)).toEqual(spentOn(1n));
  });

  it("cannot be ended by another workspace", async () => {
    const [owner, other] = [await spender(), await spender()];
    const generation = await finished(owner);
    await releaseHold(other.workspaceId, generation.id);
    await settleGeneration({ ...generation, ...other });
    expect(await moneyOf(other.workspaceId)).toEqual(spentOn(0n));
    await settleGeneration(generation);
    expect(await moneyOf(owner.workspaceId)).toEqual(spentOn(1n));
  });
});
