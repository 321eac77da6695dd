import { SkeletonRegion, SkeletonTable } from "@/components/ui/feedback/skeleton";

export function OperatorSkeleton({ rows }: { readonly rows: number }) {
  return (
    <SkeletonRegion label="Loading the operator area">
      <SkeletonTable rows={rows} />
    </SkeletonRegion>
  );
}
