"use client";

import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { checkContact } from "@/components/product/server-contact";
import { Toaster } from "@/components/ui/feedback/toaster";
import { FormatsProvider } from "@/components/ui/formats";
import type { FormatChoice } from "@/lib/kernel/format";

type ProvidersProps = {
  /** The viewer's number and date format. */
  readonly formatChoice: FormatChoice;
  readonly children: ReactNode;
};

/**
 * What the console's components need: the query client for repeated reads (chart ranges, polling; writes are server
 * actions and do not use it), the formats of numbers and dates, tooltips and toasts. Public and sign-in pages are outside of it, so they load none of it.
 */
export function Providers({ formatChoice, children }: ProvidersProps) {
  const [client] = useState(
    () =>
      new QueryClient({
        // A read that got no response at all tells of a server that is away; with a status, it was there.
        queryCache: new QueryCache({
          onError: (error) => (error instanceof TypeError ? void checkContact() : undefined),
        }),
        defaultOptions: { queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: true } },
      }),
  );
  return (
    <QueryClientProvider client={client}>
      <FormatsProvider choice={formatChoice}>
        <Toaster>{children}</Toaster>
      </FormatsProvider>
    </QueryClientProvider>
  );
}
