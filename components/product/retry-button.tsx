"use client";

import { useTransition } from "react";
import { Button } from "@/components/ui/actions/button";
import { notify } from "@/components/ui/feedback/notices";
import { unreachable } from "@/components/ui/forms/reach-server";
import { useRefresh } from "./use-refresh";

/** Reads the page again, in place. */
export function RetryButton() {
  const refresh = useRefresh();
  const [isPending, start] = useTransition();
  const retry = () =>
    start(async () => {
      if (!(await refresh())) notify({ title: unreachable, tone: "danger" });
    });
  return (
    <Button pending={isPending} onClick={retry}>
      Try again
    </Button>
  );
}
