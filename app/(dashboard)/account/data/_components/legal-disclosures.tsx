import { DataSection } from "@/app/(dashboard)/account/_components/data-section";
import { Moment } from "@/components/product/moment";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { OwnDisclosure } from "@/lib/disclosures/list-own-disclosures";
import { basisLabels, categoriesText } from "@/lib/disclosures/rules/disclosure-kinds";

type LegalDisclosuresProps = {
  readonly disclosures: readonly OwnDisclosure[];
  readonly workspace: string;
  readonly zone: string;
};

/** What authorities got about the open workspace, as far as its owners may know. */
export function LegalDisclosures({ disclosures, workspace, zone }: LegalDisclosuresProps) {
  const columns: readonly Column<OwnDisclosure>[] = [
    {
      id: "authority",
      header: "Authority",
      rowHeader: true,
      cell: ({ authority, reference }) => [authority, reference].filter(Boolean).join(", "),
    },
    {
      id: "basis",
      header: "Legal basis",
      phone: "detail",
      cell: ({ legalBasis }) => basisLabels[legalBasis],
    },
    { id: "data", header: "Data", phone: "detail", cell: ({ categories }) => categoriesText(categories) },
    {
      id: "on",
      header: "Disclosed",
      cell: ({ disclosedOn }) => <Moment at={disclosedOn} zone="UTC" show="day" />,
    },
    {
      id: "told",
      header: "You were told",
      cell: ({ notifiedAt }) => <Moment at={notifiedAt} zone={zone} show="day" />,
    },
  ];
  return (
    <div id="disclosures" className="scroll-mt-16">
      <DataSection
        title="Legal disclosures"
        description={`Data from the workspace “${workspace}” that was given to authorities, under legal process or in an emergency. An authority can forbid us to list a disclosure here for some time.`}
      >
        <DataTable
          caption="Legal disclosures, newest first"
          columns={columns}
          rows={disclosures}
          rowKey={({ id }) => id}
          empty={
            <EmptyState title="None" inline>
              No disclosures we’re allowed to show.
            </EmptyState>
          }
        />
      </DataSection>
    </div>
  );
}
