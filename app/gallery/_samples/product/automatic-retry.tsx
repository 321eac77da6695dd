"use client";

import { Sample } from "@/app/gallery/_components/sample";
import { AutomaticRetry } from "@/components/product/automatic-retry";

export function AutomaticRetrySamples() {
  return (
    <Sample state="Waiting for the server">
      <AutomaticRetry retry={() => undefined} />
    </Sample>
  );
}
