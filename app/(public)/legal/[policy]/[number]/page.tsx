import type { Metadata } from "next";
import { PolicyText, RemovedSentences } from "@/app/(public)/legal/_components/policy-text";
import { PublicNotFound } from "@/app/_components/public-not-found";
import { TextLink } from "@/components/ui/actions/text-link";
import { Prose } from "@/components/ui/layout/prose";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { findVersion } from "@/lib/policies/find-policy";
import { compareSections } from "@/lib/policies/rules/compare-sections";
import { isPolicyKind, policyHref, policyNames } from "@/lib/policies/rules/policy";
import { countWords } from "@/lib/policies/rules/count-words";

type Props = { readonly params: Promise<{ policy: string; number: string }> };

/** What the address names: a policy, and a number of a version that may not exist. */
async function addressed({ params }: Props) {
  const { policy, number } = await params;
  return isPolicyKind(policy) && /^[1-9]\d{0,5}$/.test(number) ? { policy, number: Number(number) } : null;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const named = await addressed(props);
  const isThere = named !== null && (await findVersion(named.policy, named.number)) !== null;
  return { title: isThere ? `${policyNames[named.policy]}, version ${named.number}` : "Page not found" };
}

/** One version of a policy, with what it added, changed and removed. */
export default async function PolicyVersionPage(props: Props) {
  const named = await addressed(props);
  if (!named) return <PublicNotFound />;
  const { policy, number } = named;
  const [version, before, formats] = await Promise.all([
    findVersion(policy, number),
    findVersion(policy, number - 1),
    viewerFormats(),
  ]);
  if (!version) return <PublicNotFound />;
  const { sections, removed, counts } = compareSections((before ?? version).sections, version.sections);
  const day = formats.day(version.effectiveAt, "UTC");
  return (
    <Prose>
      <h1>
        {policyNames[policy]}, version {number}
      </h1>
      <p className="text-base text-ink-muted">
        {version.effectiveAt > new Date() ? `Takes effect on ${day}.` : `In effect since ${day}.`}{" "}
        {before ? `Compared with version ${before.number}: ${countWords(counts)}.` : "The first version."}{" "}
        <TextLink href={policyHref(policy)}>The version in effect</TextLink>
      </p>
      {version.summary === null ? null : <p>{version.summary}</p>}
      <PolicyText sections={sections} />
      <RemovedSentences sentences={removed} />
    </Prose>
  );
}
