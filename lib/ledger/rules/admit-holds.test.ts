import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { admitHolds, type HoldBooks, type HoldRequest, type KeyBook, type WalletBook } from "./admit-holds";

const now = new Date("2026-11-21T10:00:00Z");
const meter = {
  usedNanos: 0n,
  dayStart: "2026-11-21",
  dayNanos: 0n,
  weekStart: "2026-11-16",
  weekNanos: 0n,
  monthStart: "2026-11-01",
  monthNanos: 0n,
};
const wallet: WalletBook = { creditedNanos: 100n, debitedNanos: 0n, heldNanos: 0n, policyVersion: 1n };
const key: KeyBook = {
  workspaceId: "w",
  limitNanos: null,
  limitReset: null,
  isUsable: true,
  heldNanos: 0n,
  meter,
};
const request: HoldRequest = {
  holdId: "h",
  workspaceId: "w",
  keyId: "k",
  amountNanos: 40n,
  minimumNanos: 40n,
  policyVersion: 1n,
};

function books(parts: { wallet?: Partial<WalletBook>; key?: Partial<KeyBook>; now?: Date } = {}): HoldBooks {
  return {
    wallets: new Map([["w", { ...wallet, ...parts.wallet }]]),
    keys: new Map([["k", { ...key, ...parts.key }]]),
    now: parts.now ?? now,
  };
}

function decideOne(change: Partial<HoldRequest>, on: HoldBooks = books()) {
  return admitHolds([{ ...request, ...change }], on)[0];
}

function codeOf(decision: ReturnType<typeof decideOne>) {
  return decision?.granted ? `granted ${decision.grantedNanos}` : decision?.refusal.code;
}

