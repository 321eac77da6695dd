import { Sample } from "@/app/gallery/_components/sample";
import {
  SkeletonCard,
  SkeletonChart,
  SkeletonFigures,
  SkeletonHeader,
  SkeletonRegion,
  SkeletonTable,
} from "@/components/ui/feedback/skeleton";

export function SkeletonSamples() {
  return (
    <SkeletonRegion label="Sample of a loading page">
      <Sample state="Header">
        <SkeletonHeader />
      </Sample>
      <Sample state="Figures">
        <SkeletonFigures />
      </Sample>
      <Sample state="Chart">
        <SkeletonChart />
      </Sample>
      <Sample state="Table">
        <SkeletonTable rows={4} />
      </Sample>
      <Sample state="Card">
        <SkeletonCard />
      </Sample>
    </SkeletonRegion>
  );
}
