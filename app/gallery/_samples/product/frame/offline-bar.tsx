import { Suspense } from "react";
import { Sample } from "@/app/gallery/_components/sample";
import { OfflineBar } from "@/components/product/frame/offline-bar";

export function OfflineBarSamples() {
  return (
    <Sample state="Shown without a connection: switch it off in the developer tools">
      <Suspense>
        <OfflineBar />
      </Suspense>
    </Sample>
  );
}
