"use client";

import { AutomaticRetry } from "@/components/product/automatic-retry";
import { Button } from "@/components/ui/actions/button";
import { TextLink } from "@/components/ui/actions/text-link";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { paths } from "@/lib/kernel/paths";

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly retry: () => void };

/**
 * Error boundary of every page without its own. The digest identifies the log line; the error's text never leaves the
 * server.
 */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto flex min-h-[60dvh] w-full max-w-xl flex-col justify-center outline-none"
    >
      <FailedState
        title="This page couldn't be loaded"
        asPage
        requestId={error.digest}
        retry={
          <Button variant="primary" onClick={() => retry()}>
            Try again
          </Button>
        }
      >
        Try again. If it keeps happening, <TextLink href={paths.contact}>contact us</TextLink> with the ID
        below.
        <AutomaticRetry retry={retry} />
      </FailedState>
    </main>
  );
}
