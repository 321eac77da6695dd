import "server-only";
import { sqlPool, transaction } from "@/lib/db/client";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { tellOperators } from "../internal/tell-operators";
import { failingEventsMail } from "../rules/operator-mails";
import { needsAttention } from "../rules/retry-event";

const kind = "stripe_events";

/**
 * Mails operators when events have begun to need attention since the last mail about it, at most once an hour. Run by
 * the scheduler after events were applied. Returns whether it did.
 */
export async function tellFailingEvents(): Promise<boolean> {
  const { rows } = await sqlPool().query<{ count: number; since: Date | null }>(
    `select count(*)::int as count, max(troubled_at) as since from stripe_events where ${needsAttention}`,
  );
  const { count = 0, since = null } = rows[0] ?? {};
  if (count === 0 || since === null) return false;
  const isTold = await transaction(async (tx) => {
    // Only one process gets past this for the same events.
    const claimed = await tx.$executeRaw`
      insert into operator_notices (kind, sent_at) values (${kind}, now())
      on conflict (kind) do update set sent_at = now()
        where operator_notices.sent_at < ${since} and operator_notices.sent_at < now() - interval '1 hour'`;
    if (claimed === 0) return false;
    await tellOperators(tx, (context) => failingEventsMail(count, context));
    return true;
  });
  if (isTold) void deliverMails();
  return isTold;
}
