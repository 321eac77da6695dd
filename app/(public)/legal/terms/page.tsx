import type { Metadata } from "next";
import { TextLink } from "@/components/ui/actions/text-link";
import { Prose } from "@/components/ui/layout/prose";
import { product } from "@/lib/config/product";
import { paths } from "@/lib/kernel/paths";

export const metadata: Metadata = { title: "Terms of service" };

/** Version 1. */
export default async function TermsPage() {
  return (
    <Prose>
      <h1>Terms of service</h1>
      <p className="text-base text-ink-muted">Version 1, in effect since November 21, 2026.</p>
      <p>
        {product.name} is run by the operator of this installation. By creating an account, you agree to these
        terms and to the <TextLink href={paths.legalPrivacy}>privacy policy</TextLink>. You must be sixteen or
        older.
      </p>
      <h2 id="credits">Credits</h2>
      <ul>
        <li>
          One credit is one US dollar. You buy between $5 and $25,000 at a time; the fee is shown before you
          pay.
        </li>
        <li>Usage is charged at the provider’s list price, with no markup, when a request ends.</li>
        <li>
          A request starts only if your balance covers the most it can cost. That amount is held until the
          request is settled.
        </li>
        <li>
          Credits are not refunded on request. If a payment is refunded or disputed through Stripe, its
          credits are removed.
        </li>
        <li>Unused credits are lost when you delete your account.</li>
      </ul>
      <h2 id="use">Use</h2>
      <ul>
        <li>
          Keep your keys secret. You are responsible for any use of a key until you disable or delete it.
        </li>
        <li>The terms of the provider that serves a request also apply to that request.</li>
        <li>Do not use the service to break the law, to attack others, or to get around its limits.</li>
      </ul>
      <h2 id="service">Service</h2>
      <p>
        Models and prices come from providers and can change or be withdrawn. The service is provided “as is”,
        as far as the law allows. Either party may close the account at any time; you can do so under Account.
      </p>
    </Prose>
  );
}
