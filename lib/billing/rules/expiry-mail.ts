import { formatDollars, type Nanos } from "@/lib/kernel/money";
import { mailDay } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";

export type ExpiringCredits = { readonly amountNanos: Nanos; readonly expiresAt: Date };

type ExpiryContext = {
  readonly product: string;
  readonly recipient: string;
  readonly workspaceName: string;
  readonly creditsUrl: string;
  readonly settingsUrl: string;
};

/** Warns of credits that expire soon. `parts` is not empty; the earliest comes first. */
export function creditsExpiringMail(parts: readonly ExpiringCredits[], context: ExpiryContext): RenderedMail {
  const total = formatDollars(parts.reduce((sum, { amountNanos }) => sum + amountNanos, 0n));
  const first = parts[0] ? mailDay(parts[0].expiresAt) : "";
  const when = parts.length === 1 ? `on ${first}` : `soon, starting ${first}`;
  return renderMail({
    kind: "credits_expiring",
    recipient: context.recipient,
    from: context.product,
    subject: `${total} in credits expires ${when}`,
    summary: `${total} in credits of ${context.workspaceName} expires ${when}`,
    heading: `${total} in credits expires ${when}`,
    paragraphs: ["The oldest credits are used first, so requests made until then reduce what expires."],
    facts: [
      { label: "Workspace", value: context.workspaceName },
      ...parts.map(({ amountNanos, expiresAt }) => ({
        label: mailDay(expiresAt),
        value: formatDollars(amountNanos),
      })),
    ],
    button: { label: "View credits", url: context.creditsUrl },
    links: [{ label: "Notification settings", url: context.settingsUrl }],
  });
}
