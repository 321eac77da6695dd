"use client";

import { longText, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { Row } from "@/components/ui/layout/stack";
import { Popover } from "@/components/ui/overlays/popover";

export function PopoverSamples() {
  return (
    <Sample state="Default, wide, long text">
      <Row>
        <Popover trigger={<Button>Default</Button>} title="Filter">
          <p>Content</p>
        </Popover>
        <Popover trigger={<Button>Wide</Button>} title="Range" size="wide">
          <p>As wide as what it contains, such as a calendar of two months.</p>
        </Popover>
        <Popover trigger={<Button>Long text</Button>} title={longText} align="end">
          <p>{longText}</p>
        </Popover>
      </Row>
    </Sample>
  );
}
