import { type ReactNode, Suspense } from "react";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { Tabs } from "@/components/ui/layout/tabs";
import { paths } from "@/lib/kernel/paths";
import { HealthStrip } from "./health-strip";
import { OperatorSkeleton } from "./operator-skeleton";

const tabs = [
  { id: "accounts", label: "Accounts", href: paths.operator },
  { id: "payments", label: "Payments", href: `${paths.operator}/payments` },
  { id: "webhooks", label: "Webhooks", href: `${paths.operator}/webhooks` },
  { id: "requests", label: "Data requests", href: paths.operatorRequests },
  { id: "disclosures", label: "Disclosures", href: paths.operatorDisclosures },
  { id: "completions", label: "Completions", href: `${paths.operator}/completions` },
  { id: "jobs", label: "Jobs", href: `${paths.operator}/jobs` },
  { id: "interface-events", label: "Interface events", href: paths.operatorEvents },
  { id: "policies", label: "Policies", href: `${paths.operator}/policies` },
  { id: "ledger", label: "Ledger", href: `${paths.operator}/ledger` },
  { id: "reconciliation", label: "Reconciliation", href: `${paths.operator}/reconciliation` },
] as const;

type OperatorPageProps = {
  readonly tab: (typeof tabs)[number]["id"];
  /** Changes when the content has to be read again. */
  readonly contentKey?: string;
  readonly children: ReactNode;
};

/**
 * The frame of every operator page: the state of the installation, in full on the first page and in one line on the
 * others, and the tabs. Each page calls requireOperator before it renders anything.
 */
export function OperatorPage({ tab, contentKey, children }: OperatorPageProps) {
  return (
    <Stack>
      <PageHeader title="Operator" sentence="The whole installation. Times are in UTC." />
      <Suspense fallback={<OperatorSkeleton rows={1} />}>
        <HealthStrip isFull={tab === "accounts"} />
      </Suspense>
      <Tabs label="Operator area" tabs={tabs.map((item) => ({ ...item, current: item.id === tab }))} />
      <Suspense key={contentKey} fallback={<OperatorSkeleton rows={5} />}>
        {children}
      </Suspense>
    </Stack>
  );
}
