import { SubmitButton } from "@/components/ui/actions/submit-button";
import { Badge } from "@/components/ui/feedback/badge";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ActionForm } from "@/components/ui/forms/action-form";
import { Card } from "@/components/ui/layout/card";
import { Disclosure } from "@/components/ui/layout/disclosure";
import { Stack } from "@/components/ui/layout/stack";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import {
  type FinishedVerification,
  latestVerification,
} from "@/lib/ledger/verifications/latest-verification";
import { verifyLedgerAction } from "../actions";
import { RefreshWhileRunning } from "./refresh-while-running";
import { ChecksTable } from "./state";

/** The last verification of the ledger, the one in progress, and a button that requests one. */
export async function Ledger() {
  const formats = await viewerFormats();
  const { unfinished, finished } = await latestVerification();
  const state = !unfinished
    ? null
    : unfinished.startedAt
      ? `Verification running since ${formats.moment(unfinished.startedAt, "UTC")}${unfinished.step ? `: ${unfinished.step}` : ""}`
      : "Verification requested. It starts within seconds.";
  return (
    <Card
      title="Ledger"
      description="Recomputes every balance, hold, hash, and seal from the transfers, once a day and on request. Times are in UTC."
      action={
        unfinished ? null : (
          <ActionForm action={verifyLedgerAction} label="Verify the ledger" layout="row">
            <SubmitButton variant="secondary">Verify now</SubmitButton>
          </ActionForm>
        )
      }
    >
      <Stack>
        <p role="status" className={state ? "" : "sr-only"}>
          {state}
        </p>
        {unfinished ? <RefreshWhileRunning /> : null}
        {finished ? (
          <Finished verification={finished} />
        ) : (
          <EmptyState title="Not verified yet">Results appear here after the first verification.</EmptyState>
        )}
      </Stack>
    </Card>
  );
}

async function Finished({ verification }: { readonly verification: FinishedVerification }) {
  const at = (await viewerFormats()).moment(verification.finishedAt, "UTC");
  const { checks, failure } = verification;
  if (!checks) {
    const reason =
      failure === "timeout"
        ? "a check took longer than 10 minutes. Run npm run counterfoil -- verify-ledger, which has no time limit."
        : "the database did not respond or reported an error. The log has the details.";
    return (
      <p>
        <Badge tone="warning">Not finished</Badge> {at}: {reason}
      </p>
    );
  }
  const failed = checks.filter(({ ok }) => !ok).length;
  return (
    <>
      <p>
        <Badge tone={failed === 0 ? "positive" : "danger"}>{failed === 0 ? "OK" : "Failed"}</Badge>{" "}
        {failed === 0 ? `All ${checks.length} checks passed` : `${failed} of ${checks.length} checks failed`},{" "}
        {at}
      </p>
      {failed > 0 ? <ChecksTable caption="Failed checks" checks={checks.filter(({ ok }) => !ok)} /> : null}
      <Disclosure summary="Show all checks">
        <ChecksTable caption="All checks of the ledger" checks={checks} />
      </Disclosure>
    </>
  );
}
