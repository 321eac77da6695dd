"use client";

import { AutomaticRetry } from "@/components/product/automatic-retry";
import { Button } from "@/components/ui/actions/button";
import { TextLink } from "@/components/ui/actions/text-link";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { paths } from "@/lib/kernel/paths";

export type PageFailureProps = {
  readonly error: Error & { readonly digest?: string };
  readonly retry: () => void;
};

/** A page that could not be rendered. The digest identifies the log line; the error's text never leaves the server. */
export function PageFailure({ error, retry }: PageFailureProps) {
  return (
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
  );
}
