import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { sqlPool, transaction } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { paths } from "@/lib/kernel/paths";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { soonMs } from "./rules/clocks";
import { type DueCounts, requestsDueMail } from "./rules/request-mails";

const noticeKind = "data_requests";

/**
 * Mails operators once per day of UTC while a request is not acknowledged, is due within a day, or is overdue. Run by
 * the scheduler, in any number of processes. Returns whether it did.
 */
export async function remindOperators(clock: Clock = systemClock): Promise<boolean> {
  const now = clock();
  const counts = await countDue(now);
  if (counts.unacknowledged + counts.soon + counts.overdue === 0) return false;
  const startOfDay = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  const isTold = await transaction(async (tx) => {
    // Only one process gets past this on a day.
    const claimed = await tx.$executeRaw`
      insert into operator_notices (kind, sent_at) values (${noticeKind}, ${now})
      on conflict (kind) do update set sent_at = excluded.sent_at where operator_notices.sent_at < ${startOfDay}`;
    if (claimed === 0) return false;
    const queueUrl = `${env().appUrl}${paths.operatorRequests}`;
    for (const recipient of env().operatorEmails)
      await queueMail(tx, requestsDueMail(counts, { from: product.name, recipient, queueUrl }), now);
    return true;
  });
  if (isTold) void deliverMails();
  return isTold;
}

async function countDue(now: Date): Promise<DueCounts> {
  const { rows } = await sqlPool().query<DueCounts>(
    `select count(*) filter (where acknowledged_at is null)::int as unacknowledged,
            count(*) filter (where next_due_at >= $1 and next_due_at <= $2)::int as soon,
            count(*) filter (where next_due_at < $1)::int as overdue
       from data_requests where next_due_at is not null`,
    [now, new Date(now.getTime() + soonMs)],
  );
  return rows[0] ?? { unacknowledged: 0, soon: 0, overdue: 0 };
}
