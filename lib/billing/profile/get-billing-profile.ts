import "server-only";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import type { BillingProfileInput } from "../rules/profile/input";

/**
 * local: stored here; Stripe gets it with the first purchase. copied: as it is at Stripe. waiting: Stripe has not taken
 * it yet. rejected: copied, except for a tax ID that Stripe does not accept.
 */
export type ProfileCopy = "local" | "copied" | "waiting" | "rejected";

export type BillingProfile = BillingProfileInput & {
  readonly copy: ProfileCopy;
  /** Counts the changes. */
  readonly version: number;
};

const fields = {
  name: true,
  line1: true,
  line2: true,
  city: true,
  region: true,
  postalCode: true,
  country: true,
  reference: true,
  taxIdType: true,
  taxIdValue: true,
  version: true,
  copiedVersion: true,
  failure: true,
} as const;

/** The billing profile of the actor's workspace. Null when there is none, and for members. */
export async function getBillingProfile(actor: Actor): Promise<BillingProfile | null> {
  if (!isAdmin(actor)) return null;
  const { workspaceId } = actor;
  const [row, customer] = await Promise.all([
    db().billingProfile.findUnique({ where: { workspaceId }, select: fields }),
    db().stripeCustomer.findUnique({ where: { workspaceId }, select: { workspaceId: true } }),
  ]);
  if (!row) return null;
  const { taxIdType: type, taxIdValue: value, version, copiedVersion, failure, ...profile } = row;
  const copied = failure === "tax_id_invalid" ? "rejected" : "copied";
  const waiting = customer ? "waiting" : "local";
  return {
    ...profile,
    version,
    taxId: type !== null && value !== null ? { type, value } : null,
    copy: version === copiedVersion ? copied : waiting,
  };
}
