import { IdentityFields } from "@/app/(dashboard)/account/_components/identity-fields";
import { Moment } from "@/components/product/moment";
import { Button } from "@/components/ui/actions/button";
import { SettingRow } from "@/components/ui/forms/setting-row";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { fewRecoveryCodes } from "@/lib/accounts/rules/two-factor";
import { turnOffTwoFactorAction } from "@/app/(dashboard)/account/security/actions";
import { RenewCodes } from "./renew-codes";

type FactorOnProps = { readonly since: Date; readonly codesLeft: number; readonly zone: string };

/** What can be done when two-factor authentication is on. */
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
            title="Turn off two-factor authentication"
            consequence="From then on, only your password is asked for. Your recovery codes stop working."
            confirmLabel="Turn off"
            action={turnOffTwoFactorAction}
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
