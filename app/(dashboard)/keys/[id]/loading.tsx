import {
  SkeletonCard,
  SkeletonFigures,
  SkeletonHeader,
  SkeletonRegion,
} from "@/components/ui/feedback/skeleton";
import { Stack } from "@/components/ui/layout/stack";

export default function KeyLoading() {
  return (
    <SkeletonRegion label="Loading the key">
      <Stack gap="roomy">
        <SkeletonHeader />
        <SkeletonFigures />
        <SkeletonCard lines={5} />
      </Stack>
    </SkeletonRegion>
  );
}
