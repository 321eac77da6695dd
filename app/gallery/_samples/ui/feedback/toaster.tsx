"use client";

import { longText, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { notify } from "@/components/ui/feedback/notices";
import { Toaster } from "@/components/ui/feedback/toaster";
import { Row } from "@/components/ui/layout/stack";

/** The page already has one. A second one takes the toasts over, which looks the same. */
export function ToasterSamples() {
  return (
    <Sample state="Default, error, long text: shown for six seconds, with a button for twelve">
      <Toaster>
        <Row>
          <Button onClick={() => notify({ title: "Copied" })}>Default</Button>
          <Button
            onClick={() => notify({ title: "Couldn't copy", detail: "Copy it manually.", tone: "danger" })}
          >
            Error
          </Button>
          <Button
            onClick={() =>
              notify({
                title: "Key disabled",
                action: { label: "Undo", run: () => notify({ title: "Key enabled" }) },
              })
            }
          >
            With Undo
          </Button>
          <Button onClick={() => notify({ title: longText, detail: longText })}>Long text</Button>
        </Row>
      </Toaster>
    </Sample>
  );
}
