"use server";

import { chooseWorkspace } from "@/lib/accounts/sessions/choose-workspace";
import { getViewer } from "@/lib/auth/viewer";
import { paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";
import { switchSchema } from "@/lib/workspaces/rules/workspace-input";

export const switchWorkspaceAction = defineAction({
  event: "switch_workspace",
  input: switchSchema,
  run: async ({ actor, input }) => {
    const { sessionId } = await getViewer();
    return chooseWorkspace({ userId: actor.userId, sessionId, workspaceId: input.workspaceId });
  },
  redirectTo: () => paths.activity,
});
