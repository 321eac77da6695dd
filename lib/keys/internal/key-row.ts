import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/kernel/actor";
import { isAdmin } from "@/lib/kernel/actor";
import type { Guardrails } from "@/lib/keys/rules/guardrails";
import type { KeyKind } from "@/lib/keys/rules/key-input";
import { type Key, keyState } from "@/lib/keys/rules/key-view";
import { remainingNanos, windowUsage } from "@/lib/ledger/rules/spend-limit";
import type { KeyMeter } from "./key-meters";

export const keyFields = {
  id: true,
  hash: true,
  workspaceId: true,
  creatorUserId: true,
  kind: true,
  name: true,
  label: true,
  includeByokInLimit: true,
  allowedModels: true,
  allowedProviders: true,
  ignoredProviders: true,
  zeroRetentionOnly: true,
  denyCollection: true,
  adminGuardrails: true,
  createdAt: true,
  updatedAt: true,
  expiresAt: true,
  disabledAt: true,
  deletedAt: true,
} as const;

export type KeyRow = Guardrails & {
  id: string;
  hash: string;
  workspaceId: string;
  creatorUserId: string | null;
  kind: KeyKind;
  name: string;
  label: string;
  includeByokInLimit: boolean;
  /** As `adminGuardrailsSchema` has it. */
  adminGuardrails: unknown;
  createdAt: Date;
  updatedAt: Date | null;
  expiresAt: Date | null;
  disabledAt: Date | null;
  deletedAt: Date | null;
};

const entries = z.array(z.string());
const adminGuardrailsSchema = z.object({
  models: entries.optional(),
  providers: z.object({ allowed: entries, ignored: entries }).optional(),
  zeroRetentionOnly: z.literal(true).optional(),
  denyCollection: z.literal(true).optional(),
});

/** Converts a row to the key as its owner sees it now. */
export function toKey(row: KeyRow, meter: KeyMeter | null, now: Date): Key {
  const { disabledAt, deletedAt, adminGuardrails, ...rest } = row;
  const { allowedModels, allowedProviders, ignoredProviders, zeroRetentionOnly, denyCollection, ...key } =
    rest;
  const usage = windowUsage(meter, now);
  const limitNanos = meter?.limitNanos ?? null;
  const limitReset = meter?.limitReset ?? null;
  return {
    ...key,
    state: keyState({ disabledAt, deletedAt, expiresAt: key.expiresAt }, now),
    limitNanos,
    limitReset,
    guardrails: { allowedModels, allowedProviders, ignoredProviders, zeroRetentionOnly, denyCollection },
    adminGuardrails: adminGuardrailsSchema.parse(adminGuardrails),
    remainingNanos: remainingNanos(limitNanos, limitReset, usage),
    usage,
    lastUsedAt: meter?.lastUsedAt ?? null,
  };
}

/** Guardrails as columns of a key, and as fields of the audit log. */
export function guardrailColumns(guardrails: Guardrails) {
  const { allowedModels, allowedProviders, ignoredProviders, zeroRetentionOnly, denyCollection } = guardrails;
  return {
    allowedModels: [...allowedModels],
    allowedProviders: [...allowedProviders],
    ignoredProviders: [...ignoredProviders],
    zeroRetentionOnly,
    denyCollection,
  };
}

/** The keys that an actor may see and manage: admins all keys of the workspace, members their own. */
export function ownKeys(actor: Actor) {
  return { workspaceId: actor.workspaceId, ...(!isAdmin(actor) && { creatorUserId: actor.userId }) };
}
