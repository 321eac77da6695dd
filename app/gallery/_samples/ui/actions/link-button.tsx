import { Download, Plus } from "lucide-react";
import { Sample, sampleHref } from "@/app/gallery/_components/sample";
import { LinkButton } from "@/components/ui/actions/link-button";
import { Row } from "@/components/ui/layout/stack";

const variants = ["primary", "secondary", "quiet", "danger"] as const;

export function LinkButtonSamples() {
  return (
    <>
      <Sample state="Default">
        <Row>
          {variants.map((variant) => (
            <LinkButton key={variant} href={sampleHref} variant={variant}>
              {variant}
            </LinkButton>
          ))}
        </Row>
      </Sample>
      <Sample state="With an icon, external, download">
        <Row>
          <LinkButton href={sampleHref} icon={<Plus aria-hidden />}>
            Create key
          </LinkButton>
          <LinkButton href={sampleHref} external>
            Open Stripe
          </LinkButton>
          <LinkButton href="/icon.svg" download icon={<Download aria-hidden />}>
            Export
          </LinkButton>
        </Row>
      </Sample>
      <Sample state="Wide">
        <LinkButton href={sampleHref} wide>
          Continue with the selected workspace
        </LinkButton>
      </Sample>
    </>
  );
}
