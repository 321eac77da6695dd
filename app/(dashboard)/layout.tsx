import type { ReactNode } from "react";
import { consoleFrameProps } from "@/app/_components/console-frame-props";
import { Providers } from "@/app/providers";
import { AppFrame } from "@/components/product/frame/app-frame";
import { InterfaceEvents } from "./_components/interface-events";
import { PolicyBanner } from "./_components/policy-banner";
import { getViewer } from "@/lib/auth/viewer";
import { isCollecting } from "@/lib/interface-events/is-collecting";

/** The frame around the signed-in pages. It shows who is signed in; each page checks access itself. */
export default async function DashboardLayout({ children }: { readonly children: ReactNode }) {
  const viewer = await getViewer();
  const [frame, collects] = await Promise.all([
    consoleFrameProps(viewer),
    isCollecting(viewer.actor).catch(() => false),
  ]);
  return (
    <Providers formatChoice={viewer.user.formatChoice}>
      <AppFrame {...frame}>
        {collects ? <InterfaceEvents /> : null}
        <PolicyBanner userId={viewer.user.id} />
        {children}
      </AppFrame>
    </Providers>
  );
}
