import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SettingRow } from "@/components/ui/forms/setting-row";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { LastVerified } from "@/lib/ledger/verifications/latest-verification";
import { verifyBalanceAction } from "../actions";

type VerifyBalanceProps = {
  /** When the whole ledger was last verified, and with what result. */
  readonly verified: LastVerified | null;
  readonly timeZone: string;
};

/** Adds up every transaction again, on request. */
export async function VerifyBalance({ verified, timeZone }: VerifyBalanceProps) {
  const { moment } = await viewerFormats();
  const isClean = verified?.failedChecks === 0;
  return (
    <div className="border-t border-line pt-3">
      <ActionForm action={verifyBalanceAction} label="Verify balance" layout="setting">
        <SettingRow
          title="Verify balance"
          consequence={
            <>
              Adds up every transaction again and compares the sum with the balance, and usage with the cost
              of your requests.
              {isClean
                ? ` All balances, hashes, and seals were last verified ${moment(verified.finishedAt, timeZone)}.`
                : null}
            </>
          }
          control={
            <SubmitButton size="small" variant="secondary">
              Verify
            </SubmitButton>
          }
        />
      </ActionForm>
    </div>
  );
}
