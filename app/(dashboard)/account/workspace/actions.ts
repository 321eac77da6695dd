"use server";

import { paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";
import { workspaceSchema } from "@/lib/workspaces/rules/workspace-input";
import { updateWorkspace } from "@/lib/workspaces/update-workspace";

export const workspaceAction = defineAction({
  event: "save_workspace",
  input: workspaceSchema,
  run: ({ actor, input }) => updateWorkspace(actor, input),
  success: () => "Workspace saved.",
  refresh: [paths.accountWorkspace],
});
