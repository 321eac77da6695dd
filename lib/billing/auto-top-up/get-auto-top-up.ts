import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { type Nanos, nanosPerCent } from "@/lib/kernel/money";
import { feeTerms } from "../fee-terms";
import { monthChargesCents } from "../internal/auto-top-up/month-charges";
import { cardExpiry } from "../rules/auto-top-up/card-label";
import { limitMonth } from "../rules/auto-top-up/month";
import { autoTopUpState, type AutoTopUpState } from "../rules/auto-top-up/state";
import type { AutoTopUpTerms } from "../rules/auto-top-up/terms";
import { feeFor } from "../rules/fee";

type SavedCardView = {
  readonly brand: string;
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly expiry: "valid" | "expiring" | "expired";
};

export type AttemptView = {
  readonly purchaseId: string;
  readonly startedAt: Date;
  readonly totalNanos: Nanos;
  /** in_flight: Stripe has not said yet whether it was charged. */
  readonly outcome: "in_flight" | "succeeded" | "declined" | "not_charged";
  readonly failureCode: string | null;
};

export type AutoTopUpView = {
  readonly state: AutoTopUpState;
  /** The last terms, also while it is off; null when it was never set up. */
  readonly terms: AutoTopUpTerms | null;
  readonly card: SavedCardView | null;
  /** Of one purchase with the terms, the fee included. */
  readonly totalNanos: Nanos;
  /** Charged, or possibly charged, this month. */
  readonly chargedNanos: Nanos;
  /** When the next month of the limit begins. */
  readonly limitResetsAt: Date;
  readonly agreed: { readonly at: Date; readonly text: string; readonly by: string | null } | null;
  readonly attempts: readonly AttemptView[];
};

const attemptsMax = 10;

/** Auto top-up of the workspace as its page shows it, with the newest attempts. Null for members. */
export async function getAutoTopUp(actor: Actor, clock: Clock = systemClock): Promise<AutoTopUpView | null> {
  if (!isAdmin(actor)) return null;
  const now = clock();
  const { workspaceId } = actor;
  const [setting, card, attempts, chargedCents] = await Promise.all([
    db().autoTopUp.findUnique({ where: { workspaceId } }),
    db().savedCard.findFirst({
      where: { workspaceId, removedAt: null },
      select: { brand: true, last4: true, expMonth: true, expYear: true },
    }),
    db().autoTopUpAttempt.findMany({
      where: { workspaceId },
      orderBy: { startedAt: "desc" },
      take: attemptsMax,
      select: { purchaseId: true, startedAt: true, totalCents: true, outcome: true, failureCode: true },
    }),
    monthChargesCents(workspaceId, now),
  ]);
  const chargedNanos = BigInt(chargedCents) * nanosPerCent;
  const totalNanos = setting ? setting.creditsNanos + feeFor(setting.creditsNanos, feeTerms()) : 0n;
  return {
    state: autoTopUpState({
      setting,
      isCharging: attempts.some(({ outcome }) => outcome === null),
      isLimitReached: setting !== null && chargedNanos + totalNanos > setting.monthlyMaxNanos,
      now,
    }),
    terms: setting,
    card: card && { ...card, expiry: cardExpiry(card, now) },
    totalNanos,
    chargedNanos,
    limitResetsAt: limitMonth(now).end,
    agreed: setting?.isOn ? await agreement(workspaceId, setting.consentId) : null,
    attempts: attempts.map(({ totalCents, outcome, ...attempt }) => ({
      ...attempt,
      totalNanos: BigInt(totalCents) * nanosPerCent,
      outcome: (outcome ?? "in_flight") as AttemptView["outcome"],
    })),
  };
}

async function agreement(workspaceId: string, id: string): Promise<NonNullable<AutoTopUpView["agreed"]>> {
  const { agreedAt, text, userId } = await db().cardConsent.findUniqueOrThrow({
    where: { id, workspaceId },
    select: { agreedAt: true, text: true, userId: true },
  });
  const person = await db().user.findUnique({ where: { id: userId }, select: { name: true, email: true } });
  return { at: agreedAt, text, by: person?.name ?? person?.email ?? null };
}

/** Whether the workspace has a card that can be charged later. */
export async function hasSavedCard({ workspaceId }: Actor): Promise<boolean> {
  return (await db().savedCard.count({ where: { workspaceId, removedAt: null } })) > 0;
}
