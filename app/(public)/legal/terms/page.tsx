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
      <p className="text-base text-ink-muted">Version 1, in effect since 21 November 2026.</p>
      <p>
        {product.name} is run by whoever hosts this installation. By creating an account, you agree to these
        terms and to the <TextLink href={paths.legalPrivacy}>privacy policy</TextLink>. You must be sixteen or
        older.
      </p>
      <h2 id="credits">Credits</h2>
      <ul>
        <li>
          One credit is one US dollar. You buy between $5 and $25,000 at a time; the fee is shown before you
          pay.
        </li>
        <li>Usage is charged at the provider’s list price, without a mark-up, when a request ends.</li>
        <li>
          A request starts only when the credits that it may cost are there; they are held until it is
          settled.
        </li>
        <li>
          Credits are not refunded on request. A refund or dispute made through Stripe takes the credits back.
        </li>
        <li>Unused credits are lost when you delete your account.</li>
      </ul>
      <h2 id="use">Use</h2>
      <ul>
        <li>Keep your keys secret. What is done with a key is done by you until you disable or delete it.</li>
        <li>The terms of the provider that answers a request hold for that request.</li>
        <li>Do not use the service to break the law, to attack others, or to get around its limits.</li>
      </ul>
      <h2 id="service">Service</h2>
      <p>
        Models and prices come from providers and can change or end. The service is provided as it is, as far
        as the law allows. Either side may end the account at any time; you do so under Account.
      </p>
    </Prose>
  );
}
