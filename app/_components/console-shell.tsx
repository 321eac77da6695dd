"use client";

import { Providers } from "@/app/providers";
import { AppFrame, type AppFrameProps } from "@/components/product/frame/app-frame";

/** The console's frame as one client component, so that it can be loaded on demand. */
export function ConsoleShell(props: AppFrameProps) {
  return (
    <Providers>
      <AppFrame {...props} />
    </Providers>
  );
}