describe("admitHolds", () => {
  it("counts each hold against what the ones before it left", () => {
    expect(admitHolds([request, request, request], books()).map(codeOf)).toEqual([
      "granted 40",
      "granted 40",
      "insufficient_credits",
    ]);
  });

  it("grants a flexible request what there is, down to its minimum", () => {
    expect(codeOf(decideOne({ amountNanos: 500n, minimumNanos: 10n }))).toBe("granted 100");
    expect(
      codeOf(decideOne({ amountNanos: 500n, minimumNanos: 10n }, books({ key: { limitNanos: 30n } }))),
    ).toBe("granted 30");
    expect(codeOf(decideOne({ amountNanos: 500n, minimumNanos: 101n }))).toBe("insufficient_credits");
    expect(
      codeOf(decideOne({ amountNanos: 500n, minimumNanos: 31n }, books({ key: { limitNanos: 30n } }))),
    ).toBe("key_limit");
    expect(
      codeOf(decideOne({ amountNanos: 500n, minimumNanos: 0n }, books({ wallet: { debitedNanos: 100n } }))),
    ).toBe("insufficient_credits");
  });

  it("refuses keys that are not usable, unknown, or another workspace's", () => {
    expect(codeOf(decideOne({}, books({ key: { isUsable: false } })))).toBe("key_unusable");
    expect(codeOf(decideOne({ keyId: "other" }))).toBe("key_unusable");
    expect(codeOf(decideOne({}, books({ key: { workspaceId: "other" } })))).toBe("key_unusable");
  });

  it("refuses a request that was decided under other settings", () => {
    expect(codeOf(decideOne({ policyVersion: 0n }))).toBe("stale_policy");
  });

  it("lets a free request pass an exhausted limit, but not a balance below zero", () => {
    const free = { amountNanos: 0n, minimumNanos: 0n };
    expect(codeOf(decideOne(free, books({ key: { limitNanos: 0n } })))).toBe("granted 0");
    expect(codeOf(decideOne(free, books({ wallet: { debitedNanos: 100n } })))).toBe("granted 0");
    expect(codeOf(decideOne(free, books({ wallet: { debitedNanos: 101n } })))).toBe("insufficient_credits");
  });

  it("counts a limit's own window only, and nothing of a window that has passed", () => {
    const used = { ...meter, usedNanos: 90n, dayNanos: 10n, weekNanos: 20n, monthNanos: 60n };
    const room = (limitReset: KeyBook["limitReset"], at: string) =>
      codeOf(
        decideOne(
          { amountNanos: 100n, minimumNanos: 1n },
          books({ key: { limitNanos: 91n, limitReset, meter: used }, now: new Date(at) }),
        ),
      );
    expect(room(null, "2026-11-21T10:00:00Z")).toBe("granted 1");
    expect(room("daily", "2026-11-21T23:59:59.999Z")).toBe("granted 81");
    expect(room("daily", "2026-11-22T00:00:00Z")).toBe("granted 91");
    expect(room("weekly", "2026-11-22T23:59:59Z")).toBe("granted 71");
    expect(room("weekly", "2026-11-23T00:00:00Z")).toBe("granted 91");
    expect(room("monthly", "2026-11-30T23:59:59Z")).toBe("granted 31");
    expect(room("monthly", "2026-12-01T00:00:00Z")).toBe("granted 91");
  });

  it("says what is left and when the limit is whole again", () => {
    const decision = decideOne({}, books({ key: { limitNanos: 39n, limitReset: "weekly" } }));
    expect(decision).toEqual({
      granted: false,
      refusal: {
        code: "key_limit",
        availableNanos: 100n,
        limitNanos: 39n,
        usedNanos: 0n,
        limitReset: "weekly",
        resetAt: new Date("2026-11-23T00:00:00Z"),
      },
    });
  });

  it("never admits more than a wallet has or a key may, whatever is asked", () => {
    const nanos = (max: bigint) => fc.bigInt({ min: 0n, max });
    const asked = fc.record({
      walletIndex: fc.nat(2),
      keyIndex: fc.nat(3),
      amountNanos: nanos(60n),
      share: fc.integer({ min: 0, max: 4 }),
    });
    const state = fc.record({
      credited: nanos(300n),
      debited: nanos(300n),
      held: nanos(60n),
      limit: fc.option(nanos(120n)),
      used: nanos(90n),
    });
    fc.assert(
      fc.property(
        fc.array(asked, { maxLength: 60 }),
        fc.array(state, { minLength: 4, maxLength: 4 }),
        (asks, states) => {
          const wallets = new Map(
            states.slice(0, 3).map((one, index) => [
              `w${index}`,
              {
                creditedNanos: one.credited,
                debitedNanos: one.debited,
                heldNanos: one.held,
                policyVersion: 0n,
              },
            ]),
          );
          const keys = new Map(
            states.map((one, index) => [
              `k${index}`,
              {
                ...key,
                workspaceId: `w${index % 3}`,
                limitNanos: one.limit,
                heldNanos: one.held,
                meter: { ...meter, usedNanos: one.used },
              },
            ]),
          );
          const requests = asks.map((ask, index) => ({
            holdId: String(index),
            workspaceId: `w${ask.walletIndex}`,
            keyId: `k${ask.keyIndex}`,
            amountNanos: ask.amountNanos,
            minimumNanos: (ask.amountNanos * BigInt(ask.share)) / 4n,
            policyVersion: 0n,
          }));
          const decisions = admitHolds(requests, { wallets, keys, now });
          const sum = (pick: (request: HoldRequest) => boolean) =>
            decisions.reduce((total, decision, index) => {
              const one = requests[index];
              if (!decision.granted || !one || !pick(one)) return total;
              expect(
                decision.grantedNanos <= one.amountNanos && decision.grantedNanos >= one.minimumNanos,
              ).toBe(true);
              return total + decision.grantedNanos;
            }, 0n);
          for (const [id, one] of wallets) {
            const granted = sum(({ workspaceId }) => workspaceId === id);
            if (granted > 0n)
              expect(granted <= one.creditedNanos - one.debitedNanos - one.heldNanos).toBe(true);
          }
          for (const [id, one] of keys) {
            const granted = sum(({ keyId }) => keyId === id);
            if (granted > 0n && one.limitNanos !== null) {
              expect(granted <= one.limitNanos - one.meter.usedNanos - one.heldNanos).toBe(true);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
