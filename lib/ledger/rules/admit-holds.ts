import type { Nanos } from "@/lib/kernel/money";
import {
  type LimitReset,
  type Meter,
  nextReset,
  usedInWindow,
  windowUsage,
} from "@/lib/keys/rules/spend-limit";

export type HoldRequest = {
  /** The generation's id. */
  readonly holdId: string;
  readonly workspaceId: string;
  readonly keyId: string;
  /** What the request would like to hold. Zero for free models. */
  readonly amountNanos: Nanos;
  /** The least it can run with; equal to the amount when it cannot run shorter. */
  readonly minimumNanos: Nanos;
  /** Version of keys and privacy settings that the request was decided under. */
  readonly policyVersion: bigint;
};

export type WalletBook = {
  readonly creditedNanos: Nanos;
  readonly debitedNanos: Nanos;
  readonly heldNanos: Nanos;
  readonly policyVersion: bigint;
};

export type KeyBook = {
  readonly workspaceId: string;
  readonly limitNanos: Nanos | null;
  readonly limitReset: LimitReset | null;
  /** False when disabled, expired or deleted. */
  readonly isUsable: boolean;
  readonly heldNanos: Nanos;
  readonly meter: Meter;
};

/** What is known under lock: every wallet and key that the requests name, and the database's time. */
export type HoldBooks = {
  readonly wallets: ReadonlyMap<string, WalletBook>;
  readonly keys: ReadonlyMap<string, KeyBook>;
  readonly now: Date;
};

export type HoldRefusalCode = "insufficient_credits" | "key_limit" | "key_unusable" | "stale_policy";

/** What the caller needs for a clear error: figures of the wallet and of the key's running window. */
export type HoldRefusal = {
  readonly code: HoldRefusalCode;
  readonly availableNanos: Nanos;
  readonly limitNanos: Nanos | null;
  readonly usedNanos: Nanos;
  readonly limitReset: LimitReset | null;
  readonly resetAt: Date | null;
};

export type HoldDecision =
  | { readonly granted: true; readonly grantedNanos: Nanos }
  | { readonly granted: false; readonly refusal: HoldRefusal };

/**
 * Decides holds in order, each against what the ones before it left: never more than the wallet's balance less what
 * is held, nor than the key's limit less what its window has used and holds (G2, K2). A flexible request is granted
 * as much of its amount as there is, down to its minimum. A hold of nothing (a free model) passes an exhausted key
 * limit, but not a balance below zero.
 */
export function admitHolds(requests: readonly HoldRequest[], books: HoldBooks): HoldDecision[] {
  const heldByWallet = new Map<string, Nanos>();
  const heldByKey = new Map<string, Nanos>();
  return requests.map((request) => {
    const decision = decide(request, books, {
      wallet: heldByWallet.get(request.workspaceId) ?? 0n,
      key: heldByKey.get(request.keyId) ?? 0n,
    });
    if (decision.granted) {
      add(heldByWallet, request.workspaceId, decision.grantedNanos);
      add(heldByKey, request.keyId, decision.grantedNanos);
    }
    return decision;
  });
}

function decide(request: HoldRequest, books: HoldBooks, taken: { wallet: Nanos; key: Nanos }): HoldDecision {
  const wallet = books.wallets.get(request.workspaceId);
  const key = books.keys.get(request.keyId);
  if (!wallet || !key || key.workspaceId !== request.workspaceId || !key.isUsable) {
    return { granted: false, refusal: refusal("key_unusable", 0n, null, books.now) };
  }
  const balance = wallet.creditedNanos - wallet.debitedNanos;
  const available = balance - wallet.heldNanos - taken.wallet;
  const refuse = (code: HoldRefusalCode): HoldDecision => ({
    granted: false,
    refusal: refusal(code, available, key, books.now),
  });
  if (wallet.policyVersion !== request.policyVersion) return refuse("stale_policy");
  if (request.amountNanos === 0n) {
    return balance < 0n ? refuse("insufficient_credits") : { granted: true, grantedNanos: 0n };
  }
  const remaining =
    key.limitNanos === null
      ? request.amountNanos
      : key.limitNanos - usedNanos(key, books.now) - key.heldNanos - taken.key;
  const granted = least(request.amountNanos, available, remaining);
  // A minimum of nothing still needs something to run on, since the request is not free.
  const minimum = request.minimumNanos > 0n ? request.minimumNanos : 1n;
  if (available < minimum) return refuse("insufficient_credits");
  if (remaining < minimum) return refuse("key_limit");
  return { granted: true, grantedNanos: granted };
}

function refusal(code: HoldRefusalCode, availableNanos: Nanos, key: KeyBook | null, now: Date): HoldRefusal {
  return {
    code,
    availableNanos,
    limitNanos: key?.limitNanos ?? null,
    usedNanos: key ? usedNanos(key, now) : 0n,
    limitReset: key?.limitReset ?? null,
    resetAt: nextReset(key?.limitReset ?? null, now),
  };
}

function usedNanos(key: KeyBook, now: Date): Nanos {
  return usedInWindow(key.limitReset, windowUsage(key.meter, now));
}

function least(first: Nanos, ...others: readonly Nanos[]): Nanos {
  return others.reduce((smallest, value) => (value < smallest ? value : smallest), first);
}

function add(sums: Map<string, Nanos>, id: string, nanos: Nanos): void {
  sums.set(id, (sums.get(id) ?? 0n) + nanos);
}
