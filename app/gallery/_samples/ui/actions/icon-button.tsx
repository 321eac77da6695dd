import { Settings } from "lucide-react";
import { Sample } from "@/app/gallery/_components/sample";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Row } from "@/components/ui/layout/stack";

export function IconButtonSamples() {
  const icon = <Settings aria-hidden />;
  return (
    <>
      <Sample state="Default">
        <Row>
          <IconButton label="Settings" icon={icon} />
          <IconButton label="Settings, secondary" icon={icon} variant="secondary" />
        </Row>
      </Sample>
      <Sample state="Small">
        <Row>
          <IconButton label="Settings, small" icon={icon} size="small" />
          <IconButton label="Settings, small and secondary" icon={icon} size="small" variant="secondary" />
        </Row>
      </Sample>
      <Sample state="Pending">
        <Row>
          <IconButton label="Settings, pending" icon={icon} aria-busy />
          <IconButton label="Settings, small and pending" icon={icon} size="small" aria-busy />
        </Row>
      </Sample>
      <Sample state="Disabled">
        <Row>
          <IconButton label="Settings, disabled" icon={icon} disabled />
          <IconButton label="Settings, disabled and secondary" icon={icon} disabled variant="secondary" />
        </Row>
      </Sample>
    </>
  );
}
