import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/client";
import { normalizeEmail } from "@/lib/kernel/email";
import { unknownOrigin } from "@/lib/kernel/network";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { twoFactorMail } from "@/lib/mail/templates/two-factor-mails";
import { lockUserByEmail } from "../internal/lock-user";
import { recordSecurityEvent } from "../security-log/record-security-event";
import { eraseTwoFactor } from "./change-two-factor";

/**
 * For the operator, when someone has lost their app and all recovery codes. Proving who they are is the operator's task.
 * In the audit log of the account's own workspace and in its security log; mailed to its owner.
 */
export async function removeTwoFactor(address: string): Promise<Outcome<null, "not_found" | "not_on">> {
  const email = normalizeEmail(address);
  const outcome = await transaction(async (tx) => {
    const user = email === null ? null : await lockUserByEmail(tx, email);
    if (!user) return fail("not_found", { message: "No account has this address." });
    const { id: userId } = user;
    const workspace = await tx.workspace.findUnique({
      where: { personalUserId: userId },
      select: { id: true },
    });
    if ((await eraseTwoFactor(tx, userId)) === 0)
      return fail("not_on", { message: "Two-factor authentication is off for this account." });
    const action = "member.two_factor_removed";
    if (workspace)
      await recordAudit(tx, { workspaceId: workspace.id, actorUserId: null, action, targetId: userId });
    await recordSecurityEvent(tx, { userId, kind: "two_factor_removed", origin: unknownOrigin });
    await queueMail(tx, twoFactorMail(user.email, "removed", unknownOrigin));
    return ok(null);
  });
  await deliverMails();
  return outcome;
}
