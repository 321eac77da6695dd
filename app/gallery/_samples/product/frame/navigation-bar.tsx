"use client";

import { Suspense } from "react";
import { Sample } from "@/app/gallery/_components/sample";
import { NavigationBar } from "@/components/product/frame/navigation-bar";
import { announceNavigation } from "@/components/product/frame/navigation-start";
import { Button } from "@/components/ui/actions/button";

export function NavigationBarSamples() {
  return (
    <Sample state="During a slow navigation, at the top of the window">
      <Suspense>
        <NavigationBar />
      </Suspense>
      <Button onClick={() => announceNavigation({ url: "/nowhere", kind: "push" })}>
        Start one that never ends
      </Button>
    </Sample>
  );
}
