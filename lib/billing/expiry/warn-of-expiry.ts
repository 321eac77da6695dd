import "server-only";
import { listAlertRecipients } from "@/lib/alerts/list-alert-recipients";
import { type NewAlert, raiseAlert } from "@/lib/alerts/raise-alert";
import { env } from "@/lib/config/env";
import { errorFacts, log } from "@/lib/config/log";
import { product } from "@/lib/config/product";
import { db, sqlPool, transaction } from "@/lib/db/client";
import { paths } from "@/lib/kernel/paths";
import { listCreditLots } from "@/lib/ledger/list-credit-lots";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import {
  creditedBefore,
  dueWarning,
  expiresAt,
  type ExpiryTerms,
  type WarnedPurchase,
  warningDays,
} from "../rules/credit-expiry";
import { creditsExpiringMail, type ExpiringCredits } from "../rules/expiry-mail";

/** Most workspaces of one run; the next run continues. */
const batchMax = 200;

/** Most purchases of one run, of all its workspaces. */
const purchasesMax = 5_000;

type Candidate = WarnedPurchase & { readonly id: string; readonly workspaceId: string };

type Due = { readonly id: string; readonly expiry: Date; readonly warning: 30 | 7 };

/**
 * Warns the owners and admins of workspaces whose credits expire within 30 and within 7 days, in one mail per workspace
 * and step; a last warning that was missed is given late. Returns how many workspaces were warned. Purchases of which
 * nothing is left are only marked.
 */
export async function warnOfExpiry(terms: ExpiryTerms, now: Date): Promise<number> {
  let warned = 0;
  for (const [workspaceId, due] of await readDue(terms, now)) {
    try {
      if (await warn(workspaceId, due, now)) warned += 1;
    } catch (error) {
      log().error(
        { workspaceId, ...errorFacts(error) },
        "a warning of expiring credits could not be written",
      );
    }
  }
  if (warned > 0) void deliverMails();
  return warned;
}

async function readDue(terms: ExpiryTerms, now: Date): Promise<ReadonlyMap<string, readonly Due[]>> {
  const [first, last] = warningDays.map((days) => creditedBefore(days, terms, now));
  const { rows } = await sqlPool().query<Candidate>(
    `select id, workspace_id as "workspaceId", credited_at as "creditedAt", expiry_warned_days as "expiryWarnedDays",
            expiry_warned_at as "expiryWarnedAt"
     from purchases
     where state = 'credited' and expired_at is null and credited_at <= $1
       and (expiry_warned_days is null
            or (credited_at <= $2 and (expiry_warned_days > 7 or expiry_warned_at is null)))
     order by credited_at limit ${purchasesMax}`,
    [first, last],
  );
  const groups = new Map<string, Due[]>();
  for (const row of rows) {
    const expiry = expiresAt(row, terms, now);
    const warning = dueWarning(row, terms, now);
    if (warning === null || (groups.size === batchMax && !groups.has(row.workspaceId))) continue;
    groups.set(row.workspaceId, [...(groups.get(row.workspaceId) ?? []), { id: row.id, expiry, warning }]);
  }
  return groups;
}

async function warn(workspaceId: string, due: readonly Due[], now: Date): Promise<boolean> {
  const lots = new Map((await listCreditLots(workspaceId)).map((lot) => [lot.key, lot.remainingNanos]));
  const parts = due
    .map(({ id, expiry }) => ({ amountNanos: lots.get(`purchase:${id}`) ?? 0n, expiresAt: expiry }))
    .filter(({ amountNanos }) => amountNanos > 0n);
  const workspace = await db().workspace.findUnique({
    where: { id: workspaceId },
    select: { name: true, deletedAt: true },
  });
  return transaction(async (tx) => {
    let marked = 0;
    for (const days of warningDays) {
      const ids = due.filter(({ warning }) => warning === days).map(({ id }) => id);
      const isNotGiven = [
        { expiryWarnedDays: null },
        { expiryWarnedDays: { gt: days } },
        { expiryWarnedAt: null },
      ];
      const where = { workspaceId, id: { in: ids }, OR: isNotGiven };
      const data = { expiryWarnedDays: days, expiryWarnedAt: now };
      if (ids.length > 0) marked += (await tx.purchase.updateMany({ where, data })).count;
    }
    // Another run, which saw the same purchases, was faster.
    if (marked === 0 || parts.length === 0 || !workspace || workspace.deletedAt) return false;
    await raiseAlert(tx, noticeOf(workspaceId, due, parts));
    for (const { email: recipient } of await listAlertRecipients(tx, workspaceId, "credits_expiring"))
      await queueMail(tx, mailOf(parts, recipient, workspace.name));
    return true;
  });
}

function noticeOf(workspaceId: string, due: readonly Due[], parts: readonly ExpiringCredits[]): NewAlert {
  const amountNanos = parts.reduce((sum, part) => sum + part.amountNanos, 0n);
  const expiresAt = (parts[0]?.expiresAt ?? new Date()).toISOString();
  // A purchase is warned of once at each step.
  const period = due.map(({ id, warning }) => `${warning}:${id}`)[0] ?? "";
  const fact = { kind: "credits_expiring", amountNanos, expiresAt } as const;
  return { workspaceId, subjectId: workspaceId, period, fact };
}

function mailOf(parts: readonly ExpiringCredits[], recipient: string, workspaceName: string) {
  const creditsUrl = `${env().appUrl}${paths.credits}`;
  const settingsUrl = `${env().appUrl}${paths.accountNotifications}`;
  const context = { product: product.name, recipient, workspaceName, creditsUrl, settingsUrl };
  return creditsExpiringMail(parts, context);
}
