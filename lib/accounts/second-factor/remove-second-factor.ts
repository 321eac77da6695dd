import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/client";
import { normalizeEmail } from "@/lib/kernel/email";
import { unknownOrigin } from "@/lib/kernel/network";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { secondFactorMail } from "@/lib/mail/templates/second-factor-mails";
import { lockUserByEmail } from "../internal/lock-user";
import { recordSecurityEvent } from "../security-log/record-security-event";
import { eraseSecondFactor } from "./change-second-factor";

/**
 * For the operator, when someone has lost their app and all recovery codes. Proving who they are is the operator's task.
 * In the audit log of the account's own workspace and in its security log; mailed to its owner.
 */
export async function removeSecondFactor(address: string): Promise<Outcome<null, "not_found" | "not_on">> {
  const email = normalizeEmail(address);
  const outcome = await transaction(async (tx) => {
    const user = email === null ? null : await lockUserByEmail(tx, email);
    if (!user) return fail("not_found", { message: "No account has this address." });
    const { id: userId } = user;
    const workspace = await tx.workspace.findUnique({
      where: { personalUserId: userId },
      select: { id: true },
    });
    if ((await eraseSecondFactor(tx, userId)) === 0)
      return fail("not_on", { message: "This account has no second factor." });
    const action = "member.second_factor_removed";
    if (workspace)
      await recordAudit(tx, { workspaceId: workspace.id, actorUserId: null, action, targetId: userId });
    await recordSecurityEvent(tx, { userId, kind: "second_factor_removed", origin: unknownOrigin });
    await queueMail(tx, secondFactorMail(user.email, "removed", unknownOrigin));
    return ok(null);
  });
  await deliverMails();
  return outcome;
}
