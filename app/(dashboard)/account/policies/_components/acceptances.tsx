import { DataSection } from "@/app/(dashboard)/account/_components/data-section";
import { Moment } from "@/components/product/moment";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { Acceptance } from "@/lib/policies/acceptances";
import { policyHref, policyNames } from "@/lib/policies/rules/policy";

const how = { sign_up: "By signing up", console: "In the console" } as const;

/** Which versions the user accepted, and when. */
export function Acceptances({
  acceptances,
  zone,
}: {
  readonly acceptances: readonly Acceptance[];
  readonly zone: string;
}) {
  const columns: readonly Column<Acceptance>[] = [
    {
      id: "version",
      header: "Policy",
      rowHeader: true,
      cell: ({ policy, number }) => (
        <TextLink href={policyHref(policy, number)} tone="quiet">
          {policyNames[policy]}, version {number}
        </TextLink>
      ),
    },
    { id: "via", header: "How", phone: "detail", cell: ({ via }) => how[via] },
    {
      id: "at",
      header: "When",
      phone: "status",
      cell: ({ acceptedAt }) => <Moment at={acceptedAt} zone={zone} />,
    },
  ];
  return (
    <DataSection title="What you accepted" description="Deleted with your account.">
      <DataTable
        caption="Accepted versions, newest first"
        columns={columns}
        rows={acceptances}
        rowKey={({ policy, number }) => `${policy}-${number}`}
        empty={
          <EmptyState title="Nothing recorded" inline>
            Your account is older than this list. By using it, you agreed to the versions of that time.
          </EmptyState>
        }
      />
    </DataSection>
  );
}
