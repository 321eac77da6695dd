"use client";

import { Button } from "@/components/ui/actions/button";
import { FailedState } from "@/components/ui/feedback/failed-state";

type DashboardErrorProps = {
  readonly error: Error & { readonly digest?: string };
  readonly retry: () => void;
};

/** One boundary for the signed-in pages: the frame stays, so that everything else is still within reach. */
export default function DashboardError({ error, retry }: DashboardErrorProps) {
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
      Try again. If it keeps happening, give the ID below to whoever runs this server.
    </FailedState>
  );
}
