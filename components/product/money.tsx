"use client";

import { useFormats } from "@/components/ui/formats";
import { type MoneyProps, MoneyText } from "./money-text";

/** A rounded amount in the viewer's format; the exact one is shown on hover and in the element's value. */
export function Money(props: MoneyProps) {
  return <MoneyText {...props} formats={useFormats()} />;
}
