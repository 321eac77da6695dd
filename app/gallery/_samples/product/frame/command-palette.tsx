import { Sample } from "@/app/gallery/_components/sample";
import { Commands } from "@/components/product/frame/command-palette";

export function CommandPaletteSamples() {
  return (
    <Sample state="Default, without keys. Its shortcuts work on this page">
      <Commands />
    </Sample>
  );
}
