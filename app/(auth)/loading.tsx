import { SkeletonCard, SkeletonHeader, SkeletonRegion } from "@/components/ui/feedback/skeleton";

export default function AuthLoading() {
  return (
    <SkeletonRegion label="Loading">
      <SkeletonHeader />
      <SkeletonCard lines={3} />
    </SkeletonRegion>
  );
}
