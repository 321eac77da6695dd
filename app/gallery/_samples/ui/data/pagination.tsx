import { Sample, sampleHref } from "@/app/gallery/_components/sample";
import { Pagination } from "@/components/ui/data/pagination";

export function PaginationSamples() {
  return (
    <>
      <Sample state="First page">
        <Pagination label="requests" nextHref={sampleHref} note="50 shown" />
      </Sample>
      <Sample state="Middle page">
        <Pagination label="keys" firstHref={sampleHref} nextHref={sampleHref} note="50 shown" />
      </Sample>
      <Sample state="Last page">
        <Pagination label="transactions" firstHref={sampleHref} note="12 shown" />
      </Sample>
    </>
  );
}
