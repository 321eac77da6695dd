"use client";

import "./globals.css";
import { AutomaticRetry } from "@/components/product/automatic-retry";
import { Button } from "@/components/ui/actions/button";
import { FailedState } from "@/components/ui/feedback/failed-state";

type GlobalErrorProps = { readonly error: Error & { readonly digest?: string }; readonly retry: () => void };

/** Replaces the root layout when that fails, so it renders its own document. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong</title>
        <main id="main" className="mx-auto flex min-h-dvh w-full max-w-xl flex-col justify-center">
          <FailedState
            title="The app couldn't be loaded"
            asPage
            requestId={error.digest}
            retry={<Button onClick={() => retry()}>Try again</Button>}
          >
            Try again in a moment.
            <AutomaticRetry retry={retry} />
          </FailedState>
        </main>
      </body>
    </html>
  );
}
