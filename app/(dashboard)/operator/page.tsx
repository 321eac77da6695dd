import type { Metadata } from "next";
import { Suspense } from "react";
import { z } from "zod";
import { LinkButton } from "@/components/ui/actions/link-button";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Columns, Stack } from "@/components/ui/layout/stack";
import { requireOperator } from "@/lib/auth/require-operator";
import { checkReadiness } from "@/lib/health/check-readiness";
import { paths } from "@/lib/kernel/paths";
import { textProblem } from "@/lib/kernel/recordable-text";
import type { SearchParams } from "@/lib/kernel/search";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { listAccounts } from "@/lib/operator/list-accounts";
import { listStripeEvents } from "@/lib/operator/list-stripe-events";
import { Accounts } from "./_components/accounts";
import { CompletionHealth } from "./_components/completion-health";
import { OperatorSkeleton } from "./_components/operator-skeleton";
import { Checks, StripeEvents } from "./_components/state";

export const metadata: Metadata = { title: "Operator" };

const query = z.object({
  search: z.string().max(1_000).catch(""),
  cursor: z.uuid().optional().catch(undefined),
  verify: z.string().optional().catch(undefined),
});

/** Whether the page is there is decided before anything of it is sent: the status of a page goes with its first byte. */
export default async function OperatorPage({ searchParams }: { readonly searchParams: SearchParams }) {
  await requireOperator();
  const asked = query.parse(await searchParams);
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Operator"
        sentence="Installation health, completions, accounts, and Stripe events."
        action={<LinkButton href={`${paths.operator}?verify=1`}>Verify the ledger</LinkButton>}
      />
      <Suspense key={JSON.stringify(asked)} fallback={<OperatorSkeleton />}>
        <Installation {...asked} />
      </Suspense>
    </Stack>
  );
}

async function Installation({ search, cursor, verify }: z.output<typeof query>) {
  const searchProblem = textProblem(search, 320);
  const [readiness, ledger, accounts, events] = await Promise.all([
    checkReadiness(),
    // Reads every transfer: when asked for, not with each look at the page.
    // The page is given up on after a minute; the command has the time that it needs.
    verify ? verifyLedger({ statementMsMax: 50_000 }) : null,
    listAccounts({ search: searchProblem ? "" : search, ...(cursor && { cursor }) }),
    listStripeEvents(),
  ]);
  return (
    <Stack gap="roomy">
      <Columns of={2}>
        <Checks title="Installation" checks={readiness.checks} />
        {ledger ? <Checks title="Ledger" checks={ledger.checks} /> : null}
      </Columns>
      <CompletionHealth />
      <Accounts page={accounts} search={search} problem={searchProblem} isFirst={cursor === undefined} />
      <StripeEvents events={events} />
    </Stack>
  );
}
