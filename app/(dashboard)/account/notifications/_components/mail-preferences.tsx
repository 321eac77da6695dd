import { Badge } from "@/components/ui/feedback/badge";
import { SettingGroup, SettingRow } from "@/components/ui/forms/setting-row";
import { SettingSwitch } from "@/components/ui/forms/setting-switch";
import { alertKinds, isMutable, kindTexts, mutableKinds } from "@/lib/alerts/rules/alert-kinds";
import { mailPreferenceAction } from "../actions";

type MailPreferencesProps = {
  readonly muted: readonly string[];
  /** Whether purchased credits expire on this installation. */
  readonly creditsExpire: boolean;
};

/** Which alerts come as mails: a switch for each kind, then those that are always sent. */
export function MailPreferences({ muted, creditsExpire }: MailPreferencesProps) {
  const kinds = mutableKinds.filter((kind) => creditsExpire || kind !== "credits_expiring");
  return (
    <>
      <SettingGroup
        title="Emails"
        description="For workspaces where you are an owner or admin, and for keys that you created. Notices in the console are shown either way."
      >
        {kinds.map((kind) => (
          <SettingSwitch
            key={kind}
            action={mailPreferenceAction}
            fields={{ kind }}
            title={kindTexts[kind].title}
            consequence={kindTexts[kind].text}
            checked={!muted.includes(kind)}
          />
        ))}
      </SettingGroup>
      <SettingGroup
        title="Always sent"
        description="Emails about money that was taken or is owed, about new keys, and about the security of your account and keys can’t be turned off."
      >
        {alertKinds
          .filter((kind) => !isMutable(kind))
          .map((kind) => (
            <SettingRow
              key={kind}
              title={kindTexts[kind].title}
              consequence={kindTexts[kind].text}
              control={<Badge>Always on</Badge>}
            />
          ))}
      </SettingGroup>
    </>
  );
}
