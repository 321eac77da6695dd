import { SkeletonRegion, SkeletonTable } from "@/components/ui/feedback/skeleton";
import { Stack } from "@/components/ui/layout/stack";

export function OperatorSkeleton() {
  return (
    <SkeletonRegion label="Loading the operator area">
      <Stack gap="roomy">
        <SkeletonTable rows={2} />
        <SkeletonTable rows={2} />
        <SkeletonTable />
      </Stack>
    </SkeletonRegion>
  );
}
