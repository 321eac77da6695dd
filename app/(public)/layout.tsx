import type { ReactNode } from "react";
import { consoleFrameProps } from "@/app/_components/console-frame-props";
import { LazyConsoleShell } from "@/app/_components/lazy-console-shell";
import { PublicFrame } from "@/components/product/frame/public-frame";
import { findViewer } from "@/lib/auth/viewer";
import { env } from "@/lib/config/env";

/** Public pages open inside the console for someone who is signed in, so that its navigation and balance stay. */
export default async function PublicLayout({ children }: { readonly children: ReactNode }) {
  const viewer = await findViewer();
  if (!viewer?.user.emailVerified) return <PublicFrame sandbox={env().sandbox}>{children}</PublicFrame>;
  return (
    <LazyConsoleShell {...await consoleFrameProps(viewer)} formatChoice={viewer.user.formatChoice}>
      {children}
    </LazyConsoleShell>
  );
}
