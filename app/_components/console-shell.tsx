"use client";

import { Providers } from "@/app/providers";
import { FormatsProvider } from "@/components/ui/formats";
import type { FormatChoice } from "@/lib/kernel/format";
import { AppFrame, type AppFrameProps } from "@/components/product/frame/app-frame";

export type ConsoleShellProps = AppFrameProps & { readonly formatChoice: FormatChoice };

/**
 * The console's frame as one client component, so that it can be loaded on demand. The public page inside of it keeps the
 * formats that it has for everyone.
 */
export function ConsoleShell({ formatChoice, children, ...frame }: ConsoleShellProps) {
  return (
    <Providers formatChoice={formatChoice}>
      <AppFrame {...frame}>
        <FormatsProvider choice="en-US">{children}</FormatsProvider>
      </AppFrame>
    </Providers>
  );
}
