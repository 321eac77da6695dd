"use client";

import { Sample } from "@/app/gallery/_components/sample";
import { PageFailure } from "@/components/product/page-failure";

export function PageFailureSamples() {
  return (
    <Sample state="With an ID">
      <PageFailure error={Object.assign(new Error(), { digest: "1234567890" })} retry={() => undefined} />
    </Sample>
  );
}
