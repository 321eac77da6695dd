"use client";

import { longText, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { Row } from "@/components/ui/layout/stack";
import { Sheet } from "@/components/ui/overlays/sheet";

/** `RouteSheet` is this sheet with its own address. */
export function SheetSamples() {
  return (
    <Sample state="Default, long text">
      <Row>
        <Sheet trigger={<Button>Default</Button>} title="Request" description="Sent 2 minutes ago">
          <p>Content</p>
        </Sheet>
        <Sheet trigger={<Button>Long text</Button>} title={longText} description={longText}>
          {Array.from({ length: 40 }, (_, index) => (
            <p key={index}>{longText}</p>
          ))}
        </Sheet>
      </Row>
    </Sample>
  );
}
