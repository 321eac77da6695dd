import { Button } from "@/components/ui/actions/button";
import { SettingGroup, SettingRow } from "@/components/ui/forms/setting-row";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { secureAccountAction } from "../actions";

/** For someone who sees a sign-in, a key or a charge that is not theirs. */
export function SecureAccount() {
  return (
    <SettingGroup title="If your account may be compromised">
      <SettingRow
        title="Secure the account"
        consequence="Signs out every session, disables your keys, and makes your password useless until you choose a new one by email. Credits, settings, and requests stay as they are."
        control={
          <ConfirmDialog
            trigger={<Button>Secure account</Button>}
            title="Secure your account"
            consequence="You're signed out everywhere, here too. All keys of your workspace and your keys in teams stop working now, and archives of your account are deleted. We email you a link to choose a new password; afterwards you can enable keys again. Admins of your teams are told."
            confirmLabel="Secure account"
            action={secureAccountAction}
          />
        }
      />
    </SettingGroup>
  );
}
