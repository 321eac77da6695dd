"use client";

import { longText, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { Row } from "@/components/ui/layout/stack";
import { Tooltip } from "@/components/ui/overlays/tooltip";

const sides = ["top", "right", "bottom", "left"] as const;

export function TooltipSamples() {
  return (
    <>
      <Sample state="Default, on hover and focus">
        <Row>
          {sides.map((side) => (
            <Tooltip key={side} side={side} text="$0.972318604">
              <Button>{side}</Button>
            </Tooltip>
          ))}
        </Row>
      </Sample>
      <Sample state="Long text">
        <Tooltip text={longText}>
          <Button>Long text</Button>
        </Tooltip>
      </Sample>
    </>
  );
}
