import type { ReactNode } from "react";
import { AppFrame } from "@/components/product/frame/app-frame";
import { WorkspaceName } from "@/components/product/frame/workspace-name";
import { getViewer } from "@/lib/auth/viewer";
import { env } from "@/lib/config/env";
import { isAdmin } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { getBalance } from "@/lib/ledger/get-balance";
import { WorkspaceSwitcher } from "./_components/workspace-switcher";
import { appearanceAction } from "./account/appearance/actions";

/** The frame around the signed-in pages. It shows who is signed in; each page checks access itself. */
export default async function DashboardLayout({ children }: { readonly children: ReactNode }) {
  const { actor, user, workspace, workspaces } = await getViewer();
  const { availableNanos, heldNanos } = await getBalance(workspace.id);
  return (
    <AppFrame
      person={{ name: user.name, email: user.email, isOperator: user.isOperator }}
      balance={{ availableNanos, heldNanos, alertBelowNanos: null, canBuy: isAdmin(actor) }}
      sandbox={env().sandbox}
      workspace={
        workspaces.length > 1 ? (
          <WorkspaceSwitcher current={workspace.id} workspaces={workspaces} />
        ) : (
          <WorkspaceName name={workspace.name} />
        )
      }
      signOut={paths.signOut}
      names={{ keys: "/api/dashboard/keys", models: "/api/dashboard/models" }}
      saveTheme={appearanceAction}
    >
      {children}
    </AppFrame>
  );
}
