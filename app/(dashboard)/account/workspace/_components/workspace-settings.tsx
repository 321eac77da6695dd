import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextField } from "@/components/ui/forms/text-field";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { SettingGroup } from "@/components/ui/forms/setting-row";
import type { Role } from "@/lib/kernel/actor";
import { timeZones } from "@/lib/workspaces/rules/time-zone";
import { workspaceAction } from "../actions";

type WorkspaceSettingsProps = {
  readonly workspace: { readonly name: string; readonly timeZone: string };
  readonly role: Role;
};

/** Settings shared by all members. Only owners and admins can change them. */
export function WorkspaceSettings({ workspace, role }: WorkspaceSettingsProps) {
  const title = "Workspace";
  const description = `Shared by all members of this workspace. Your role: ${role}.`;
  if (role === "member") {
    const items = [
      { term: "Name", detail: workspace.name },
      { term: "Reporting time zone", detail: workspace.timeZone },
    ];
    return (
      <SettingGroup title={title} description={description}>
        <DefinitionList items={items} />
      </SettingGroup>
    );
  }
  const zones = timeZones(workspace.timeZone).map((zone) => ({ value: zone, label: zone }));
  return (
    <SettingGroup title={title} description={description}>
      <ActionForm action={workspaceAction} label="Workspace" toast="success">
        <TextField name="name" label="Workspace name" maxLength={60} defaultValue={workspace.name} />
        <SelectField
          name="timeZone"
          label="Reporting time zone"
          options={zones}
          defaultValue={workspace.timeZone}
          hint="Days in charts and statements begin at midnight in this time zone. Past days don't change."
        />
        <div>
          <SubmitButton>Save workspace</SubmitButton>
        </div>
      </ActionForm>
    </SettingGroup>
  );
}
