import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { isAdmin } from "@/lib/kernel/actor";
import type { Nanos } from "@/lib/kernel/money";
import type { KeyKind } from "@/lib/keys/rules/key-input";
import { type Key, keyState } from "@/lib/keys/rules/key-view";
import { type LimitReset, type Meter, remainingNanos, windowUsage } from "@/lib/keys/rules/spend-limit";

export const keyFields = {
  id: true,
  hash: true,
  workspaceId: true,
  creatorUserId: true,
  kind: true,
  name: true,
  label: true,
  limitNanos: true,
  limitReset: true,
  includeByokInLimit: true,
  createdAt: true,
  updatedAt: true,
  expiresAt: true,
  disabledAt: true,
  deletedAt: true,
  meter: {
    select: {
      usedNanos: true,
      dayStart: true,
      dayNanos: true,
      weekStart: true,
      weekNanos: true,
      monthStart: true,
      monthNanos: true,
      lastUsedAt: true,
    },
  },
} as const;

type MeterRow = {
  usedNanos: Nanos;
  dayStart: Date;
  dayNanos: Nanos;
  weekStart: Date;
  weekNanos: Nanos;
  monthStart: Date;
  monthNanos: Nanos;
  lastUsedAt: Date | null;
};

export type KeyRow = {
  id: string;
  hash: string;
  workspaceId: string;
  creatorUserId: string | null;
  kind: KeyKind;
  name: string;
  label: string;
  limitNanos: Nanos | null;
  limitReset: LimitReset | null;
  includeByokInLimit: boolean;
  createdAt: Date;
  updatedAt: Date | null;
  expiresAt: Date | null;
  disabledAt: Date | null;
  deletedAt: Date | null;
  meter: MeterRow | null;
};

/** What the database says about a key, as its owner sees it now. */
export function toKey(row: KeyRow, now: Date): Key {
  const { meter, disabledAt, deletedAt, ...key } = row;
  const usage = windowUsage(meter && toMeter(meter), now);
  return {
    ...key,
    state: keyState({ disabledAt, deletedAt, expiresAt: key.expiresAt }, now),
    remainingNanos: remainingNanos(key.limitNanos, key.limitReset, usage),
    usage,
    lastUsedAt: meter?.lastUsedAt ?? null,
  };
}

function toMeter(row: MeterRow): Meter {
  const day = (date: Date) => date.toISOString().slice(0, 10);
  return {
    ...row,
    dayStart: day(row.dayStart),
    weekStart: day(row.weekStart),
    monthStart: day(row.monthStart),
  };
}

/** Which keys an actor may see and manage: admins all of the workspace, members their own. */
export function ownKeys(actor: Actor) {
  return { workspaceId: actor.workspaceId, ...(!isAdmin(actor) && { creatorUserId: actor.userId }) };
}
