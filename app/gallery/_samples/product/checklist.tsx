"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Sample } from "@/app/gallery/_components/sample";
import { SetupBar } from "@/components/product/checklist";

const nothingDone = {
  addressConfirmed: false,
  creditsAdded: false,
  keyMade: false,
  requestSent: false,
  privacySet: false,
  isDone: false,
};
const halfDone = {
  ...nothingDone,
  addressConfirmed: true,
  creditsAdded: true,
  keyMade: true,
  requestSent: true,
};

export function ChecklistSamples() {
  return (
    <>
      <ChecklistSample state="Nothing done" initial={nothingDone} />
      <ChecklistSample state="Request sent" initial={halfDone} />
    </>
  );
}

type ChecklistSampleProps = { readonly state: string; readonly initial: typeof nothingDone };

/** Each sample has a client that fetches nothing: the cards would share one result, the workspace's real one. */
function ChecklistSample({ state, initial }: ChecklistSampleProps) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { enabled: false } } }));
  return (
    <Sample state={state}>
      <QueryClientProvider client={client}>
        <SetupBar initial={initial} />
      </QueryClientProvider>
    </Sample>
  );
}
