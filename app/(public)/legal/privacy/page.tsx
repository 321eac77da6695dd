import type { Metadata } from "next";
import { TextLink } from "@/components/ui/actions/text-link";
import { Prose } from "@/components/ui/layout/prose";
import { product } from "@/lib/config/product";
import { paths } from "@/lib/kernel/paths";
import { YourData } from "./_components/your-data";

export const metadata: Metadata = { title: "Privacy policy" };

/** Version 2. It promises nothing that the product does not do by itself. */
export default async function PrivacyPolicyPage() {
  return (
    <Prose>
      <h1>Privacy policy</h1>
      <p className="text-base text-ink-muted">Version 2, in effect since 28 November 2026.</p>
      <p>
        {product.name} is run by whoever hosts this installation, called “we” below. It forwards requests to
        model providers, meters them and charges them to prepaid credits. This page says what is kept of you
        while it does.
      </p>
      <h2 id="content">What you send to models</h2>
      <p>
        Prompts and completions are not stored, not even when a request fails. They pass through memory on
        their way to the provider and back. The only exception is yours to make: when a workspace opts in to
        prompt logging, the content of later requests is stored encrypted, readable by the owners and admins
        of that workspace, and deletable by them at any time. Opting in lowers the price of usage by 1%;
        opting out counts from the next request.
      </p>
      <p>
        The provider that answers a request receives its content and handles it under its own policy.
        Providers that train on inputs, or whose policy is unknown, are used only after you switch that on.
      </p>
      <YourData />
      <h2 id="changes">Changes</h2>
      <p>
        The date above says since when this version is in effect. The{" "}
        <TextLink href={paths.legalTerms}>terms</TextLink> say what we expect of each other.
      </p>
    </Prose>
  );
}
