import { Contact } from "@/app/_components/contact";
import { LinkButton } from "@/components/ui/actions/link-button";
import { SettingGroup, SettingRow } from "@/components/ui/forms/setting-row";
import { paths } from "@/lib/kernel/paths";

/** Links to export or delete one's data, and whom to ask. */
export function Rights() {
  return (
    <SettingGroup id="rights" title="Export and deletion">
      <SettingRow
        title="Export your requests"
        consequence="The metadata of every request as CSV, for any range and filter."
        control={<LinkButton href={paths.activity}>Export from Activity</LinkButton>}
      />
      <SettingRow
        title="Delete your account"
        consequence="Permanent. Access ends immediately, and unused credits are lost. A link by email shows what was removed and what is kept."
        control={<LinkButton href={`${paths.accountSecurity}#delete`}>Delete account</LinkButton>}
      />
      <SettingRow
        title="Ask about your data"
        consequence={
          <Contact
            kind="privacy"
            lead="For questions and requests about your personal data,"
            otherwise="A form for a copy, a correction, a deletion, or an opt-out. You can track its status online."
          />
        }
        control={<LinkButton href={paths.privacyRequest}>Privacy request</LinkButton>}
      />
    </SettingGroup>
  );
}
