import "server-only";
import { z } from "zod";
import { errorFacts, log } from "@/lib/config/log";
import { db, sqlPool } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Clock, msPerDay, msPerMinute, msPerSecond, systemClock } from "@/lib/kernel/clock";
import { finishSetup, type Setup, setupFields } from "../internal/auto-top-up/finish-setup";
import { stripeErrorFacts } from "../internal/stripe-client";

const idSchema = z.uuid();

/**
 * Saves the card of the page that the user just returned from, so that it is there at once. Whether the page was completed
 * is for Stripe to say; anyone may open the return URL. No effect for other workspaces' ids and for members. When Stripe
 * does not respond, the job finds the card.
 */
export async function finishCardSetup(actor: Actor, id: string | null | undefined): Promise<void> {
  const parsed = idSchema.safeParse(id);
  if (!parsed.success || !isAdmin(actor)) return;
  const setup = await db().cardSetup.findUnique({
    where: { id: parsed.data, workspaceId: actor.workspaceId, state: "open" },
    select: setupFields,
  });
  if (!setup) return;
  try {
    await finishSetup(setup);
  } catch (error) {
    log().warn({ event: "card_not_saved", workspaceId: actor.workspaceId, ...stripeErrorFacts(error) });
  }
}

const batchMax = 20;

/**
 * Saves cards whose user did not return, and those of paid purchases. Run every few seconds: a purchase is asked about
 * only when it is decided, and a page at growing intervals, up to the two days within which Stripe closes it.
 */
export async function finishCardSetups(clock: Clock = systemClock): Promise<{ readonly finished: number }> {
  const now = clock();
  const { rows } = await sqlPool().query<Setup & { createdAt: Date }>(
    `select s.id, s.workspace_id as "workspaceId", s.consent_id as "consentId",
            s.checkout_session_id as "checkoutSessionId", s.purchase_id as "purchaseId",
            s.created_at as "createdAt"
       from card_setups s left join purchases p on p.id = s.purchase_id and p.workspace_id = s.workspace_id
      where s.state = 'open' and s.next_check_at <= $1
        and (s.purchase_id is null or p.state not in ('open', 'pending'))
      order by s.next_check_at limit $2`,
    [now, batchMax],
  );
  const results = await Promise.all(rows.map((setup) => check(setup, now)));
  return { finished: results.filter(Boolean).length };
}

async function check(setup: Setup & { readonly createdAt: Date }, now: Date): Promise<boolean> {
  const { id, workspaceId } = setup;
  const ageMs = now.getTime() - setup.createdAt.getTime();
  const waitMs = Math.min(Math.max(ageMs / 4, 5 * msPerSecond), 10 * msPerMinute);
  await db().cardSetup.updateMany({
    where: { id, workspaceId, state: "open" },
    data: { nextCheckAt: new Date(now.getTime() + waitMs) },
  });
  try {
    if (await finishSetup(setup)) return true;
  } catch (error) {
    log().error({ event: "card_not_saved", workspaceId, ...errorFacts(error) });
  }
  if (ageMs < 2 * msPerDay) return false;
  await db().cardSetup.updateMany({ where: { id, workspaceId, state: "open" }, data: { state: "closed" } });
  return true;
}
