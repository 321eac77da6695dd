import type { Metadata } from "next";
import { TextLink } from "@/components/ui/actions/text-link";
import { Prose } from "@/components/ui/layout/prose";
import { product } from "@/lib/config/product";
import { paths } from "@/lib/kernel/paths";
import { YourData } from "./_components/your-data";

export const metadata: Metadata = { title: "Privacy policy" };

/** Version 2. It promises only what the product does by itself. */
export default async function PrivacyPolicyPage() {
  return (
    <Prose>
      <h1>Privacy policy</h1>
      <p className="text-base text-ink-muted">Version 2, in effect since November 28, 2026.</p>
      <p>
        {product.name} is run by the operator of this installation, called “we” below. It forwards requests to
        model providers, meters them, and charges them to prepaid credits. This page explains which data we
        keep about you.
      </p>
      <h2 id="content">What you send to models</h2>
      <p>
        Prompts and completions are not stored, not even when a request fails. They pass through memory on
        their way to the provider and back. There is one exception, and it is your choice: when a workspace
        opts in to prompt logging, the content of later requests is stored encrypted. Owners and admins of
        that workspace can read it and delete it at any time. Opting in lowers the price of usage by 1%;
        opting out applies from the next request.
      </p>
      <p>
        The provider that serves a request receives its content and handles it under its own policy. Providers
        that train on inputs, or whose policy is unknown, are used only if you allow it.
      </p>
      <YourData />
      <h2 id="changes">Changes</h2>
      <p>
        The date above is when this version took effect. The{" "}
        <TextLink href={paths.legalTerms}>terms</TextLink> say what we expect of each other.
      </p>
    </Prose>
  );
}
