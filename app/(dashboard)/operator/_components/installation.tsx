import { Columns, Stack } from "@/components/ui/layout/stack";
import { checkReadiness } from "@/lib/health/check-readiness";
import { textProblem } from "@/lib/kernel/recordable-text";
import { listAccounts } from "@/lib/operator/list-accounts";
import { listStripeEvents } from "@/lib/operator/list-stripe-events";
import { Accounts } from "./accounts";
import { CompletionHealth } from "./completion-health";
import { Ledger } from "./ledger";
import { Checks, StripeEvents } from "./state";

type InstallationProps = {
  readonly search: string;
  readonly cursor?: string | undefined;
};

/** The state of the installation, its completions, accounts and Stripe events. */
export async function Installation({ search, cursor }: InstallationProps) {
  const searchProblem = textProblem(search, 320);
  const [readiness, accounts, events] = await Promise.all([
    checkReadiness(),
    listAccounts({ search: searchProblem ? "" : search, ...(cursor && { cursor }) }),
    listStripeEvents(),
  ]);
  return (
    <Stack gap="roomy">
      <Columns of={2}>
        <Checks title="Installation" checks={readiness.checks} />
        <Ledger />
      </Columns>
      <CompletionHealth />
      <Accounts page={accounts} search={search} problem={searchProblem} isFirst={cursor === undefined} />
      <StripeEvents events={events} />
    </Stack>
  );
}
