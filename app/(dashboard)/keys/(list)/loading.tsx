import { SkeletonHeader, SkeletonRegion, SkeletonTable } from "@/components/ui/feedback/skeleton";
import { Stack } from "@/components/ui/layout/stack";

export default function KeysLoading() {
  return (
    <SkeletonRegion label="Loading your keys">
      <Stack gap="roomy">
        <SkeletonHeader />
        <SkeletonTable rows={5} />
      </Stack>
    </SkeletonRegion>
  );
}
