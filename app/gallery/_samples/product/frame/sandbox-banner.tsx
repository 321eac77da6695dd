import { Sample } from "@/app/gallery/_components/sample";
import { simulated } from "@/app/gallery/_components/simulated";
import { SandboxBanner, SandboxChip } from "@/components/product/frame/sandbox-banner";

export function SandboxBannerSamples() {
  return (
    <>
      <Sample state="A chip in the header, or a line above it below 1,024 px">
        <SandboxChip sandbox={simulated} place="header" />
        <SandboxChip sandbox={simulated} place="line" />
      </Sample>
      <Sample state="On pages without a header, one part simulated">
        <SandboxChip sandbox={{ ...simulated, stripe: false, provider: false }} place="alone" />
      </Sample>
      <Sample state="On an address that others reach">
        <SandboxBanner sandbox={{ ...simulated, forced: true, inboxUrl: null }} />
      </Sample>
    </>
  );
}
