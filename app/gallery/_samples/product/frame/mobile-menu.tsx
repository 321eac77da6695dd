import { longText, Sample } from "@/app/gallery/_components/sample";
import { MobileMenu } from "@/components/product/frame/mobile-menu";
import { WorkspaceName } from "@/components/product/frame/workspace-name";
import { Row } from "@/components/ui/layout/stack";

export function MobileMenuSamples() {
  return (
    <Sample state="Default, long text">
      <Row>
        <MobileMenu operatorArea={null} workspace={<WorkspaceName name="Analytical Engines" />} />
        <MobileMenu operatorArea={{ trouble: 3 }} workspace={<WorkspaceName name={longText} />} />
      </Row>
    </Sample>
  );
}
