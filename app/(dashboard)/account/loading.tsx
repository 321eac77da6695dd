import {
  SkeletonCard,
  SkeletonHeader,
  SkeletonRegion,
  SkeletonTable,
} from "@/components/ui/feedback/skeleton";
import { Stack } from "@/components/ui/layout/stack";

export default function AccountLoading() {
  return (
    <SkeletonRegion label="Loading your account">
      <Stack gap="roomy">
        <SkeletonHeader />
        <SkeletonCard lines={3} />
        <SkeletonCard lines={3} />
        <SkeletonTable rows={3} />
      </Stack>
    </SkeletonRegion>
  );
}
