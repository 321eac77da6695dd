import { SettingGroup } from "@/components/ui/forms/setting-row";
import { SettingSwitch } from "@/components/ui/forms/setting-switch";
import { TextLink } from "@/components/ui/actions/text-link";
import { env } from "@/lib/config/env";
import { paths } from "@/lib/kernel/paths";
import { saveSetting } from "../actions";
import { optionalDataQuestion } from "./setting-words";

type OptionalDataProps = { readonly isOn: boolean; readonly canChange: boolean };

/** The one switch for everything that is collected without being needed. */
export function OptionalData({ isOn, canChange }: OptionalDataProps) {
  const isCategorized = env().categorization !== null;
  return (
    <SettingGroup id="optional" title="Optional data">
      <SettingSwitch
        action={saveSetting}
        fields={{ setting: "optionalData" }}
        title="Collect optional data"
        consequence={
          <>
            {isOn
              ? `On. Names of opened pages, used actions and shown errors are recorded for 30 days.${isCategorized ? " A sample of prompts is sent to a second model that sorts them into categories." : ""}`
              : "Off. Nothing is recorded about how the console is used. Earlier events are deleted after 30 days."}{" "}
            See yours in <TextLink href={`${paths.accountData}#events`}>Your data</TextLink>.
          </>
        }
        checked={isOn}
        disabled={!canChange}
        question={{ on: optionalDataQuestion(isCategorized) }}
      />
    </SettingGroup>
  );
}
