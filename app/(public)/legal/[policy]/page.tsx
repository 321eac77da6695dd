import type { Metadata } from "next";
import { PublicNotFound } from "@/app/_components/public-not-found";
import { TextLink } from "@/components/ui/actions/text-link";
import { Banner } from "@/components/ui/feedback/banner";
import { Prose } from "@/components/ui/layout/prose";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { findVersion, inEffect, listVersions } from "@/lib/policies/find-policy";
import { compareSections } from "@/lib/policies/rules/compare-sections";
import { isPolicyKind, policyHref, policyNames } from "@/lib/policies/rules/policy";
import { currentDrafts } from "@/lib/policy-texts/current-drafts";
import { PolicyText } from "../_components/policy-text";
import { VersionList } from "../_components/version-list";

type Props = { readonly params: Promise<{ policy: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { policy } = await params;
  return { title: isPolicyKind(policy) ? policyNames[policy] : "Page not found" };
}

/** The version of a policy that is in effect, what is announced, and all versions. */
export default async function PolicyPage({ params }: Props) {
  const { policy } = await params;
  if (!isPolicyKind(policy)) return <PublicNotFound />;
  const [versions, formats] = await Promise.all([listVersions(policy), viewerFormats()]);
  const now = new Date();
  const line = inEffect(versions, now);
  const version = line && (await findVersion(policy, line.number));
  const next = versions.findLast(({ effectiveAt }) => effectiveAt > now);
  // Before the first start has published anything, the text that it is about to publish.
  const sections = version?.sections ?? currentDrafts()[policy];
  return (
    <Prose>
      <h1>{policyNames[policy]}</h1>
      {next ? (
        <Banner
          title={`Version ${next.number} takes effect on ${formats.day(next.effectiveAt, "UTC")}.`}
          action={<TextLink href={policyHref(policy, next.number)}>See what changes</TextLink>}
        />
      ) : null}
      {line ? (
        <p className="text-base text-ink-muted">
          Version {line.number}, in effect since {formats.day(line.effectiveAt, "UTC")}.
        </p>
      ) : null}
      <PolicyText sections={compareSections(sections, sections).sections} />
      {versions.length > 0 ? <VersionList policy={policy} versions={versions} now={now} /> : null}
    </Prose>
  );
}
