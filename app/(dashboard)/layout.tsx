import type { ReactNode } from "react";
import { consoleFrameProps } from "@/app/_components/console-frame-props";
import { Providers } from "@/app/providers";
import { AppFrame } from "@/components/product/frame/app-frame";
import { PolicyBanner } from "./_components/policy-banner";
import { getViewer } from "@/lib/auth/viewer";

/** The frame around the signed-in pages. It shows who is signed in; each page checks access itself. */
export default async function DashboardLayout({ children }: { readonly children: ReactNode }) {
  const viewer = await getViewer();
  const frame = await consoleFrameProps(viewer);
  return (
    <Providers formatChoice={viewer.user.formatChoice}>
      <AppFrame {...frame}>
        <PolicyBanner userId={viewer.user.id} />
        {children}
      </AppFrame>
    </Providers>
  );
}
