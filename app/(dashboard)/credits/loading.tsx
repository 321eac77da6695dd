import {
  SkeletonCard,
  SkeletonHeader,
  SkeletonRegion,
  SkeletonTable,
} from "@/components/ui/feedback/skeleton";
import { Columns, Stack } from "@/components/ui/layout/stack";

export default function CreditsLoading() {
  return (
    <SkeletonRegion label="Loading your credits">
      <Stack gap="roomy">
        <SkeletonHeader />
        <Columns of="sidebar">
          <SkeletonCard lines={4} />
          <SkeletonCard lines={6} />
        </Columns>
        <SkeletonTable rows={6} />
      </Stack>
    </SkeletonRegion>
  );
}
