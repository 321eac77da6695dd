import { Stack } from "@/components/ui/layout/stack";
import {
  SkeletonCard,
  SkeletonFigures,
  SkeletonHeader,
  SkeletonRegion,
} from "@/components/ui/feedback/skeleton";

export default function PrivacyLoading() {
  return (
    <SkeletonRegion label="Loading your privacy settings">
      <Stack gap="roomy">
        <SkeletonHeader />
        <SkeletonFigures />
        <SkeletonCard />
        <SkeletonCard lines={5} />
        <SkeletonCard />
      </Stack>
    </SkeletonRegion>
  );
}
