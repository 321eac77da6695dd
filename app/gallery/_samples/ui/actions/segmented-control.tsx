"use client";

import { useState } from "react";
import { longText, Sample } from "@/app/gallery/_components/sample";
import { SegmentedControl } from "@/components/ui/actions/segmented-control";

const options = [
  { value: "cost", label: "Cost" },
  { value: "tokens", label: "Tokens" },
  { value: "requests", label: "Requests" },
] as const;

const longOptions = [
  { value: "short", label: "Short" },
  { value: "long", label: longText },
] as const;

export function SegmentedControlSamples() {
  const [value, setValue] = useState<(typeof options)[number]["value"]>("cost");
  const [long, setLong] = useState<(typeof longOptions)[number]["value"]>("short");
  return (
    <>
      <Sample state="Default">
        <SegmentedControl label="Measure" options={options} value={value} onChange={setValue} />
      </Sample>
      <Sample state="Wide">
        <SegmentedControl label="Measure" options={options} value={value} onChange={setValue} wide />
      </Sample>
      <Sample state="Long text">
        <SegmentedControl label="Long text" options={longOptions} value={long} onChange={setLong} />
      </Sample>
    </>
  );
}
