import { Sample, sampleHref } from "@/app/gallery/_components/sample";
import { PageLink } from "@/components/product/frame/page-link";
import { Row } from "@/components/ui/layout/stack";

export function PageLinkSamples() {
  return (
    <Sample state="Default, current">
      <Row>
        <PageLink href={sampleHref} current={false} className="text-ink-muted">
          Keys
        </PageLink>
        <PageLink href={sampleHref} current className="font-medium text-accent">
          Keys
        </PageLink>
      </Row>
    </Sample>
  );
}
