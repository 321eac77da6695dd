import { FrameLink } from "@/app/gallery/_components/frame-link";
import { longText } from "@/app/gallery/_components/sample";
import { simulated } from "@/app/gallery/_components/simulated";
import { PublicFrame } from "@/components/product/frame/public-frame";

export function PublicFrameSamples() {
  return <FrameLink name="public" />;
}

export function PublicFramePage() {
  return (
    <PublicFrame sandbox={simulated}>
      <h1 className="text-xl font-semibold">Frame of the public pages</h1>
      <p>{longText}</p>
    </PublicFrame>
  );
}
