"use client";

import "./globals.css";
import { Button } from "@/components/ui/actions/button";
import { FailedState } from "@/components/ui/feedback/failed-state";

type GlobalErrorProps = { readonly error: Error & { readonly digest?: string }; readonly retry: () => void };

/** Stands in for the root layout when that itself has failed, so it brings its own document. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Something failed</title>
        <main id="main" className="mx-auto flex min-h-dvh w-full max-w-xl flex-col justify-center">
          <FailedState
            title="The app couldn't be loaded"
            asPage
            requestId={error.digest}
            retry={<Button onClick={() => retry()}>Try again</Button>}
          >
            Try again in a moment.
          </FailedState>
        </main>
      </body>
    </html>
  );
}
