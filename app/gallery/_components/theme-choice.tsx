"use client";

import { useState } from "react";
import { SegmentedControl } from "@/components/ui/actions/segmented-control";

const options = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

type Theme = (typeof options)[number]["value"];

/** Sets the theme of this document only, without saving it to the account. */
export function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>("system");
  const choose = (next: Theme) => {
    setTheme(next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  };
  return <SegmentedControl label="Theme" options={options} value={theme} onChange={choose} />;
}
