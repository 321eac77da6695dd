import { Button } from "@/components/ui/actions/button";
import { PasswordField } from "@/components/ui/forms/password-field";
import { SettingGroup, SettingRow } from "@/components/ui/forms/setting-row";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { TwoFactorView } from "@/lib/accounts/two-factor/get-two-factor";
import { startTwoFactorAction } from "@/app/(dashboard)/account/security/actions";
import { FactorOn } from "./factor-on";
import { FactorToScan } from "./factor-to-scan";
import { SetUpForm } from "./set-up-form";

type TwoFactorProps = { readonly factor: TwoFactorView; readonly zone: string };

/** The authenticator app of the account: off, being set up, or on. */
export function TwoFactor({ factor, zone }: TwoFactorProps) {
  return (
    <SettingGroup
      id="two-factor"
      title="Two-factor authentication"
      description="A code from an authenticator app, in addition to your password. Someone who has only your password can't sign in."
    >
      {factor.state === "off" ? <FactorOff /> : null}
      {factor.state === "pending" ? (
        <SetUpForm>
          <FactorToScan factor={factor} zone={zone} />
        </SetUpForm>
      ) : null}
      {factor.state === "on" ? (
        <FactorOn since={factor.since} codesLeft={factor.codesLeft} zone={zone} />
      ) : null}
    </SettingGroup>
  );
}

function FactorOff() {
  return (
    <SettingRow
      title="Off"
      consequence="Only your password is asked for. Any app for one-time codes works, and so do many password managers."
      control={
        <ConfirmDialog
          trigger={<Button>Set up</Button>}
          title="Set up two-factor authentication"
          consequence="You need an app for one-time codes. Nothing changes until you've entered its first code."
          confirmLabel="Continue"
          tone="plain"
          action={startTwoFactorAction}
        >
          <PasswordField name="currentPassword" label="Current password" autoComplete="current-password" />
        </ConfirmDialog>
      }
    />
  );
}
