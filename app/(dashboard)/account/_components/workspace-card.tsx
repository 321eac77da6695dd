import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextField } from "@/components/ui/forms/text-field";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { Card } from "@/components/ui/layout/card";
import type { Role } from "@/lib/kernel/actor";
import { timeZones } from "@/lib/workspaces/rules/time-zone";
import { workspaceAction } from "../actions";

type WorkspaceCardProps = {
  readonly workspace: { readonly name: string; readonly timeZone: string };
  readonly role: Role;
};

/** Settings shared by all members. Only owners and admins can change them. */
export function WorkspaceCard({ workspace, role }: WorkspaceCardProps) {
  const title = "Workspace";
  const description = `Your role here: ${role}.`;
  if (role === "member") {
    const items = [
      { term: "Name", detail: workspace.name },
      { term: "Reporting time zone", detail: workspace.timeZone },
    ];
    return (
      <Card title={title} description={description}>
        <DefinitionList items={items} />
      </Card>
    );
  }
  const zones = timeZones(workspace.timeZone).map((zone) => ({ value: zone, label: zone }));
  return (
    <Card title={title} description={description}>
      <ActionForm action={workspaceAction} label="Workspace">
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
    </Card>
  );
}
