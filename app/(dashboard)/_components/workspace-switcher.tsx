import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SelectField } from "@/components/ui/forms/select-field";
import { switchWorkspaceAction } from "../actions";

type WorkspaceSwitcherProps = {
  readonly current: string;
  readonly workspaces: readonly { readonly id: string; readonly name: string }[];
};

/** Switches this session to another of the user's workspaces. */
export function WorkspaceSwitcher({ current, workspaces }: WorkspaceSwitcherProps) {
  return (
    <ActionForm action={switchWorkspaceAction} label="Switch workspace">
      <SelectField
        name="workspaceId"
        label="Workspace"
        defaultValue={current}
        options={workspaces.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SubmitButton variant="secondary" size="small">
        Switch
      </SubmitButton>
    </ActionForm>
  );
}
