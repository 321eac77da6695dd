"use client";

import { useFormats } from "@/components/ui/formats";
import { type MomentProps, MomentText } from "./moment-text";

/**
 * A point in time in the given time zone and the viewer's format; to the second, also in UTC, on hover. "relative" is
 * "18 min ago" within a day and then a short date.
 */
export function Moment(props: MomentProps) {
  return <MomentText {...props} formats={useFormats()} />;
}
