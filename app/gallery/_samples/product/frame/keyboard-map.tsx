"use client";

import { useState } from "react";
import { Sample } from "@/app/gallery/_components/sample";
import { Key, KeyboardMap } from "@/components/product/frame/keyboard-map";
import { Button } from "@/components/ui/actions/button";
import { Row } from "@/components/ui/layout/stack";

export function KeyboardMapSamples() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Sample state="Default">
        <Button onClick={() => setOpen(true)}>Open</Button>
        <KeyboardMap open={open} onOpenChange={setOpen} />
      </Sample>
      <Sample state="Keys">
        <Row>
          <Key name="⌘" />
          <Key name="K" />
          <Key name="Ctrl" />
        </Row>
      </Sample>
    </>
  );
}
