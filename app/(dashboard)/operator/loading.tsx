import { SkeletonHeader, SkeletonRegion, SkeletonTable } from "@/components/ui/feedback/skeleton";
import { Stack } from "@/components/ui/layout/stack";

export default function OperatorLoading() {
  return (
    <SkeletonRegion label="Loading the operator area">
      <Stack gap="roomy">
        <SkeletonHeader />
        <SkeletonTable rows={2} />
        <SkeletonTable rows={2} />
        <SkeletonTable />
      </Stack>
    </SkeletonRegion>
  );
}
