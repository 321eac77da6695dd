import { Plus } from "lucide-react";
import { Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { Row } from "@/components/ui/layout/stack";

const variants = ["primary", "secondary", "quiet", "danger"] as const;
const sizes = ["small", "medium", "large"] as const;

export function ButtonSamples() {
  return (
    <>
      <Sample state="Default">
        <Row>
          {variants.map((variant) => (
            <Button key={variant} variant={variant}>
              {variant}
            </Button>
          ))}
        </Row>
      </Sample>
      <Sample state="Sizes, and with an icon">
        <Row>
          {sizes.map((size) => (
            <Button key={size} size={size} icon={<Plus aria-hidden />}>
              {size}
            </Button>
          ))}
        </Row>
      </Sample>
      <Sample state="Disabled">
        <Row>
          {variants.map((variant) => (
            <Button key={variant} variant={variant} disabled>
              {variant}
            </Button>
          ))}
        </Row>
      </Sample>
      <Sample state="Pending">
        <Row>
          {variants.map((variant) => (
            <Button key={variant} variant={variant} pending>
              {variant}
            </Button>
          ))}
        </Row>
      </Sample>
      <Sample state="Wide">
        <Button wide>Continue with the selected workspace</Button>
      </Sample>
    </>
  );
}
