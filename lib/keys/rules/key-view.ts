import type { Nanos } from "@/lib/kernel/money";
import type { AdminGuardrails } from "./admin-guardrails";
import type { Guardrails } from "./guardrails";
import type { KeyKind } from "./key-input";
import type { LimitReset, WindowUsage } from "@/lib/ledger/rules/spend-limit";

export type KeyState = "active" | "disabled" | "expired" | "deleted";

/** A key as its owner sees it. Never contains a secret. */
export type Key = {
  readonly id: string;
  /** Public id on the wire: SHA-256 of the first secret in hex. */
  readonly hash: string;
  readonly workspaceId: string;
  readonly creatorUserId: string | null;
  readonly kind: KeyKind;
  readonly name: string;
  readonly label: string;
  readonly state: KeyState;
  readonly limitNanos: Nanos | null;
  readonly limitReset: LimitReset | null;
  readonly includeByokInLimit: boolean;
  readonly guardrails: Guardrails;
  /** Those of them that an owner or admin set. */
  readonly adminGuardrails: AdminGuardrails;
  /** Remaining in the current window, not below zero; null without a limit. */
  readonly remainingNanos: Nanos | null;
  readonly usage: WindowUsage;
  readonly createdAt: Date;
  readonly updatedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
};

/** Deleted wins over disabled, disabled over expired. */
export function keyState(
  key: { deletedAt: Date | null; disabledAt: Date | null; expiresAt: Date | null },
  now: Date,
): KeyState {
  if (key.deletedAt) return "deleted";
  if (key.disabledAt) return "disabled";
  if (key.expiresAt && key.expiresAt.getTime() <= now.getTime()) return "expired";
  return "active";
}
