import { TextLink } from "@/components/ui/actions/text-link";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { listAnnounced } from "@/lib/policies/find-policy";
import { policyHref, policyNames } from "@/lib/policies/rules/policy";

/** Changes of policies that are announced and not in effect, with links to what changes. Nothing when there are none. */
export async function AnnouncedChanges() {
  const changes = await listAnnounced();
  if (changes.length === 0) return null;
  const formats = await viewerFormats();
  return changes.map(({ effectiveAt, versions }) => (
    <p key={effectiveAt.getTime()} className="text-ink-muted">
      Our policies change on {formats.day(effectiveAt, "UTC")} (UTC). See what changes:{" "}
      {versions.map(({ policy, number }, index) => (
        <span key={`${policy}-${number}`}>
          {index > 0 ? ", " : ""}
          <TextLink href={policyHref(policy, number)}>
            {policyNames[policy]} (version {number})
          </TextLink>
        </span>
      ))}
      . We&rsquo;ll also email you about it.
    </p>
  ));
}
