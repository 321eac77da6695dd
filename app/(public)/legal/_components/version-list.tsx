import { TextLink } from "@/components/ui/actions/text-link";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { PolicyVersionLine } from "@/lib/policies/find-policy";
import { policyHref, type PolicyKind } from "@/lib/policies/rules/policy";

type VersionListProps = {
  readonly policy: PolicyKind;
  readonly versions: readonly PolicyVersionLine[];
  readonly now: Date;
};

/** All versions with their dates and what changed in the operator's words, newest first. */
export async function VersionList({ policy, versions, now }: VersionListProps) {
  const formats = await viewerFormats();
  return (
    <section aria-labelledby="versions" className="flex flex-col gap-4">
      <h2 id="versions">Versions</h2>
      <ul>
        {versions.map(({ id, number, effectiveAt, summary }) => (
          <li key={id}>
            <TextLink href={policyHref(policy, number)}>Version {number}</TextLink>,{" "}
            {effectiveAt > now ? "takes effect" : "in effect since"} {formats.day(effectiveAt, "UTC")}
            {summary === null ? null : <>. {summary}</>}
          </li>
        ))}
      </ul>
    </section>
  );
}
