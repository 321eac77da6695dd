import { Badge } from "@/components/ui/feedback/badge";
import { Disclosure } from "@/components/ui/layout/disclosure";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { type LatestVerification, latestVerification } from "@/lib/ledger/verifications/latest-verification";
import { verifyLedgerAction } from "../actions";
import { RecordedRun } from "./recorded-run";
import { ChecksTable } from "./state";

/** The last verification of the ledger, the one in progress, and a button that requests one. */
export async function Ledger() {
  const latest = await latestVerification();
  return (
    <RecordedRun
      title="Ledger"
      description="Recomputes every balance, hold, hash, and seal from the transfers, once a day and on request."
      name="Verification"
      action={verifyLedgerAction}
      label="Verify the ledger"
      button="Verify now"
      latest={latest}
      reasons={reasons}
      notYet="Not verified yet"
    >
      {latest.finished ? <Finished verification={latest.finished} /> : null}
    </RecordedRun>
  );
}

const reasons = {
  timeout:
    "a check took longer than 10 minutes. Run npm run counterfoil -- verify-ledger, which has no time limit.",
};

async function Finished({
  verification,
}: {
  readonly verification: NonNullable<LatestVerification["finished"]>;
}) {
  const at = (await viewerFormats()).moment(verification.finishedAt, "UTC");
  const { checks } = verification;
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
