import "server-only";
import { db } from "@/lib/db/client";

export type StripeEventRow = {
  readonly id: string;
  readonly type: string;
  readonly outcome: string;
  readonly processedAt: Date;
};

/** The newest fifty events that Stripe delivered and we committed. Those that failed are with Stripe, to be retried. */
export async function listStripeEvents(): Promise<readonly StripeEventRow[]> {
  return db().stripeEvent.findMany({
    select: { id: true, type: true, outcome: true, processedAt: true },
    orderBy: { processedAt: "desc" },
    take: 50,
  });
}
