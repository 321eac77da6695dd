import fc from "fast-check";
import type { PoolClient } from "pg";
import { uuidv7 } from "uuidv7";
import { afterAll, expect, it } from "vitest";
import { closeDb, sqlPool } from "@/lib/db/client";
import { type HoldRow, holdDecisions, holdStatement } from "@/lib/ledger/internal/hold-statement";
import { usedInWindow, type LimitReset, windowStarts, windowUsage } from "@/lib/ledger/rules/spend-limit";
import { testDatabase } from "@/lib/testing/database";
import type { HoldRequest } from "./take-hold";

await testDatabase();
afterAll(closeDb);

const excessCap = 1_000_000_000n;
const cent = 10_000_000n;

type WalletState = { id: string; balance: bigint; held: bigint; excess: bigint; privacyVersion: bigint };
type KeyState = { id: string; wallet: number; isUsable: boolean; version: bigint };
type MeterState = {
  id: string;
  wallet: number;
  limit: bigint | null;
  reset: LimitReset | null;
  used: bigint;
  windows: readonly { nanos: bigint; isPast: boolean }[];
  held: bigint;
};
type State = { wallets: WalletState[]; keys: KeyState[]; meters: MeterState[] };

const nanos = (max: bigint) => fc.bigInt({ min: 0n, max });
const cents = (max: number) => fc.nat(max).map((count) => BigInt(count) * cent);
const index = (length: number) => fc.nat(length - 1);

const walletState = fc.record({
  balance: fc.oneof(cents(300), cents(10), fc.constant(-cent), nanos(40n)),
  held: cents(30),
  excess: fc.oneof(fc.constant(0n), cents(120)),
  privacyVersion: fc.bigInt({ min: 0n, max: 1n }),
});
const meterState = fc.record({
  wallet: index(3),
  limit: fc.option(fc.oneof(cents(100), nanos(30n))),
  reset: fc.constantFrom("daily" as const, "weekly" as const, "monthly" as const, null),
  used: cents(30),
  windows: fc.array(fc.record({ nanos: cents(30), isPast: fc.boolean() }), { minLength: 3, maxLength: 3 }),
  held: cents(20),
});
const keyState = fc.record({
  wallet: index(3),
  isUsable: fc.boolean().chain((one) => fc.boolean().map((other) => one || other)),
  version: fc.bigInt({ min: 0n, max: 1n }),
});
const requestShape = fc.record({
  wallet: index(3),
  key: index(4),
  meters: fc.uniqueArray(index(6), { maxLength: 3 }),
  isUnknown: fc.integer({ min: 0, max: 20 }).map((chance) => chance === 0),
  amount: fc.oneof(fc.constant(0n), nanos(50n), cents(60)),
  share: fc.nat(4),
  excess: fc.oneof(fc.constant(0n), cents(40)),
  isFresh: fc.integer({ min: 0, max: 9 }).map((chance) => chance > 0),
});

