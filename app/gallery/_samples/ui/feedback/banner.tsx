import { Info } from "lucide-react";
import { longText, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { Banner } from "@/components/ui/feedback/banner";
import type { Tone } from "@/components/ui/feedback/tone";
import { Stack } from "@/components/ui/layout/stack";

const tones: readonly Tone[] = ["neutral", "positive", "danger", "warning", "held", "info", "accent"];

export function BannerSamples() {
  return (
    <>
      <Sample state="Default">
        <Stack gap="tight">
          {tones.map((tone) => (
            <Banner key={tone} tone={tone} icon={<Info aria-hidden />} title={`Tone ${tone}`}>
              A sentence that explains the title.
            </Banner>
          ))}
        </Stack>
      </Sample>
      <Sample state="With an action">
        <Banner
          tone="warning"
          title="Your balance is low"
          action={<Button size="small">Add credits</Button>}
        />
      </Sample>
      <Sample state="Long text">
        <Banner icon={<Info aria-hidden />} title={longText} action={<Button size="small">Review</Button>}>
          {longText}
        </Banner>
      </Sample>
    </>
  );
}
