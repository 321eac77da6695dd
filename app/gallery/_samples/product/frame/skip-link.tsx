import { Sample } from "@/app/gallery/_components/sample";
import { SkipLink } from "@/components/product/frame/skip-link";

export function SkipLinkSamples() {
  return (
    <Sample state="Visible while it has the focus, at the top of the window">
      <SkipLink />
    </Sample>
  );
}
