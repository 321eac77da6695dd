import "server-only";
import { db } from "@/lib/db/client";

export type StripeEventRow = {
  readonly id: string;
  readonly type: string;
  readonly outcome: string;
  readonly processedAt: Date;
};

/**
 * The newest fifty events that were delivered and committed. Failed ones are not stored: Stripe delivers them again.
 */
export async function listStripeEvents(): Promise<readonly StripeEventRow[]> {
  return db().stripeEvent.findMany({
    select: { id: true, type: true, outcome: true, processedAt: true },
    orderBy: { processedAt: "desc" },
    take: 50,
  });
}
