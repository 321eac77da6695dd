import { DataSection } from "@/app/(dashboard)/account/_components/data-section";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ActionForm } from "@/components/ui/forms/action-form";
import { Card } from "@/components/ui/layout/card";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { PolicyNotice } from "@/lib/policies/acceptances";
import { policyHref, policyNames } from "@/lib/policies/rules/policy";
import { acceptPolicies } from "../actions";

/** What changes, from when, and a button to accept it. */
export async function Changes({ notices }: { readonly notices: readonly PolicyNotice[] }) {
  if (notices.length === 0) {
    return (
      <DataSection
        title={title}
        description="We email you at least 30 days before they take effect, or soon after you sign up if one has already been announced."
      >
        <EmptyState title="No changes" inline>
          Changes to our policies appear here.
        </EmptyState>
      </DataSection>
    );
  }
  const formats = await viewerFormats();
  const now = new Date();
  const cards = notices.map(({ publicationId, summary, effectiveAt, versions }) => {
    const day = formats.day(effectiveAt, "UTC");
    return (
      <Card
        key={publicationId}
        title={effectiveAt > now ? `Changes on ${day}` : `Changed on ${day}`}
        description={summary}
      >
        <ul className="flex flex-col gap-1">
          {versions.map(({ policy, number }) => (
            <li key={policy}>
              <TextLink href={policyHref(policy, number)}>
                {policyNames[policy]}, version {number}: what changes
              </TextLink>
            </li>
          ))}
        </ul>
        <ActionForm action={acceptPolicies} fields={{ publicationId }} label={`Accept the changes of ${day}`}>
          <SubmitButton>Accept</SubmitButton>
        </ActionForm>
      </Card>
    );
  });
  return (
    <section aria-labelledby="policy-changes" className="flex min-w-0 flex-col gap-3">
      <h2 id="policy-changes" className="text-lg font-semibold">
        {title}
      </h2>
      {cards}
    </section>
  );
}

const title = "Policy changes";
