"use client";

import { useState } from "react";
import { Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { ToastRegion } from "@/components/ui/feedback/toast-region";

/** The page has one already. A second one takes the toasts over, which looks the same. */
export function ToastRegionSamples() {
  const [isShown, setShown] = useState(false);
  return (
    <Sample state="Empty, until there is a toast">
      <Button onClick={() => setShown(true)}>Mount a second one</Button>
      {isShown ? <ToastRegion /> : null}
    </Sample>
  );
}
