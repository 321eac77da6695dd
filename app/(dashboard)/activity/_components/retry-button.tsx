"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/actions/button";

/** Reads the page again, in place. */
export function RetryButton() {
  const router = useRouter();
  const [isPending, startRefresh] = useTransition();
  return (
    <Button pending={isPending} onClick={() => startRefresh(() => router.refresh())}>
      Try again
    </Button>
  );
}
