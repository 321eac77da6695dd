import { WorkspaceSwitcher } from "@/app/(dashboard)/_components/workspace-switcher";
import { appearanceAction } from "@/app/(dashboard)/account/appearance/actions";
import type { AppFrameProps } from "@/components/product/frame/app-frame";
import { WorkspaceName } from "@/components/product/frame/workspace-name";
import { getFrameAlerts } from "@/lib/alerts/notices";
import type { Viewer } from "@/lib/auth/viewer";
import { env } from "@/lib/config/env";
import { isAdmin } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { getBalance } from "@/lib/ledger/get-balance";
import { countTrouble } from "@/lib/operator/count-trouble";

/** What the frame shows about the signed-in user: the open workspace with its balance, and what is simulated. */
export async function consoleFrameProps({
  actor,
  user,
  workspace,
  workspaces,
}: Viewer): Promise<Omit<AppFrameProps, "children">> {
  // The frame does not fail with a table that only its notices or the operator's count read.
  const [{ availableNanos, heldNanos }, alerts, trouble] = await Promise.all([
    getBalance(workspace.id),
    getFrameAlerts(actor).catch(() => null),
    user.isOperator ? countTrouble().catch(() => null) : null,
  ]);
  const { stripe, mail, provider, forced, inboxUrl } = env().sandbox;
  return {
    person: { name: user.name, email: user.email, isOperator: user.isOperator },
    balance: {
      availableNanos,
      heldNanos,
      alertBelowNanos: alerts?.lowBalanceNanos ?? null,
      canBuy: isAdmin(actor),
    },
    unread: alerts?.unread ?? 0,
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
    ...(trouble !== null && { trouble }),
  };
}
