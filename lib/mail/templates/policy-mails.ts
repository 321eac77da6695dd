import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { paths } from "@/lib/kernel/paths";
import { asOneLine } from "@/lib/kernel/recordable-text";
import { mailDay } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";

export type PolicyChange = {
  /** What changed, in the operator's words. */
  readonly summary: string;
  readonly effectiveAt: Date;
  readonly policies: readonly { readonly name: string; readonly url: string }[];
};

/** Announces new versions of policies, at least 30 days before they take effect; later to those who sign up meanwhile. */
export function policyChangedMail(
  recipient: string,
  { summary, effectiveAt, policies }: PolicyChange,
): RenderedMail {
  const day = mailDay(effectiveAt);
  return renderMail({
    kind: "policy_changed",
    recipient,
    from: product.name,
    subject: `Our policies change on ${day}`,
    heading: `Our policies change on ${day}`,
    paragraphs: [
      asOneLine(summary),
      "Until then, the current versions apply. Each link shows what was added, changed or removed.",
    ],
    button: { label: "Review the changes", url: `${env().appUrl}${paths.accountPolicies}` },
    links: policies.map(({ name, url }) => ({ label: name, url })),
    closing: "If you don't agree, you can delete your account before that day in your security settings.",
  });
}
