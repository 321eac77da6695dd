import { FrameLink } from "@/app/gallery/_components/frame-link";
import { longText, longWord } from "@/app/gallery/_components/sample";
import { simulated } from "@/app/gallery/_components/simulated";
import { AppFrame } from "@/components/product/frame/app-frame";
import { WorkspaceName } from "@/components/product/frame/workspace-name";
import { PageHeader } from "@/components/ui/layout/page-header";
import { paths } from "@/lib/kernel/paths";

export function AppFrameSamples() {
  return <FrameLink name="app" />;
}

export function AppFramePage() {
  return (
    <AppFrame
      person={{ name: "Ada Lovelace", email: longWord, isOperator: true }}
      balance={{ availableNanos: 9_410_000_000n, heldNanos: 120_000_000n, alertBelowNanos: null }}
      sandbox={simulated}
      workspace={<WorkspaceName name={longText} />}
      signOut={paths.signOut}
      unread={3}
    >
      <PageHeader title="Frame of signed-in pages" sentence={longText} />
    </AppFrame>
  );
}
