import { Sample } from "@/app/gallery/_components/sample";
import { simulated } from "@/app/gallery/_components/simulated";
import { SandboxBanner, SandboxChip } from "@/components/product/frame/sandbox-banner";

export function SandboxBannerSamples() {
  return (
    <>
      <Sample state="All parts simulated">
        <SandboxBanner sandbox={simulated} />
      </Sample>
      <Sample state="One part simulated">
        <SandboxBanner sandbox={{ ...simulated, stripe: false, provider: false }} />
      </Sample>
      <Sample state="In the console: a chip, or a line below 1,024 px">
        <SandboxChip sandbox={simulated} place="header" />
        <SandboxChip sandbox={simulated} place="line" />
      </Sample>
      <Sample state="On an address that others reach">
        <SandboxBanner sandbox={{ ...simulated, forced: true, inboxUrl: null }} />
      </Sample>
    </>
  );
}
