"use client";

import { useEffect } from "react";
import { AutomaticRetry } from "@/components/product/automatic-retry";
import { pageFailed } from "@/components/product/page-failed";
import { Button } from "@/components/ui/actions/button";
import { TextLink } from "@/components/ui/actions/text-link";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { paths } from "@/lib/kernel/paths";

type DashboardErrorProps = {
  readonly error: Error & { readonly digest?: string };
  readonly retry: () => void;
};

/** Error boundary of the signed-in pages. The frame stays, so navigation still works. */
export default function DashboardError({ error, retry }: DashboardErrorProps) {
  useEffect(() => void window.dispatchEvent(new Event(pageFailed)), []);
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
