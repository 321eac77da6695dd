import { paths } from "@/lib/kernel/paths";
import { disableLabel, disableLinkDays } from "@/lib/keys/rules/disable-link";
import type { Fact } from "@/lib/mail/rules/mail-parts";
import { mailMoment } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";
import type { AlertFact } from "./alert-fact";
import { isMutable } from "./alert-kinds";
import { alertText } from "./alert-text";
import type { ShownAlert } from "./shown-alert";

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
  /** The key's label, for kinds about a key. */
  readonly keyLabel?: string | undefined;
  /** A link for this recipient that disables the key, while that would stop anything. */
  readonly disableUrl?: string | undefined;
};

export function isMailed(alert: ShownAlert): alert is MailedAlert {
  return alert.fact.kind !== "credits_expiring" && alert.fact.kind !== "auto_top_up";
}

/** One alert to one person. The subject is the fact, so that a list of subjects tells what happened. */
export function alertMail(alert: MailedAlert, context: AlertMailContext): RenderedMail {
  const { title, sentence, action } = alertText(alert);
  const { site, keyLabel, disableUrl } = context;
  const page = { label: action.label, url: `${site}${action.href}` };
  const disable = disableUrl !== undefined && { label: disableLabel(keyLabel ?? ""), url: disableUrl };
  const closing = closingOf(alert.fact.kind, Boolean(disable));
  return renderMail({
    kind: alert.fact.kind,
    recipient: context.recipient,
    from: context.product,
    subject: title,
    summary: `${title} (${context.workspaceName})`,
    heading: title,
    paragraphs: [sentence],
    ...(disable && { summaryLink: disable }),
    facts: factsOf(context),
    button: disable || page,
    links: [
      ...(disable ? [page] : []),
      { label: "Notification settings", url: `${site}${paths.accountNotifications}` },
    ],
    ...(closing !== undefined && { closing }),
  });
}

function factsOf({ keyLabel, workspaceName, firedAt }: AlertMailContext): readonly Fact[] {
  const workspace = { label: "Workspace", value: workspaceName };
  const time = { label: "Time", value: mailMoment(firedAt) };
  return keyLabel === undefined
    ? [workspace, time]
    : [{ label: "Key", value: keyLabel, show: "code" }, workspace, time];
}

function closingOf(kind: MailedKind, canDisable: boolean): string | undefined {
  if (isMutable(kind)) return undefined;
  if (kind !== "unusual_spend" && kind !== "key_rejected")
    return "Emails about refunds, disputes and failed payments are always sent to owners and admins.";
  const link = `The link that disables the key works for ${disableLinkDays} days, asks before it does so, and needs no password. `;
  return `${canDisable ? link : ""}Emails about the security of your keys are always sent.`;
}