const scenario = fc.record({
  wallets: fc.array(walletState, { minLength: 3, maxLength: 3 }),
  keys: fc.array(keyState, { minLength: 4, maxLength: 4 }),
  // The first four are used as the keys' own meters.
  meters: fc.array(meterState, { minLength: 6, maxLength: 6 }),
  shapes: fc.array(requestShape, { minLength: 1, maxLength: 25 }),
  isRepeat: fc.boolean(),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** What `take_holds` must decide, in the plainest form: one request after the other, on figures in memory. */
function decide(requests: readonly HoldRequest[], state: State, now: Date): string[] {
  const meterOf = new Map(state.meters.map((meter) => [meter.id, meter]));
  return requests.map((request) => {
    const walletIndex = state.wallets.findIndex(({ id }) => id === request.workspaceId);
    const wallet = state.wallets[walletIndex];
    const key = state.keys.find(({ id }) => id === request.keyId);
    if (!wallet || !key?.isUsable || key.wallet !== walletIndex) return "key_unusable";
    const meters = [...new Set([request.keyId, ...request.meterIds])].map((id) => meterOf.get(id));
    if (meters.some((meter) => meter?.wallet !== walletIndex)) return "stale_policy";
    if (key.version !== request.keyVersion || wallet.privacyVersion !== request.privacyVersion)
      return "stale_policy";
    const { amountNanos: amount, excessNanos: excess } = request;
    const worst = wallet.balance - wallet.held - wallet.excess - excess + excessCap;
    let granted = amount;
    if (amount === 0n) {
      if (wallet.balance < 0n) return "insufficient_credits";
      if (excess > 0n && (worst < 0n || wallet.balance - wallet.held < 0n)) return "insufficient_credits";
    } else {
      const minimum = request.minimumNanos > 0n ? request.minimumNanos : 1n;
      const room = [wallet.balance - wallet.held, worst].reduce((a, b) => (a < b ? a : b));
      if (room < minimum) return "insufficient_credits";
      granted = granted < room ? granted : room;
      const rooms = meters.flatMap((meter) =>
        meter && meter.limit !== null ? [meter.limit - usedOf(meter, now) - meter.held] : [],
      );
      if (rooms.some((one) => one < minimum)) return "limit_reached";
      for (const one of rooms) granted = granted < one ? granted : one;
    }
    wallet.held += granted;
    wallet.excess += excess;
    for (const meter of meters) if (meter) meter.held += granted;
    return `granted ${granted}`;
  });
}

function usedOf(meter: MeterState, now: Date): bigint {
  const starts = windowStarts(now);
  const [day, week, month] = meter.windows;
  const startOf = (window: typeof day, start: string) => (window?.isPast ? "1970-01-01" : start);
  return usedInWindow(
    meter.reset,
    windowUsage(
      {
        usedNanos: meter.used,
        dayStart: startOf(day, starts.day),
        dayNanos: day?.nanos ?? 0n,
        weekStart: startOf(week, starts.week),
        weekNanos: week?.nanos ?? 0n,
        monthStart: startOf(month, starts.month),
        monthNanos: month?.nanos ?? 0n,
      },
      now,
    ),
  );
}

async function store(client: PoolClient, state: State, now: Date): Promise<void> {
  const starts = windowStarts(now);
  for (const { id, balance, held, excess, privacyVersion } of state.wallets) {
    await client.query(
      `insert into wallets (workspace_id, credited_nanos, debited_nanos, held_nanos, excess_nanos)
       values ($1, greatest($2::bigint, 0), greatest(-$2::bigint, 0), $3, $4)`,
      [id, balance, held, excess],
    );
    if (privacyVersion > 0n)
      await client.query("insert into privacy_settings (workspace_id, version) values ($1, $2)", [
        id,
        privacyVersion,
      ]);
  }
  for (const { id, wallet, isUsable, version } of state.keys)
    await client.query(
      `insert into api_keys (id, workspace_id, hash, name, label, disabled_at, version)
       values ($1::uuid, $2, encode(sha256($1::text::bytea), 'hex'), 'k', 'l', case when $3 then null else now() end, $4)`,
      [id, state.wallets[wallet]?.id, isUsable, version],
    );
  for (const { id, wallet, limit, reset, used, windows, held } of state.meters) {
    const [day, week, month] = windows;
    const start = (window: typeof day, running: string) => (window?.isPast ? "1970-01-01" : running);
    await client.query(
      `insert into meters (id, workspace_id, kind, subject_id, limit_nanos, limit_reset, held_nanos, used_nanos,
         day_start, day_nanos, week_start, week_nanos, month_start, month_nanos)
       values ($1, $2, 'member', $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        state.wallets[wallet]?.id,
        limit,
        reset,
        held,
        used,
        start(day, starts.day),
        day?.nanos,
        start(week, starts.week),
        week?.nanos,
        start(month, starts.month),
        month?.nanos,
      ],
    );
  }
}

async function stored(client: PoolClient, state: State) {
  const wallets = await client.query<{ id: string; held: bigint; excess: bigint }>(
    "select workspace_id as id, held_nanos as held, excess_nanos as excess from wallets where workspace_id = any($1)",
    [state.wallets.map(({ id }) => id)],
  );
  const meters = await client.query<{ id: string; held: bigint }>(
    "select id, held_nanos as held from meters where id = any($1)",
    [state.meters.map(({ id }) => id)],
  );
  return new Map([
    ...wallets.rows.map(({ id, held, excess }) => [id, `${held} ${excess}`] as const),
    ...meters.rows.map(({ id, held }) => [id, `${held}`] as const),
  ]);
}

it("take_holds decides like the plain model, for any requests and any state", async () => {
  const client = await sqlPool().connect();
  const seen = new Map<string, number>();
  const check = async ({ wallets, keys, meters, shapes, isRepeat }: Scenario) => {
    await client.query("begin");
    try {
      const processId = uuidv7();
      await client.query("insert into processes (id) values ($1)", [processId]);
      const { rows } = await client.query<{ now: Date }>("select now()");
      const now = rows[0]?.now ?? new Date();
      const state: State = {
        wallets: wallets.map((wallet) => ({ ...wallet, id: uuidv7() })),
        keys: keys.map((key) => ({ ...key, id: uuidv7() })),
        // The first four are the keys' own meters.
        meters: meters.map((meter) => ({ ...meter, id: uuidv7() })),
      };
      state.meters.forEach((meter, at) => {
        const key = state.keys[at];
        if (key) Object.assign(meter, { id: key.id, wallet: key.wallet });
      });
      await store(client, state, now);
      const requests = shapes.map((shape): HoldRequest => {
        const key = state.keys[shape.key];
        const wallet = state.wallets[shape.isUnknown ? shape.wallet : (key?.wallet ?? 0)];
        return {
          holdId: uuidv7(),
          workspaceId: wallet?.id ?? "",
          keyId: key?.id ?? "",
          meterIds: shape.meters.flatMap((at) => {
            const meter = state.meters[at];
            return meter && (shape.isUnknown || meter.wallet === key?.wallet) ? [meter.id] : [];
          }),
          amountNanos: shape.amount,
          minimumNanos: (shape.amount * BigInt(shape.share)) / 4n,
          excessNanos: shape.excess,
          keyVersion: (key?.version ?? 0n) + (shape.isFresh ? 0n : 1n),
          privacyVersion: wallet?.privacyVersion ?? 0n,
        };
      });
      const call = async (repeated: boolean) => {
        const { text, values } = holdStatement(processId, requests, repeated);
        const result = await client.query<HoldRow>(text, values);
        return holdDecisions(requests, result.rows);
      };
      const decisions = await call(isRepeat);
      const words = decisions.map((one) =>
        one.granted ? `granted ${one.grantedNanos}` : one.rejection.code,
      );
      expect(words).toEqual(decide(requests, state, now));
      const expected = new Map([
        ...state.wallets.map(({ id, held, excess }) => [id, `${held} ${excess}`] as const),
        ...state.meters.map(({ id, held }) => [id, `${held}`] as const),
      ]);
      expect(await stored(client, state)).toEqual(expected);
      // Repeating the call after a lost response finds the holds it took, and takes no more for them.
      const granted = decisions.map((one) => (one.granted ? one.grantedNanos : null));
      const again = (await call(true)).map((one) => (one.granted ? one.grantedNanos : null));
      expect(again.filter((_, at) => granted[at] !== null)).toEqual(granted.filter((one) => one !== null));
      for (const word of words) {
        const kind = word.replace(/\d+/, "");
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    } finally {
      await client.query("rollback");
    }
  };
  await fc.assert(fc.asyncProperty(scenario, check), { numRuns: 150, verbose: 1 });
  client.release();
  // If the generator never produced a case, this test would prove nothing about it.
  for (const kind of ["granted ", "insufficient_credits", "limit_reached", "key_unusable", "stale_policy"])
    expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(20);
});
