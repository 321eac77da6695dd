import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { type Tx, transaction } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { paths } from "@/lib/kernel/paths";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { type DisclosureFacts, disclosureMail } from "./rules/disclosure-mail";

type Untold = Omit<DisclosureFacts, "wasForbidden"> & {
  readonly disclosureId: string;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly isNoticeForbidden: boolean;
};

/** Workspaces told by one run. */
const runMax = 1_000;

/**
 * Tells the owners of workspaces about disclosures, unless that is forbidden: by mail, and from then on under Your data,
 * in the archive and in the workspace's audit log. Each workspace is told once, by any number of processes. Run when a
 * disclosure is recorded, when a prohibition is lifted, and by the scheduler for those that end by themselves. Returns
 * how many workspaces were told.
 */
export async function tellDisclosures(clock: Clock = systemClock): Promise<number> {
  const now = clock();
  let told = 0;
  while (told < runMax && (await transaction((tx) => tellNext(tx, now)))) told += 1;
  if (told > 0) void deliverMails();
  return told;
}

async function tellNext(tx: Tx, now: Date): Promise<boolean> {
  const rows = await tx.$queryRaw<Untold[]>`
    select d.id as "disclosureId", d.legal_basis as "legalBasis", d.authority, d.reference, d.disclosed_on as "disclosedOn",
           d.categories, d.is_notice_forbidden as "isNoticeForbidden", w.id as "workspaceId", w.name as "workspaceName"
      from disclosure_workspaces dw join disclosures d on d.id = dw.disclosure_id
      join workspaces w on w.id = dw.workspace_id and w.deleted_at is null
     where dw.notified_at is null and (not d.is_notice_forbidden or d.forbidden_until <= ${now})
     order by dw.disclosure_id, dw.workspace_id limit 1 for update of dw skip locked`;
  const [untold] = rows;
  if (!untold) return false;
  const { disclosureId, workspaceId, workspaceName, isNoticeForbidden } = untold;
  await tx.disclosureWorkspace.updateMany({
    where: { disclosureId, workspaceId },
    data: { notifiedAt: now },
  });
  const entry = { workspaceId, actorUserId: null, action: "disclosure.told", targetId: disclosureId };
  await recordAudit(tx, entry);
  const owners = await tx.$queryRaw<{ email: string }[]>`
    select u.email from members m join users u on u.id = m.user_id
     where m.workspace_id = ${workspaceId}::uuid and m.role = 'owner' and m.removed_at is null and u.email is not null
     order by u.id`;
  const context = {
    from: product.name,
    workspaceName,
    url: `${env().appUrl}${paths.accountData}#disclosures`,
  };
  for (const { email } of owners) {
    const facts = { ...untold, wasForbidden: isNoticeForbidden };
    await queueMail(tx, disclosureMail(facts, { ...context, recipient: email }), now);
  }
  return true;
}
