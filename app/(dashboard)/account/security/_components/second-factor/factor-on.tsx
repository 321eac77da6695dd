import { IdentityFields } from "@/app/(dashboard)/account/_components/identity-fields";
import { Moment } from "@/components/product/moment";
import { Button } from "@/components/ui/actions/button";
import { SettingRow } from "@/components/ui/forms/setting-row";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { fewRecoveryCodes } from "@/lib/accounts/rules/second-factor";
import { turnOffSecondFactorAction } from "@/app/(dashboard)/account/security/actions";
import { RenewCodes } from "./renew-codes";

type FactorOnProps = { readonly since: Date; readonly codesLeft: number; readonly zone: string };

/** What can be done with a second factor that is on. */
export function FactorOn({ since, codesLeft, zone }: FactorOnProps) {
  const left = codesLeft === 1 ? "1 recovery code left" : `${codesLeft} recovery codes left`;
  return (
    <>
      <SettingRow
        title="On"
        consequence={
          <>
            Since <Moment at={since} zone={zone} />. Signing in, changing the password, requesting an archive,
            and deleting the account take a code.
          </>
        }
        control={
          <ConfirmDialog
            trigger={<Button>Turn off</Button>}
            title="Turn off the second factor"
            consequence="From then on, only your password is asked for. Your recovery codes stop working."
            confirmLabel="Turn off"
            action={turnOffSecondFactorAction}
          >
            <IdentityFields />
          </ConfirmDialog>
        }
      />
      <RenewCodes left={left} isLow={codesLeft <= fewRecoveryCodes}>
        <IdentityFields />
      </RenewCodes>
    </>
  );
}
