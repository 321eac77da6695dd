"use client";

import { useState } from "react";
import { Sample } from "@/app/gallery/_components/sample";
import { CommandPalette } from "@/components/product/frame/command-palette";
import { Button } from "@/components/ui/actions/button";
import { Row } from "@/components/ui/layout/stack";

const missing = { keys: "/api/dashboard/nowhere", models: "/api/dashboard/nowhere" };

export function CommandPaletteSamples() {
  const [opened, setOpened] = useState<"plain" | "failed" | null>(null);
  return (
    <Sample state="Without names, with names that fail to load">
      <Row>
        <Button onClick={() => setOpened("plain")}>Without names</Button>
        <Button onClick={() => setOpened("failed")}>Failed</Button>
      </Row>
      <CommandPalette
        names={opened === "failed" ? missing : undefined}
        open={opened !== null}
        onOpenChange={(open) => (open ? undefined : setOpened(null))}
        onMap={() => setOpened(null)}
      />
    </Sample>
  );
}
