import { WorkspaceSwitcher } from "@/app/(dashboard)/_components/workspace-switcher";
import { appearanceAction } from "@/app/(dashboard)/account/appearance/actions";
import type { AppFrameProps } from "@/components/product/frame/app-frame";
import { WorkspaceName } from "@/components/product/frame/workspace-name";
import type { Viewer } from "@/lib/auth/viewer";
import { env } from "@/lib/config/env";
import { paths } from "@/lib/kernel/paths";
import { getBalance } from "@/lib/ledger/get-balance";

/** What the frame shows about the signed-in user: the open workspace with its balance, and what is simulated. */
export async function consoleFrameProps({
  user,
  workspace,
  workspaces,
}: Viewer): Promise<Omit<AppFrameProps, "children">> {
  const { availableNanos, heldNanos } = await getBalance(workspace.id);
  const { stripe, mail, provider, forced, inboxUrl } = env().sandbox;
  return {
    person: { name: user.name, email: user.email, isOperator: user.isOperator },
    balance: { availableNanos, heldNanos, alertBelowNanos: null },
    sandbox: { stripe, mail, provider, forced, inboxUrl },
    workspace:
      workspaces.length > 1 ? (
        <WorkspaceSwitcher current={workspace.id} workspaces={workspaces} />
      ) : (
        <WorkspaceName name={workspace.name} />
      ),
    signOut: paths.signOut,
    names: { keys: "/api/dashboard/keys", models: "/api/dashboard/models" },
    saveTheme: appearanceAction,
  };
}
