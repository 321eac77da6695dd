import {
  SkeletonChart,
  SkeletonFigures,
  SkeletonHeader,
  SkeletonRegion,
  SkeletonTable,
} from "@/components/ui/feedback/skeleton";
import { Stack } from "@/components/ui/layout/stack";

export default function ActivityLoading() {
  return (
    <SkeletonRegion label="Loading your activity">
      <Stack gap="roomy">
        <SkeletonHeader />
        <SkeletonFigures />
        <SkeletonChart />
        <SkeletonTable />
      </Stack>
    </SkeletonRegion>
  );
}
