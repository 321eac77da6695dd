"use client";

import { useState } from "react";
import { Sample } from "@/app/gallery/_components/sample";
import { KeyboardMap } from "@/components/product/frame/keyboard-map";
import { Button } from "@/components/ui/actions/button";

export function KeyboardMapSamples() {
  const [open, setOpen] = useState(false);
  return (
    <Sample state="Of an operator">
      <Button onClick={() => setOpen(true)}>Open</Button>
      <KeyboardMap open={open} onOpenChange={setOpen} isOperator />
    </Sample>
  );
}
