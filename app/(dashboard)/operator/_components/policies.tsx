import { PolicyText, RemovedSentences } from "@/app/(public)/legal/_components/policy-text";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { Disclosure } from "@/components/ui/layout/disclosure";
import { Stack } from "@/components/ui/layout/stack";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { listPublished, type PublishedPolicy } from "@/lib/policies/list-published";
import type { ChangedDraft } from "@/lib/policies/publish-policies";
import { compareSections } from "@/lib/policies/rules/compare-sections";
import { countWords } from "@/lib/policies/rules/count-words";
import { policyHref, policyNames } from "@/lib/policies/rules/policy";
import { changedDrafts } from "./changed-drafts";
import { PublishPolicies } from "./publish-policies";

/** What waits to be published, sentence by sentence, and all published versions with their mails. */
export async function Policies() {
  const [drafts, published, formats] = await Promise.all([changedDrafts(), listPublished(), viewerFormats()]);
  const now = new Date();
  const columns: readonly Column<PublishedPolicy>[] = [
    {
      id: "version",
      header: "Version",
      rowHeader: true,
      cell: ({ policy, number }) => (
        <TextLink href={policyHref(policy, number)} tone="quiet">
          {policyNames[policy]}, version {number}
        </TextLink>
      ),
    },
    {
      id: "state",
      header: "State",
      phone: "status",
      cell: ({ effectiveAt }) =>
        effectiveAt > now ? <Badge tone="held">Announced</Badge> : <Badge>Published</Badge>,
    },
    { id: "from", header: "In effect from", cell: ({ effectiveAt }) => formats.day(effectiveAt, "UTC") },
    { id: "mails", header: "Mails", numeric: true, cell: mailsOf },
    { id: "accepted", header: "Accepted", numeric: true, cell: ({ accepted }) => formats.count(accepted) },
  ];
  return (
    <Stack gap="roomy">
      {drafts ? (
        <>
          <PublishPolicies
            mark={drafts.mark}
            names={drafts.changed.map(({ policy }) => policyNames[policy]).join(", ")}
          />
          {drafts.changed.map((changed) => (
            <Draft key={changed.policy} changed={changed} />
          ))}
        </>
      ) : (
        <p className="text-ink-muted">
          The published policies say what this version and its configuration do. When an update, the catalog
          or the configuration changes a sentence, it waits here to be published.
        </p>
      )}
      <DataTable
        caption="Published versions, newest first"
        columns={columns}
        rows={published}
        rowKey={({ policy, number }) => `${policy}-${number}`}
      />
    </Stack>
  );
}

function mailsOf({ mails, isMailed }: PublishedPolicy): string | null {
  if (mails === null) return null;
  return isMailed ? String(mails) : `${mails} so far`;
}

function Draft({ changed: { policy, draft, newest } }: { readonly changed: ChangedDraft }) {
  const { sections, removed, counts } = compareSections(newest.sections, draft);
  const touched = sections.filter(({ blocks }) =>
    blocks.some(({ changes }) => changes.some(({ kind }) => kind !== "same")),
  );
  return (
    <Disclosure summary={`${policyNames[policy]}: ${countWords(counts)}`}>
      <div className="flex max-w-[72ch] flex-col gap-4 [&_h2]:font-semibold [&_li]:ml-5 [&_li]:list-disc">
        <PolicyText sections={touched} />
        <RemovedSentences sentences={removed} />
      </div>
    </Disclosure>
  );
}
