import { Sample } from "@/app/gallery/_components/sample";
import { LinkButton } from "@/components/ui/actions/link-button";

/** A frame is a whole page with the page's only `main`, so it has its own address. */
export function FrameLink({ name }: { readonly name: string }) {
  return (
    <Sample state="A whole page">
      <LinkButton href={`/gallery/frames/${name}`}>Open the frame</LinkButton>
    </Sample>
  );
}
