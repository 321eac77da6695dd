"use client";

import { longText, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { Row } from "@/components/ui/layout/stack";
import { Dialog, DialogActions, DialogClose } from "@/components/ui/overlays/dialog";

const sizes = ["small", "medium", "large"] as const;

export function DialogSamples() {
  return (
    <Sample state="Sizes, long text">
      <Row>
        {sizes.map((size) => (
          <Dialog
            key={size}
            size={size}
            trigger={<Button>{size}</Button>}
            title="Change the limit"
            description="Applies to the next request."
          >
            <p>Content</p>
            <Actions />
          </Dialog>
        ))}
        <Dialog trigger={<Button>Long text</Button>} title={longText} description={longText}>
          {Array.from({ length: 20 }, (_, index) => (
            <p key={index}>{longText}</p>
          ))}
          <Actions />
        </Dialog>
      </Row>
    </Sample>
  );
}

function Actions() {
  return (
    <DialogActions>
      <DialogClose render={<Button>Cancel</Button>} />
      <DialogClose render={<Button variant="primary">Change limit</Button>} />
    </DialogActions>
  );
}
