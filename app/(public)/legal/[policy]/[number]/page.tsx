import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PolicyText, RemovedSentences } from "@/app/(public)/legal/_components/policy-text";
import { TextLink } from "@/components/ui/actions/text-link";
import { Prose } from "@/components/ui/layout/prose";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { findVersion } from "@/lib/policies/find-policy";
import { compareSections } from "@/lib/policies/rules/compare-sections";
import { isPolicyKind, policyHref, policyNames } from "@/lib/policies/rules/policy";
import { countWords } from "@/lib/policies/rules/count-words";

type Props = { readonly params: Promise<{ policy: string; number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { policy, number } = await params;
  return { title: isPolicyKind(policy) ? `${policyNames[policy]}, version ${number}` : "Page not found" };
}

/** One version of a policy, with what it added, changed and removed. */
export default async function PolicyVersionPage({ params }: Props) {
  const { policy, number: text } = await params;
  const number = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
  if (!isPolicyKind(policy)) notFound();
  const [version, before, formats] = await Promise.all([
    findVersion(policy, number),
    findVersion(policy, number - 1),
    viewerFormats(),
  ]);
  if (!version) notFound();
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
