import { paths } from "@/lib/kernel/paths";
import { mailMoment } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";
import type { AlertFact } from "./alert-fact";
import { isMutable } from "./alert-kinds";
import { alertText, type ShownAlert } from "./alert-text";

/** Kinds with a mail of this module. The others are mailed by the module whose event they report. */
type MailedKind = Exclude<AlertFact["kind"], "credits_expiring" | "auto_top_up">;
export type MailedAlert = ShownAlert & { readonly fact: Extract<AlertFact, { kind: MailedKind }> };

type AlertMailContext = {
  readonly product: string;
  readonly recipient: string;
  readonly workspaceName: string;
  /** Origin of the console, without a slash at its end. */
  readonly site: string;
  readonly firedAt: Date;
};

export function isMailed(alert: ShownAlert): alert is MailedAlert {
  return alert.fact.kind !== "credits_expiring" && alert.fact.kind !== "auto_top_up";
}

/** One alert to one person. The subject is the fact, so that a list of subjects tells what happened. */
export function alertMail(alert: MailedAlert, context: AlertMailContext): RenderedMail {
  const { title, sentence, action } = alertText(alert);
  return renderMail({
    kind: alert.fact.kind,
    recipient: context.recipient,
    from: context.product,
    subject: title,
    summary: `${title} (${context.workspaceName})`,
    heading: title,
    paragraphs: [sentence],
    facts: [
      { label: "Workspace", value: context.workspaceName },
      { label: "Time", value: mailMoment(context.firedAt) },
    ],
    button: { label: action.label, url: `${context.site}${action.href}` },
    links: [{ label: "Notification settings", url: `${context.site}${paths.accountNotifications}` }],
    closing: isMutable(alert.fact.kind)
      ? "You can turn off emails of this kind in your notification settings."
      : "Emails about refunds, disputes and failed payments are always sent to owners and admins.",
  });
}
